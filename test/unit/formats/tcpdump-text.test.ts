import { describe, expect, it } from 'vitest';
import { clockMeaning, readTime } from '../../../src/engine/formats/text/time-stamp';
import { ascii } from '../../captures/build-packet';
import { type HeaderView, headersOf } from './header-view';
import { type CaptureContent, readCapture } from './read-capture';

function read(...lines: string[]): CaptureContent {
  const content = readCapture(ascii(`${lines.join('\n')}\n`));
  if (!content) throw new Error('not recognised');
  return content;
}
const segment = (content: CaptureContent, frame: number): HeaderView['tcp'] => {
  const packet = content.packets[frame - 1];
  return packet ? (headersOf(packet.bytes, 101)?.tcp ?? null) : null;
};
const absent = (content: CaptureContent, frame: number) => content.reader.derived?.origin(frame)?.absent ?? [];

/** The checksum over a pseudo header and the whole segment, 0 when it is right. */
function tcpSum(packet: Uint8Array): number {
  const view = new DataView(packet.buffer, packet.byteOffset, packet.length);
  let sum = 6 + packet.length - 20;
  for (let at = 12; at < packet.length; at += 2) sum += view.getUint16(at);
  return sum % 0xffff;
}

describe('text of tcpdump', () => {
  it('bytes made from text have right lengths and checksums, and name what they lack', () => {
    const content = read('10:00:00.000001 IP 10.0.0.1.1000 > 10.0.0.2.80: Flags [S], seq 5, win 100, options [mss 1460,nop,wscale 7], length 0');
    const [packet] = content.packets;
    expect(packet?.capturedLength).toBe(48);
    expect(tcpSum(packet?.bytes ?? new Uint8Array(0))).toBe(0);
    expect(absent(content, 1)).toEqual(['ip.dsfield', 'ip.id', 'ip.flags', 'ip.ttl', 'ip.checksum', 'tcp.checksum']);
    expect(content.reader.derived?.origin(1)).toMatchObject({ offset: 0, length: 116 });
    expect(content.reader.derived?.origin(2)).toBe(null);
  });

  it('a payload counts but is not captured', () => {
    const content = read('10:00:00.000001 IP 10.0.0.1.1000 > 10.0.0.2.80: Flags [P.], seq 5:105, ack 7, win 100, length 100: HTTP: GET / HTTP/1.1');
    expect(content.packets[0]).toMatchObject({ capturedLength: 40, originalLength: 140 });
    expect(absent(content, 1)).toContain('tcp.payload');
  });

  it('names become stand-in addresses, told once, and ports', () => {
    const content = read(
      '10:00:00.000001 IP web.example.org.https > db.example.org.unheard-of: Flags [S], seq 5, win 100, length 0',
      '10:00:00.000002 IP db.example.org.unheard-of > web.example.org.https: Flags [S.], seq 9, ack 6, win 100, length 0',
      '10:00:00.000003 IP localhost.redis > 192.0.2.77.1000: Flags [S], seq 5, win 100, length 0',
      '10:00:00.000004 IP6 host6.http > 2001:db8::9.1000: Flags [S], seq 5, win 100, length 0',
    );
    const [first, second, third, fourth] = content.packets.map((packet) => headersOf(packet.bytes, 101));
    expect([first?.source, first?.destination]).toEqual(['192.0.2.1', '192.0.2.2']);
    expect([second?.source, second?.destination]).toEqual(['192.0.2.2', '192.0.2.1']);
    expect(first?.ports).toEqual([443, 65535]);
    expect(second?.ports).toEqual([65535, 443]);
    expect([third?.source, third?.ports?.[0]]).toEqual(['127.0.0.1', 6379]);
    expect(fourth?.source).toBe('20010db8000000000000000000000001');
    expect(content.names).toEqual([
      { address: '192.0.2.1', name: 'web.example.org' },
      { address: '192.0.2.2', name: 'db.example.org' },
      { address: '127.0.0.1', name: 'localhost' },
      { address: '2001:db8::1', name: 'host6' },
    ]);
    expect(absent(content, 1)).toEqual(expect.arrayContaining(['ip.src', 'ip.dst', 'tcp.dstport']));
    expect(absent(content, 1)).not.toContain('tcp.srcport');
  });

  it('a text that begins in the middle, with relative numbers', () => {
    const content = read(
      '10:00:00.000001 IP 10.0.0.1.1000 > 10.0.0.2.80: Flags [P.], seq 500:600, ack 300, win 100, length 100',
      '10:00:00.000002 IP 10.0.0.2.80 > 10.0.0.1.1000: Flags [.], ack 600, win 100, length 0',
      '10:00:00.000003 IP 10.0.0.1.1000 > 10.0.0.2.80: Flags [P.], seq 600:650, ack 300, win 100, length 50',
    );
    expect([1, 2, 3].map((frame) => segment(content, frame)?.sequence)).toEqual([500, 300, 600]);
    expect([1, 2, 3].map((frame) => segment(content, frame)?.acknowledgment)).toEqual([300, 600, 300]);
    expect(content.packets.map((packet) => packet.sequenceUnknown)).toEqual([false, true, false]);
  });

  it('text of -q, which tells lengths alone, shows no closed window and nothing sent again', () => {
    const content = read(
      '10:00:00.000001 IP 10.0.0.1.1000 > 10.0.0.2.80: tcp 24',
      '10:00:00.000002 IP 10.0.0.2.80 > 10.0.0.1.1000: tcp 0',
      '10:00:00.000003 IP 10.0.0.1.1000 > 10.0.0.2.80: tcp 7',
      '10:00:00.000004 IP 10.0.0.2.80 > 10.0.0.1.1000: tcp 100',
      '10:00:00.000005 IP 10.0.0.1.1000 > 10.0.0.2.80: tcp 0',
    );
    const segments = [1, 2, 3, 4, 5].map((frame) => segment(content, frame));
    expect(segments.map((tcp) => [tcp?.sequence, tcp?.acknowledgment])).toEqual([
      [0, 0],
      [0, 24],
      [24, 0],
      [0, 31],
      [31, 100],
    ]);
    expect(segments.map((tcp) => tcp?.window)).toEqual(Array(5).fill(65535));
    expect(content.packets.every((packet) => packet.sequenceUnknown)).toBe(true);
    expect(absent(content, 1)).toEqual(expect.arrayContaining(['tcp.seq_raw', 'tcp.ack_raw', 'tcp.window_size_value']));
  });

  it('ports used again by a new connection', () => {
    const content = read(
      '10:00:00.000001 IP 10.0.0.1.1000 > 10.0.0.2.80: Flags [S], seq 4000000000, win 100, length 0',
      '10:00:00.000002 IP 10.0.0.2.80 > 10.0.0.1.1000: Flags [S.], seq 900, ack 4000000001, win 100, length 0',
      '10:00:01.000001 IP 10.0.0.1.1000 > 10.0.0.2.80: Flags [S], seq 77, win 100, length 0',
      '10:00:01.000002 IP 10.0.0.2.80 > 10.0.0.1.1000: Flags [S.], seq 3000000000, ack 78, win 100, length 0',
      '10:00:01.000003 IP 10.0.0.1.1000 > 10.0.0.2.80: Flags [P.], seq 1:11, ack 1, win 100, length 10',
    );
    expect(segment(content, 5)).toMatchObject({ sequence: 78, acknowledgment: 3000000001 });
  });

  it('a SYN sent again is no new connection', () => {
    const content = read(
      '10:00:00.000001 IP 10.0.0.1.1000 > 10.0.0.2.80: Flags [S], seq 4000000000, win 100, length 0',
      '10:00:00.000002 IP 10.0.0.2.80 > 10.0.0.1.1000: Flags [S.], seq 900000000, ack 4000000001, win 100, length 0',
      '10:00:01.000001 IP 10.0.0.1.1000 > 10.0.0.2.80: Flags [S], seq 4000000000, win 100, length 0',
      '10:00:01.000003 IP 10.0.0.1.1000 > 10.0.0.2.80: Flags [.], ack 1, win 100, length 0',
    );
    expect(segment(content, 4)).toMatchObject({ sequence: 4000000001, acknowledgment: 900000001 });
  });

  it('the clock passes midnight, and packets out of order do not', () => {
    const line = (time: string) => `${time} IP 10.0.0.1.1000 > 10.0.0.2.80: Flags [.], ack 1, win 1, length 0`;
    const content = read(line('23:59:59.900000'), line('00:00:00.100000'), line('23:59:59.999999'), line('00:00:05.000000'));
    expect(content.packets.map((packet) => packet.seconds)).toEqual([86399, 86400, 86399, 86405]);
  });

  it('lines that are none are told with their place; remarks of tcpdump are not', () => {
    const good = '10:00:00.000001 IP 10.0.0.1.1000 > 10.0.0.2.80: Flags [.], ack 1, win 1, length 0';
    const content = read(
      'tcpdump: listening on eth0, link-type EN10MB (Ethernet)',
      'what is this?',
      good,
      '',
      'and that?',
      '^C',
      '1 packet captured',
      '3 packets received by filter',
      '2 packets dropped by kernel',
    );
    expect(content.packets.length).toBe(1);
    expect(content.issues).toMatchObject([
      { code: 'unreadable-line', frame: null, offset: 56, detail: 'line 2: what is this?' },
      { code: 'unreadable-line', frame: 1, detail: 'line 5: and that?' },
    ]);
    expect(content.statistics).toEqual([{ interfaceId: 0, received: 3, dropped: 2 }]);
  });

  it('packets of other protocols are kept without bytes', () => {
    const content = read('10:00:00.000001 STP 802.1d, Config, Flags [none], bridge-id 8001.00, length 43');
    expect(content.packets[0]).toMatchObject({ capturedLength: 0, originalLength: 43 });
    expect(absent(content, 1)).toEqual(['frame']);
  });

  it('hex rows that do not fit are told', () => {
    const good = '10:00:00.000001 IP 10.0.0.1.1000 > 10.0.0.2.80: Flags [.], ack 1, win 1, length 0';
    const content = read(good, '\t0x0000:  4500 0028', '\t0x0010:  0000 0000');
    expect(content.packets[0]?.capturedLength).toBe(4);
    expect(content.issues.map((issue) => issue.code)).toEqual(['unreadable-line']);
  });

  it('interface names of -i any', () => {
    const body = 'IP 10.0.0.1.1000 > 10.0.0.2.80: Flags [.], ack 1, win 1, length 0';
    const content = read(`10:00:00.000001 eth0  In  ${body}`, `10:00:00.000002 lo    Out ${body}`, `10:00:00.000003 eth0  Out ${body}`);
    expect(content.interfaces.map((info) => info.name)).toEqual(['eth0', 'lo']);
    expect(content.packets.map((packet) => packet.interfaceId)).toEqual([0, 1, 0]);
  });
});

describe('what hh:mm:ss means', () => {
  const rows: [string, string[], string][] = [
    ['times of the day', ['10:00:00.000001', '10:00:00.000002'], 'time-of-day'],
    ['since the first', [' 00:00:00.000000', ' 00:00:01.000000', ' 00:00:01.500000'], 'since-first'],
    ['since the one before', [' 00:00:00.000000', ' 00:00:01.000000', ' 00:00:00.500000'], 'since-previous'],
    ['a steady beat', [' 00:00:00.000000', ' 00:00:05.000000', ' 00:00:05.000000', ' 00:00:05.000000'], 'since-previous'],
    ['without the blank in front', ['00:00:00.000000', '00:00:01.000000', '00:00:00.500000'], 'since-previous'],
    ['an excerpt of differences', [' 00:00:07.000000', ' 00:00:01.000000'], 'since-previous'],
    ['a negative difference', [' 00:00:00.000000', '-00:00:00.000100'], 'since-previous'],
  ];
  for (const [name, texts, expected] of rows) {
    it(name, () => {
      const times = texts.map((text) => readTime(`${text} IP`));
      expect(clockMeaning(times.filter((time) => time !== null))).toBe(expected);
      expect(times.every((time) => time !== null)).toBe(true);
    });
  }
});
