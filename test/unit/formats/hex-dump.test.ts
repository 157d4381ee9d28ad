import { describe, expect, it } from 'vitest';
import { ascii, concat, ETHERTYPE, ethernet, fromHex, tcpPacket, toHexWords } from '../../captures/build-packet';
import { hexDumpText } from '../../captures/sample-files';
import { type CaptureContent, readCapture } from './read-capture';

const IP = tcpPacket({
  source: '192.0.2.1',
  destination: '198.51.100.7',
  sourcePort: 45376,
  destinationPort: 80,
  sequence: 1,
  flags: 0x18,
  payload: ascii('abcdef 0123456789'),
});
const FRAME = ethernet({ etherType: ETHERTYPE.ipv4 }, IP);
const V6 = tcpPacket({ source: '2001:db8::1', destination: '2001:db8::2', sourcePort: 1, destinationPort: 2, sequence: 1, flags: 2 });

function read(text: string): CaptureContent {
  const content = readCapture(ascii(text));
  if (!content) throw new Error('not recognised');
  expect(content.format).toBe('hex-dump');
  return content;
}

const characters = (row: Uint8Array) => Array.from(row, (byte) => (byte >= 32 && byte < 127 ? String.fromCharCode(byte) : '.')).join('');

/** Rows of 16 bytes, printed by `print`. */
function rows(bytes: Uint8Array, print: (offset: number, row: Uint8Array) => string): string {
  const lines: string[] = [];
  for (let at = 0; at < bytes.length; at += 16) lines.push(print(at, bytes.subarray(at, at + 16)));
  return `${lines.join('\n')}\n`;
}
const hex = (value: number, width: number) => value.toString(16).padStart(width, '0');

const STYLES: Readonly<Record<string, (bytes: Uint8Array) => string>> = {
  'hexdump -C': (bytes) => hexDumpText(bytes),
  xxd: (bytes) => rows(bytes, (at, row) => `${hex(at, 8)}: ${toHexWords(row, 2).padEnd(39)}  ${characters(row)}`),
  'od -Ax -tx1': (bytes) => `${rows(bytes, (at, row) => `${hex(at, 6)} ${toHexWords(row, 1)}`)}${hex(bytes.length, 6)}\n`,
  'Wireshark, as hex dump with characters': (bytes) =>
    rows(bytes, (at, row) => `${hex(at, 4)}   ${toHexWords(row, 1).padEnd(47)}   ${characters(row)}`),
  'Wireshark, as hex dump': (bytes) => rows(bytes, (at, row) => `${hex(at, 4)}   ${toHexWords(row, 1)}`),
  'Wireshark, as hex stream': (bytes) => `${toHexWords(bytes, bytes.length)}\n`,
  'tcpdump -x': (bytes) => rows(bytes, (at, row) => `\t0x${hex(at, 4)}:  ${toHexWords(row, 2)}`),
  'tcpdump -X': (bytes) => rows(bytes, (at, row) => `\t0x${hex(at, 4)}:  ${toHexWords(row, 2).padEnd(39)}  ${characters(row)}`),
  'bare bytes': (bytes) => rows(bytes, (_, row) => toHexWords(row, 1)),
  'bytes with colons': (bytes) => `${toHexWords(bytes, 1).replaceAll(' ', ':')}\n`,
};

describe('hex dumps', () => {
  for (const [style, print] of Object.entries(STYLES)) {
    for (const [name, bytes, linkType] of [
      ['an Ethernet frame', FRAME, 1],
      ['an IPv4 packet', IP, 101],
      ['an IPv6 packet', V6, 101],
    ] as const) {
      it(`${style}: ${name}`, () => {
        const content = read(print(bytes));
        expect(content.packets.map((packet) => toHexWords(packet.bytes, 1))).toEqual([toHexWords(bytes, 1)]);
        expect(content.interfaces[0]?.linkType).toBe(linkType);
        expect(content.packets[0]).toMatchObject({ hasTime: false, originalLength: bytes.length });
        expect(content.issues).toEqual([]);
      });
    }
  }

  it('several packets: each begins at offset 0 or behind an empty line', () => {
    const { xxd = () => '', 'bare bytes': bare = () => '' } = STYLES;
    expect(read(xxd(FRAME) + xxd(IP)).packets.map((packet) => packet.capturedLength)).toEqual([FRAME.length, IP.length]);
    expect(read(`${bare(FRAME)}\n${bare(IP)}`).packets.map((packet) => packet.capturedLength)).toEqual([FRAME.length, IP.length]);
  });

  it('the origin points at the lines of the packet', () => {
    const text = hexDumpText(FRAME);
    const content = read(text + hexDumpText(IP));
    const second = content.reader.derived?.origin(2);
    expect(second?.offset).toBe(text.length);
    expect(second?.absent).toEqual([]);
  });

  it('rows that hexdump -C leaves out are filled in', () => {
    const zeros = concat(FRAME.slice(0, 48), new Uint8Array(64), fromHex('0102'));
    const lines = hexDumpText(zeros).split('\n');
    expect(read([...lines.slice(0, 4), '*', ...lines.slice(7)].join('\n')).packets[0]?.bytes).toEqual(zeros);
  });

  it('a gap is told, and what is before it stays', () => {
    const lines = hexDumpText(FRAME).split('\n');
    const content = read([lines[0], lines[1], ...lines.slice(3)].join('\n'));
    expect(content.packets[0]?.capturedLength).toBe(32);
    expect(content.issues).toMatchObject([{ code: 'missing-bytes', offset: `${lines[0]}\n${lines[1]}\n`.length }]);
  });

  it('a line that is none is told', () => {
    const content = read(`${hexDumpText(FRAME)}what is this?\n`);
    expect(content.issues).toMatchObject([{ code: 'unreadable-line', frame: null, detail: expect.stringContaining('what is this?') }]);
  });
});
