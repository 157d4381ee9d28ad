import { describe, expect, it } from 'vitest';
import { type PacketToWrite, pcapFileHeader, writePcap } from '../../../src/engine/formats/write-pcap';
import { concat, fromHex } from '../../captures/build-packet';
import { CONVERSATION, pcapFile, timed } from '../../captures/sample-files';
import { type CaptureContent, readCapture } from './read-capture';

function read(file: Uint8Array): CaptureContent {
  const content = readCapture(file);
  if (!content) throw new Error('not recognised');
  return content;
}

const uint32 = (value: number) => Uint8Array.of(value & 0xff, (value >>> 8) & 0xff, (value >>> 16) & 0xff, value >>> 24);
const fileHeader = (magic: number, major: number, minor: number, snapLength: number, network: number) =>
  concat(uint32(magic), uint32(major | (minor << 16)), uint32(0), uint32(0), uint32(snapLength), uint32(network));
const record = (seconds: number, fraction: number, first: number, second: number, ...rest: Uint8Array[]) =>
  concat(uint32(seconds), uint32(fraction), uint32(first), uint32(second), ...rest);
const [PACKET = new Uint8Array(0), OTHER = new Uint8Array(0)] = CONVERSATION;
const codes = (content: CaptureContent) => content.issues.map((issue) => issue.code);

