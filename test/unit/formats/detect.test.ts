import { describe, expect, it } from 'vitest';
import { detectCompression, detectFormat, nameForeignFormat } from '../../../src/engine/formats/detect';
import { ascii, concat, fromHex, tcpFrame, tcpPacket, toHexWords } from '../../captures/build-packet';
import { hexDumpText, pcapFile, pcapngFile, TCPDUMP_TEXT } from '../../captures/sample-files';

const FIELDS = { source: '192.0.2.1', destination: '198.51.100.7', sourcePort: 1, destinationPort: 2, sequence: 1, flags: 2 } as const;

describe('the format is told by content', () => {
  const rows: [string, Uint8Array, string | null][] = [
    ['pcap', pcapFile(true, false), 'pcap'],
    ['pcap, big-endian', pcapFile(false, true), 'pcap'],
    ['pcapng', pcapngFile(), 'pcapng'],
    ['text of tcpdump', ascii(TCPDUMP_TEXT), 'tcpdump-text'],
    ['text with a banner in front', ascii(`tcpdump: verbose output suppressed, use -v\nlistening on any\n\n${TCPDUMP_TEXT}`), 'tcpdump-text'],
    ['text with a byte order mark and CRLF', concat(fromHex('efbbbf'), ascii(TCPDUMP_TEXT.replaceAll('\n', '\r\n'))), 'tcpdump-text'],
    ['text without times', ascii('IP 10.0.0.1.80 > 10.0.0.2.90: Flags [.], ack 1, win 1, length 0\n'), 'tcpdump-text'],
    ['one line without an end', ascii('12:00:00.000001 IP 10.0.0.1.80 > 10.0.0.2.90: Flags [.], ack 1, win 1, length 0'), 'tcpdump-text'],
    ['hexdump -C', ascii(hexDumpText()), 'hex-dump'],
    ['bare digits', ascii(toHexWords(tcpPacket(FIELDS), 1000)), 'hex-dump'],
    ['tcpdump hex lines alone', ascii(`\t0x0000:  ${toHexWords(tcpFrame(FIELDS), 2)}\n`), 'hex-dump'],
    ['prose', ascii('The quick brown fox > jumps: over the lazy dog.\n'), null],
    ['a log with times', ascii('12:00:00 server started\n12:00:01 client connected\n'), null],
    ['hex digits that are no packet', ascii('00010203 04050607 deadbeef cafebabe 00000000\n'), null],
    ['zeros', new Uint8Array(100), null],
    ['nothing', new Uint8Array(0), null],
  ];
  for (const [name, bytes, expected] of rows) it(name, () => expect(detectFormat(bytes, bytes.length)).toBe(expected));

  it('compression', () => {
    expect(detectCompression(fromHex('1f8b0800'), 4)).toBe('gzip');
    expect(detectCompression(fromHex('28b52ffd'), 4)).toBe('zstd');
    expect(detectCompression(fromHex('28b52ffd'), 3)).toBe(null);
    expect(detectCompression(fromHex('512a4d18'), 4)).toBe('zstd');
    expect(detectCompression(pcapFile(true, false), 24)).toBe(null);
  });

  it('formats of other programs are named', () => {
    expect(nameForeignFormat(ascii('snoop\0\0\0'), 8)).toBe('snoop');
    expect(nameForeignFormat(ascii('GMBU'), 4)).toBe('Microsoft Network Monitor 2');
    expect(nameForeignFormat(pcapFile(true, false), 24)).toBe(null);
  });
});
