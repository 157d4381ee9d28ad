import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { PacketRecord } from '../../../src/engine/formats/format';
import { setTime, timeScale } from '../../../src/engine/formats/pcapng/time-stamp';
import { PcapngWriter } from '../../../src/engine/formats/write-pcapng';
import { concat } from '../../captures/build-packet';
import { CONVERSATION, pcapngFile, timed } from '../../captures/sample-files';
import { type CaptureContent, readCapture } from './read-capture';

function read(file: Uint8Array): CaptureContent {
  const content = readCapture(file);
  if (!content) throw new Error('not recognised');
  return content;
}
const codes = (content: CaptureContent) => content.issues.map((issue) => issue.code);
const [SYN = new Uint8Array(0), SYN_ACK = new Uint8Array(0), ACK = new Uint8Array(0)] = CONVERSATION;
const INFO = { name: null, description: null, linkType: 101, snapLength: 0, timestampResolution: 1e6 } as const;

/** A section, an interface and the first three packets, as blocks. */
function blocks(littleEndian = true): { writer: PcapngWriter; head: Uint8Array; packets: Uint8Array[] } {
  const writer = new PcapngWriter(littleEndian);
  const head = concat(writer.section(), writer.interface(INFO));
  return { writer, head, packets: timed().map((packet) => writer.packet({ interfaceId: 0, ...packet })) };
}
const at = (list: readonly Uint8Array[], index: number) => list[index] ?? new Uint8Array(0);
function changed(bytes: Uint8Array, offset: number, value: number): Uint8Array {
  const copy = bytes.slice();
  new DataView(copy.buffer).setUint32(offset, value, true);
  return copy;
}

describe('pcapng', () => {
  it('sections, interfaces, packets, names, statistics and comments of one file', () => {
    const content = read(pcapngFile());
    expect(content.interfaces.map(({ name, timestampResolution }) => [name, timestampResolution])).toEqual([
      ['eth0', 1e9],
      ['eth1', 2 ** 20],
      [null, 1e6],
    ]);
    expect(content.packets.map(({ interfaceId, hasTime, capturedLength }) => [interfaceId, hasTime, capturedLength])).toEqual([
      [0, true, SYN.length],
      [1, true, SYN_ACK.length],
      [2, false, 5],
      [2, true, ACK.length],
    ]);
    expect(content.comments).toEqual([
      { frame: null, text: 'the whole section' },
      { frame: null, text: 'the interface' },
      { frame: 1, text: 'first' },
      { frame: 1, text: 'second' },
    ]);
    expect(content.names).toEqual([{ address: '192.0.2.1', name: 'client.' }]);
    expect(content.statistics).toEqual([
      { interfaceId: 0, received: 100, dropped: 7 },
      { interfaceId: 1, received: null, dropped: 3 },
    ]);
    expect(codes(content)).toEqual(['unknown-block']);
  });

  it('both byte orders give the same packets', () => {
    const [little, big] = [true, false].map((order) => {
      const { head, packets } = blocks(order);
      return read(concat(head, ...packets)).packets;
    });
    expect(little?.length).toBe(CONVERSATION.length);
    expect(big).toEqual(little);
  });

  it('an obsolete packet block, with its drop count', () => {
    const { writer, head } = blocks();
    const fixed = new Uint8Array(20 + SYN.length);
    const view = new DataView(fixed.buffer);
    view.setUint16(2, 9, true);
    view.setUint32(8, 1_500_000, true);
    view.setUint32(12, SYN.length, true);
    view.setUint32(16, 1500, true);
    fixed.set(SYN, 20);
    const content = read(concat(head, writer.block(2, fixed, [])));
    expect(content.packets[0]).toMatchObject({ seconds: 1, nanoseconds: 500_000_000, bytes: SYN, originalLength: 1500 });
    expect(content.statistics).toEqual([{ interfaceId: 0, received: null, dropped: 9 }]);
  });

  it('a simple packet is cut at the snapshot length', () => {
    const writer = new PcapngWriter();
    const body = concat(Uint8Array.of(100, 0, 0, 0), SYN.subarray(0, 40));
    const content = read(concat(writer.section(), writer.interface({ ...INFO, snapLength: 38 }), writer.block(3, body, [])));
    expect(content.packets[0]).toMatchObject({ capturedLength: 38, originalLength: 100, hasTime: false });
    expect(content.issues).toEqual([]);
  });

  describe('damage', () => {
    const { writer, head, packets } = blocks();
    const [one, two, three] = [at(packets, 0), at(packets, 1), at(packets, 2)];
    const rows: { name: string; file: Uint8Array; packets: Uint8Array[]; issues: string[] }[] = [
      {
        name: 'bytes lost in the middle: found again at the next block',
        file: concat(head, one, two.slice(0, 41), three),
        packets: [SYN, ACK],
        issues: ['bad-block', 'resynchronised'],
      },
      {
        name: 'foreign bytes between blocks',
        file: concat(head, one, new Uint8Array(13).fill(0xee), two, three),
        packets: [SYN, SYN_ACK, ACK],
        issues: ['impossible-length', 'resynchronised'],
      },
      {
        name: 'the trailing length alone is wrong: the block is read',
        file: concat(head, changed(one, one.length - 4, 77), two),
        packets: [SYN, SYN_ACK],
        issues: ['bad-block'],
      },
      {
        name: 'a total length that passes the end of the file',
        file: concat(head, changed(one, 4, 0x100000), two, three),
        packets: [SYN_ACK, ACK],
        issues: ['truncated-file', 'resynchronised'],
      },
      {
        name: 'a captured length that passes its block: the block is left out',
        file: concat(head, changed(one, 20, 65536), two),
        packets: [SYN_ACK],
        issues: ['impossible-length'],
      },
      {
        name: 'an interface that was never described',
        file: concat(head, changed(one, 8, 5), two),
        packets: [SYN_ACK],
        issues: ['unknown-interface'],
      },
      {
        name: 'an option that passes its block',
        file: concat(
          head,
          changed(writer.packet({ interfaceId: 0, seconds: 1, nanoseconds: 0, bytes: SYN, comments: ['abc'] }), 28 + SYN.length, 0xffff0001),
        ),
        packets: [SYN],
        issues: ['bad-option'],
      },
      { name: 'cut in a block', file: concat(head, one, two.slice(0, -1)), packets: [SYN], issues: ['truncated-file'] },
      {
        name: 'a section of version 2.0 is skipped',
        file: concat(changed(head, 12, 2), one, head, two),
        packets: [SYN_ACK],
        issues: ['unknown-version'],
      },
      {
        name: 'a section header without byte order',
        file: concat(changed(head, 8, 0), head, one),
        packets: [SYN],
        issues: ['bad-magic', 'resynchronised'],
      },
    ];
    for (const row of rows) {
      it(row.name, () => {
        const content = read(row.file);
        expect(content.packets.map((packet) => packet.bytes)).toEqual(row.packets);
        expect(codes(content)).toEqual(row.issues);
      });
    }

    it('an issue says where', () => {
      const content = read(concat(head, one, two.slice(0, 41), three));
      const damaged = head.length + one.length;
      expect(content.issues).toMatchObject([
        { code: 'bad-block', offset: damaged, frame: 1 },
        { code: 'resynchronised', offset: damaged + 41, frame: 1, detail: '41 bytes skipped' },
      ]);
    });
  });

  it('many issues are counted, not listed', () => {
    const { head, packets } = blocks();
    const lost = changed(at(packets, 0), 8, 5);
    const content = read(concat(head, ...new Array<Uint8Array>(5000).fill(lost)));
    expect(content.issues.length).toBe(101);
    expect(content.issues.at(-1)?.detail).toBe('4900 more like it, the last one here');
  });
});