describe('pcap', () => {
  for (const littleEndian of [true, false]) {
    for (const nanoseconds of [true, false]) {
      it(`${littleEndian ? 'little' : 'big'}-endian, ${nanoseconds ? 'nano' : 'micro'}seconds`, () => {
        const content = read(pcapFile(littleEndian, nanoseconds));
        expect(content.interfaces).toEqual([
          { name: null, description: null, linkType: 101, snapLength: 262144, timestampResolution: nanoseconds ? 1e9 : 1e6 },
        ]);
        expect(content.issues).toEqual([]);
        const expected = timed().map(({ seconds, nanoseconds: ns, bytes }) => ({ seconds, ns: nanoseconds ? ns : ns - (ns % 1000), bytes }));
        expect(content.packets.map(({ seconds, nanoseconds: ns, bytes }) => ({ seconds, ns, bytes }))).toEqual(expected);
      });
    }
  }

  it('offsets point at the bytes in the file', () => {
    const file = pcapFile(true, false);
    for (const packet of read(file).packets) expect(file.slice(packet.offset, packet.offset + packet.capturedLength)).toEqual(packet.bytes);
  });

  const variants: { name: string; file: Uint8Array; packets: Uint8Array[]; linkType?: number; nanoseconds?: number; issues?: string[] }[] = [
    {
      name: 'version 2.2 has the original length first',
      file: concat(fileHeader(0xa1b2c3d4, 2, 2, 96, 1), record(1, 2, 500, PACKET.length, PACKET)),
      packets: [PACKET],
      linkType: 1,
    },
    {
      name: 'version 2.3 has the lengths in either order',
      file: concat(fileHeader(0xa1b2c3d4, 2, 3, 96, 1), record(1, 2, PACKET.length, 500, PACKET), record(1, 3, 500, OTHER.length, OTHER)),
      packets: [PACKET, OTHER],
    },
    {
      name: 'AIX: interface types and nanoseconds',
      file: concat(fileHeader(0xa1b2c3d4, 2, 2, 96, 6), record(1, 999_999_999, PACKET.length, PACKET.length, PACKET)),
      packets: [PACKET],
      linkType: 1,
      nanoseconds: 999_999_999,
    },
    {
      name: 'AIX: three bytes in front of FDDI frames',
      file: concat(fileHeader(0xa1b2c3d4, 2, 2, 96, 15), record(1, 2, PACKET.length + 3, PACKET.length + 3, new Uint8Array(3), PACKET)),
      packets: [PACKET],
      linkType: 10,
    },
    {
      name: 'Kuznetzov: modified magic number, 24-byte record headers',
      file: concat(
        fileHeader(0xa1b2cd34, 2, 4, 96, 1),
        ...[PACKET, OTHER].map((bytes) => record(1, 2, bytes.length, bytes.length, fromHex('02000000 0008 00 00'), bytes)),
      ),
      packets: [PACKET, OTHER],
    },
    {
      name: 'SuSE 6.3: modified magic number, 28-byte record headers',
      file: concat(
        fileHeader(0xa1b2cd34, 2, 4, 96, 1),
        ...[PACKET, OTHER].map((bytes) => record(1_700_000_000, 2, bytes.length, bytes.length, fromHex('02000000 0008 00 00 01010000'), bytes)),
      ),
      packets: [PACKET, OTHER],
    },
    {
      name: 'Red Hat 6.1: standard magic number, 24-byte record headers',
      file: concat(
        fileHeader(0xa1b2c3d4, 2, 4, 96, 1),
        ...[PACKET, OTHER].map((bytes) => record(1, 2, bytes.length, bytes.length, fromHex('02000000 0008 00 00'), bytes)),
      ),
      packets: [PACKET, OTHER],
    },
    {
      name: 'Nokia: 20-byte record headers',
      file: concat(
        fileHeader(0xa1b2c3d4, 2, 4, 96, 1),
        ...[PACKET, OTHER].map((bytes) => record(1_700_000_000, 2, bytes.length, bytes.length, uint32(0x9fbfb601), bytes)),
      ),
      packets: [PACKET, OTHER],
    },
    {
      name: 'IXIA: four bytes behind the file header, nanoseconds',
      file: concat(fileHeader(0x1c0001ac, 2, 4, 96, 1), uint32(76), record(1, 5, PACKET.length, PACKET.length, PACKET)),
      packets: [PACKET],
      nanoseconds: 5,
    },
    {
      name: 'length of the frame check sequence above the link type',
      file: concat(fileHeader(0xa1b2c3d4, 2, 4, 96, 0x24000001), record(1, 2, PACKET.length, PACKET.length, PACKET)),
      packets: [PACKET],
      linkType: 1,
    },
    {
      name: 'a first packet of zeros (loopback) is no patched header',
      file: concat(fileHeader(0xa1b2c3d4, 2, 4, 96, 1), record(1, 2, 60, 60, new Uint8Array(60)), record(1, 3, PACKET.length, PACKET.length, PACKET)),
      packets: [new Uint8Array(60), PACKET],
    },
    {
      name: 'DLT_RAW of OpenBSD',
      file: concat(fileHeader(0xa1b2c3d4, 2, 4, 96, 14), record(1, 2, PACKET.length, PACKET.length, PACKET)),
      packets: [PACKET],
      linkType: 101,
    },
    { name: 'no packets', file: fileHeader(0xa1b2c3d4, 2, 4, 96, 1), packets: [], issues: ['empty'] },
    { name: 'version 1', file: concat(fileHeader(0xa1b2c3d4, 1, 4, 96, 1), record(1, 2, 0, 0)), packets: [], issues: ['unknown-version'] },
    {
      name: 'reserved bits of the link type',
      file: concat(fileHeader(0xa1b2c3d4, 2, 4, 96, 0x00200001), record(1, 2, PACKET.length, PACKET.length, PACKET)),
      packets: [PACKET],
      issues: ['unknown-version'],
    },
    {
      name: 'impossible captured length: what was before stays',
      file: concat(writePcap(timed().slice(0, 1), { linkType: 1 }), record(1, 2, 0xffffffff, 60, PACKET)),
      packets: [PACKET],
      issues: ['impossible-length'],
    },
    {
      name: 'cut in a packet',
      file: writePcap(timed().slice(0, 2), { linkType: 1 }).slice(0, -1),
      packets: [PACKET],
      issues: ['truncated-file'],
    },
    { name: 'cut in the file header', file: pcapFileHeader({ linkType: 1 }).slice(0, 23), packets: [], issues: ['truncated-header'] },
    {
      name: 'captured length above the original one and the snapshot length',
      file: concat(fileHeader(0xa1b2c3d4, 2, 4, 20, 1), record(1, 2, PACKET.length, 30, PACKET)),
      packets: [PACKET],
      issues: ['captured-longer-than-original', 'beyond-snap-length'],
    },
  ];
  for (const { name, file, packets, linkType, nanoseconds, issues } of variants) {
    it(name, () => {
      const content = read(file);
      expect(content.packets.map((packet) => packet.bytes)).toEqual(packets);
      if (linkType !== undefined) expect(content.interfaces[0]?.linkType).toBe(linkType);
      if (nanoseconds !== undefined) expect(content.packets[0]?.nanoseconds).toBe(nanoseconds);
      expect(codes(content)).toEqual(issues ?? []);
    });
  }

  it('a second of too many microseconds is carried over and told', () => {
    const content = read(concat(fileHeader(0xa1b2c3d4, 2, 4, 0, 1), record(10, 2_500_000, 0, 0)));
    expect(content.packets[0]).toMatchObject({ seconds: 12, nanoseconds: 500_000_000 });
    expect(content.issues[0]).toMatchObject({ code: 'time-invalid', frame: 1, offset: 24 });
  });

  it('time going backwards is told once, with a count at the end', () => {
    const packets: PacketToWrite[] = [5, 4, 6, 3, 2].map((seconds) => ({ seconds, nanoseconds: 0, bytes: PACKET }));
    const content = read(writePcap(packets, { linkType: 1 }));
    expect(content.issues).toEqual([
      { code: 'time-backwards', frame: 2, offset: 24 + 16 + PACKET.length, detail: '1.000000000 s before the frame in front of it' },
      { code: 'time-backwards', frame: 5, offset: 24 + 4 * (16 + PACKET.length), detail: '2 more like it, the last one here' },
    ]);
  });
});
