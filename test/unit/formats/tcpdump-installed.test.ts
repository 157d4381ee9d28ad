import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { writePcap } from '../../../src/engine/formats/write-pcap';
import {
  arp,
  ascii,
  concat,
  ETHERTYPE,
  ethernet,
  fromHex,
  IP_PROTOCOL,
  icmp,
  ipv4,
  TCP_FLAG,
  type TcpFrameFields,
  tcpFrame,
  tcpOption,
  udpPacket,
} from '../../captures/build-packet';
import { compareWithCapture } from './compare-text';
import { headersOf } from './header-view';
import { readCapture } from './read-capture';

function tcpdumpPresent(): boolean {
  try {
    execFileSync('tcpdump', ['--version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}
const present = tcpdumpPresent();
if (!present) console.log('skipped: tcpdump is not installed (apt-get install tcpdump)');

const folder = mkdtempSync(join(tmpdir(), 'tcpulse-text-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

type Ends = Pick<TcpFrameFields, 'source' | 'destination' | 'sourcePort' | 'destinationPort'>;
const reverse = (ends: Ends): Ends => ({
  source: ends.destination,
  destination: ends.source,
  sourcePort: ends.destinationPort,
  destinationPort: ends.sourcePort,
});
const stamps = (value: number, echo: number) => concat(tcpOption.nop, tcpOption.nop, tcpOption.timestamps(value, echo));

/** A connection with data both ways, a keep-alive of no byte and one of one byte, loss with SACK, and FIN; numbers pass 2^32. */
function connection(ends: Ends): Uint8Array[] {
  const back = reverse(ends);
  const client = 4294967290;
  const server = 1000;
  const ack = TCP_FLAG.ack;
  const data = ascii('GET / HTTP/1.1\r\nHost: example\r\n\r\n');
  const next = client + 1 + data.length;
  const syn = concat(tcpOption.mss(1460), tcpOption.sackPermitted, tcpOption.timestamps(100, 0), tcpOption.nop, tcpOption.windowScale(7));
  return [
    tcpFrame({ ...ends, sequence: client, flags: TCP_FLAG.syn | TCP_FLAG.ece | TCP_FLAG.cwr, options: syn, window: 64240, identification: 7 }),
    tcpFrame({ ...back, sequence: server, acknowledgment: client + 1, flags: TCP_FLAG.syn | ack, options: syn, window: 65160, hopLimit: 54 }),
    tcpFrame({ ...ends, sequence: client + 1, acknowledgment: server + 1, flags: ack, options: stamps(101, 100), window: 502 }),
    tcpFrame({
      ...ends,
      sequence: client + 1,
      acknowledgment: server + 1,
      flags: TCP_FLAG.psh | ack,
      options: stamps(102, 100),
      payload: data,
      window: 502,
    }),
    tcpFrame({ ...back, sequence: server + 1, acknowledgment: next, flags: ack, options: stamps(103, 102), window: 509 }),
    tcpFrame({
      ...back,
      sequence: server + 1,
      acknowledgment: next,
      flags: TCP_FLAG.psh | ack,
      options: stamps(104, 102),
      payload: data,
      window: 509,
    }),
    tcpFrame({
      ...ends,
      sequence: next,
      acknowledgment: server + 1,
      flags: ack,
      options: concat(tcpOption.nop, tcpOption.nop, tcpOption.sack([server + 11, server + 21])),
      window: 502,
    }),
    tcpFrame({ ...ends, sequence: next, acknowledgment: server + 1 + data.length, flags: ack, options: stamps(105, 104), window: 502 }),
    tcpFrame({ ...ends, sequence: next - 1, acknowledgment: server + 1 + data.length, flags: ack, options: stamps(5105, 104), window: 502 }),
    tcpFrame({ ...back, sequence: server + 1 + data.length, acknowledgment: next, flags: ack, options: stamps(5106, 105), window: 509 }),
    tcpFrame({ ...ends, sequence: next - 1, acknowledgment: server + 1 + data.length, flags: ack, payload: Uint8Array.of(0), window: 502 }),
    tcpFrame({ ...ends, sequence: next, acknowledgment: server + 1 + data.length, flags: TCP_FLAG.fin | ack, window: 502 }),
    tcpFrame({ ...back, sequence: server + 1 + data.length, acknowledgment: next + 1, flags: TCP_FLAG.rst | ack, window: 0 }),
    tcpFrame({ ...ends, sequence: next + 1, flags: TCP_FLAG.rst, window: 0 }),
  ];
}

const V4: Ends = { source: '192.0.2.10', destination: '198.51.100.20', sourcePort: 45376, destinationPort: 80 };
const V6: Ends = { source: '2001:db8::a', destination: '2001:db8:0:1::b', sourcePort: 50000, destinationPort: 6379 };
const ipFrame = (packet: Uint8Array) => ethernet({ etherType: ETHERTYPE.ipv4 }, packet);
const ADDRESSES = { source: '192.0.2.10', destination: '198.51.100.20' } as const;

const OTHERS: Uint8Array[] = [
  ipFrame(udpPacket({ ...ADDRESSES, sourcePort: 5000, destinationPort: 5001, payload: ascii('hello') })),
  ipFrame(ipv4({ ...ADDRESSES, protocol: IP_PROTOCOL.icmp }, icmp(8, 0, 0x00010002, ascii('0123456789')))),
  ethernet({ etherType: ETHERTYPE.arp }, arp(1, { mac: '02:00:00:00:00:01', ip: '192.0.2.10' }, { mac: '00:00:00:00:00:00', ip: '192.0.2.1' })),
];

/** The first packet lies one second before midnight UTC: the clock passes it. */
const FIRST_SECOND = 1_699_919_999;
const FRAMES = [...connection(V4), ...connection(V6), ...OTHERS];
const FILE = writePcap(
  FRAMES.map((bytes, i) => ({
    seconds: FIRST_SECOND + Math.floor((i * 5056) / 1000),
    nanoseconds: ((i * 5056) % 1000) * 1_000_000 + i * 1000,
    bytes,
  })),
  { linkType: 1 },
);

function print(options: readonly string[], file: Uint8Array = FILE): Uint8Array {
  const path = join(folder, 'capture.pcap');
  writeFileSync(path, file);
  return execFileSync('tcpdump', ['-r', path, ...options], {
    env: { ...process.env, TZ: 'UTC' },
    stdio: ['ignore', 'pipe', 'ignore'],
    maxBuffer: 2 ** 28,
  });
}

const TIMES = ['', '-t', '-tt', '-ttt', '-tttt', '-ttttt'];
const DETAILS = [[], ['-S'], ['-v'], ['-vv'], ['-e'], ['-q'], ['-v', '-e', '-S'], ['-#'], ['-x'], ['-X', '-v'], ['-xx'], ['-XX', '-e'], ['-A']];

describe.skipIf(!present)('what the installed tcpdump prints gives the packets again', () => {
  const capture = readCapture(FILE);
  if (!capture) throw new Error('the built capture is not recognised');

  for (const time of TIMES) {
    for (const details of DETAILS) {
      const options = ['-nn', ...(time === '' ? [] : [time]), ...details];
      it(options.join(' '), () => {
        const text = readCapture(print(options));
        if (!text) throw new Error('not recognised');
        expect(text.packets.length).toBe(FRAMES.length);
        expect(text.issues.filter((issue) => issue.code !== 'time-backwards')).toEqual([]);
        expect(text.packets.every((packet) => packet.hasTime === (time !== '-t'))).toBe(true);
        const compared = compareWithCapture(text, capture, 0, 6);
        expect(compared.tcp).toBe(28);
        expect(compared.ip).toBeGreaterThanOrEqual(30);
      });
    }
  }

  it('-x, -xx, -X and -XX give the real bytes', () => {
    for (const option of ['-x', '-X', '-xx', '-XX']) {
      const text = readCapture(print(['-nn', option]));
      const linkHeader = option.length === 3 ? 0 : 14;
      text?.packets.forEach((packet, i) => {
        const real = FRAMES[i] as Uint8Array;
        const isArp = real[12] === 8 && real[13] === 6;
        expect(packet.bytes.subarray(isArp ? 14 : 0), `${option} frame ${i + 1}`).toEqual(real.subarray(isArp ? 14 : linkHeader));
        expect(packet.originalLength).toBe(packet.bytes.length);
      });
    }
  });

  it('an empty segment gets the next sequence number and is marked; with -v the checksum tells a keep-alive', () => {
    const plain = readCapture(print(['-nn']));
    const verbose = readCapture(print(['-nn', '-v']));
    const probe = 8;
    const real = headersOf(FRAMES[probe] as Uint8Array, 1)?.tcp?.sequence ?? 0;
    expect(plain?.packets[probe]?.sequenceUnknown).toBe(true);
    expect(headersOf(plain?.packets[probe]?.bytes ?? new Uint8Array(0), 101)?.tcp?.sequence).toBe((real + 1) >>> 0);
    expect(verbose?.packets[probe]?.sequenceUnknown).toBe(false);
    expect(headersOf(verbose?.packets[probe]?.bytes ?? new Uint8Array(0), 101)?.tcp?.sequence).toBe(real);
  });

  const linkTypes: [string, number, string][] = [
    ['Linux cooked v1', 113, '0000 0304 0006 000000000000 0000 0800'],
    ['Linux cooked v2', 276, '0800 0000 00000001 0304 00 06 0000000000000000'],
    ['BSD loopback', 0, '02000000'],
    ['PPP', 9, 'ff03 0021'],
    ['raw IP', 101, ''],
    ['VLAN', 1, '020000000002 020000000001 8100 0005 0800'],
    ['QinQ', 1, '020000000002 020000000001 88a8 0006 8100 0005 0800'],
  ];
  for (const [name, linkType, header] of linkTypes) {
    for (const options of [[], ['-e'], ['-v'], ['-e', '-v'], ['-xx'], ['-e', '-XX']]) {
      it(`${name} ${options.join(' ')}`, () => {
        const packets = connection(V4).map((frame) => frame.subarray(14));
        const frames = packets.map((packet, i) => ({ seconds: 1_700_000_000 + i, nanoseconds: 0, bytes: concat(fromHex(header), packet) }));
        const text = readCapture(print(['-nn', ...options], writePcap(frames, { linkType })));
        const real = readCapture(
          writePcap(
            packets.map((bytes, i) => ({ seconds: 1_700_000_000 + i, nanoseconds: 0, bytes })),
            { linkType: 101 },
          ),
        );
        if (!text || !real) throw new Error('not recognised');
        expect(text.packets.length).toBe(packets.length);
        expect(text.issues).toEqual([]);
        // With -xx the bytes stand behind their link header: PPP and VLAN tags are taken as what they are, not looked into here.
        const compared = compareWithCapture(text, real, 0, 6);
        if (linkType !== 9 || !options.some((option) => /x/i.test(option))) expect(compared.tcp).toBe(packets.length);
      });
    }
  }

  it('service names become ports again', () => {
    const text = readCapture(print(['-n', '-N']));
    expect(text && headersOf(text.packets[0]?.bytes ?? new Uint8Array(0), 101)?.ports).toEqual([45376, 80]);
  });
});

const PUBLIC = fileURLToPath(new URL('../../../../shared/captures/public/', import.meta.url));
const publicPresent = present && existsSync(PUBLIC);
if (!publicPresent) console.log('skipped: no public captures beside this checkout (../shared/captures/public), or no tcpdump');

/** What the text of a capture cannot tell, or tells wrongly. */
const TEXT_CANNOT_TELL: Readonly<Record<string, string>> = {
  'arkime__tcp_handshake_synthetic.pcap': 'numbers so small and odd that relative and absolute ones cannot be told apart',
  'tracepcap__week1_baseline.pcap': 'a handshake whose ACKs do not count the SYN',
  'deepflow__handshake-error.pcap': 'padding behind the end of the options is not printed',
  'pfl__tcp_options-11_tcp_syn_max_header_60_bytes.pcap': 'padding behind the end of the options is not printed',
  'tcpdump__accecn_handshake.pcap': 'tcpdump before 4.99.5 does not print the AE flag',
  'zeek__tcp-rst-inject-rae.pcap': 'reserved flag bits are not printed',
  'tcpdump__timestamp_invalid_nano.pcap': 'nanoseconds of more than a second are printed as microseconds',
};

/** Enough packets of every kind without the few files that hold most of them. */
const LARGEST_BYTES = 60_000;

describe.skipIf(!publicPresent)('public captures, printed and read again', () => {
  const wanted = (name: string) => /\.pcap(ng)?$/.test(name) && !(name in TEXT_CANNOT_TELL) && statSync(PUBLIC + name).size <= LARGEST_BYTES;
  const files = publicPresent ? readdirSync(PUBLIC).filter(wanted) : [];
  for (const options of [[], ['-v'], ['-S', '-e'], ['-x']]) {
    it(['-nn', '-tttt', ...options].join(' '), () => {
      let tcp = 0;
      let read = 0;
      for (const name of files) {
        const file = readFileSync(PUBLIC + name);
        const capture = readCapture(file);
        const printed = tryPrint(['-nn', '-tttt', ...options], file);
        if (!capture || printed.length === 0) continue;
        const text = readCapture(printed);
        expect(text?.packets.length, name).toBe(capture.packets.length);
        expect(
          text?.issues.filter((issue) => issue.code === 'unreadable-line'),
          name,
        ).toEqual([]);
        if (text) tcp += compareWithCapture(text, capture, 0, 6, name).tcp;
        read++;
      }
      expect(read).toBeGreaterThan(100);
      expect(tcp).toBeGreaterThan(1000);
    });
  }
});

/** What tcpdump prints; nothing when it refuses the file. */
function tryPrint(options: readonly string[], file: Uint8Array): Uint8Array {
  try {
    return print(options, file);
  } catch {
    return new Uint8Array(0);
  }
}