describe('time stamps of pcapng', () => {
  const time = (resolution: number, offset: number, ticks: bigint) => {
    const scale = timeScale(resolution, offset);
    const record = { seconds: 0, nanoseconds: 0 } as PacketRecord;
    if (!scale) return null;
    setTime(record, scale, Number(ticks >> 32n), Number(ticks & 0xffffffffn));
    return [record.seconds, record.nanoseconds];
  };

  const rows: [string, number, number, bigint, [number, number] | null][] = [
    ['microseconds', 6, 0, 1_340_954_905_298_858n, [1_340_954_905, 298_858_000]],
    ['nanoseconds', 9, 0, 1_700_000_000_123_456_789n, [1_700_000_000, 123_456_789]],
    ['picoseconds are cut', 12, 0, 1_700_000_123_456_789_999n, [1_700_000, 123_456_789]],
    ['whole seconds', 0, 0, 1_700_000_000n, [1_700_000_000, 0]],
    ['2^-20', 0x80 | 20, 0, (1_700_000_000n << 20n) | 0x80000n, [1_700_000_000, 500_000_000]],
    ['2^-32', 0x80 | 32, 0, (5n << 32n) | 0xffffffffn, [5, 999_999_999]],
    ['2^-63', 0x80 | 63, 0, 1n << 62n, [0, 500_000_000]],
    ['an offset', 6, -100, 1_000_000n, [-99, 0]],
    ['the largest of all', 6, 0, 0xffffffffffffffffn, [18_446_744_073_709, 551_615_000]],
    ['10^-20 is impossible', 20, 0, 0n, null],
    ['2^-64 is impossible', 0x80 | 64, 0, 0n, null],
  ];
  for (const [name, resolution, offset, ticks, expected] of rows) {
    it(name, () => expect(time(resolution, offset, ticks)).toEqual(expected));
  }

  it('every resolution is exact', () => {
    const resolution = fc.oneof(fc.integer({ min: 0, max: 19 }), fc.integer({ min: 0x80, max: 0x80 | 63 }));
    fc.assert(
      fc.property(resolution, fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }), (byte, ticks) => {
        const unit = (byte & 0x80 ? 2n : 10n) ** BigInt(byte & 0x7f);
        expect(time(byte, 0, ticks)).toEqual([Number(ticks / unit), Number(((ticks % unit) * 1_000_000_000n) / unit)]);
      }),
      { numRuns: 3000, seed: 7 },
    );
  });
});
