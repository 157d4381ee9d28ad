import { describe, expect, it } from 'vitest';
import { writePcap } from '../../../../src/engine/formats/write-pcap';
import { PcapngWriter } from '../../../../src/engine/formats/write-pcapng';
import { CaptureStream, MalformedStream } from '../../../../src/platform/live/capture-stream';
import { readCapture } from '../../formats/read-capture';

const PACKETS = Array.from({ length: 40 }, (_, index) => ({
  seconds: 1_700_000_000 + index,
  nanoseconds: 999_999_000 - index * 1000,
  bytes: Uint8Array.from({ length: 14 + index * 7 }, (__, at) => (at * 31 + index) & 255),
  originalLength: 2000 + index,
}));

function pcapng(littleEndian: boolean): Uint8Array {
  const writer = new PcapngWriter(littleEndian);
  const parts = [
    writer.section(['about']),
    writer.interface({ name: 'eth7', description: null, linkType: 1, snapLength: 0, timestampResolution: 1e9 }),
    ...PACKETS.map((packet) => writer.packet({ ...packet, interfaceId: 0 })),
    writer.statistics({ interfaceId: 0, received: 47, dropped: 7 }, 1_700_000_100, 0),
  ];
  return Buffer.concat(parts);
}

const STREAMS = [
  { name: 'pcap in microseconds', bytes: writePcap(PACKETS, { linkType: 1 }) },
  { name: 'pcap in nanoseconds', bytes: writePcap(PACKETS, { linkType: 1, nanoseconds: true }) },
  { name: 'pcap of the other byte order', bytes: writePcap(PACKETS, { linkType: 1, littleEndian: false }) },
  { name: 'pcapng', bytes: pcapng(true) },
  { name: 'pcapng of the other byte order', bytes: pcapng(false) },
];

const stream = () => new CaptureStream({ interface: 'eth7', comments: ['about'] });

function through(source: CaptureStream, bytes: Uint8Array, piece: number): Uint8Array {
  const parts: Uint8Array[] = [];
  for (let at = 0; at < bytes.length; at += piece) parts.push(source.push(bytes.slice(at, at + piece), Number.POSITIVE_INFINITY));
  return Buffer.concat(parts);
}

describe('a captured stream', () => {
  it.each(STREAMS.flatMap((one) => [1, 7, 1000, 1 << 20].map((piece) => ({ ...one, piece }))))(
    '$name in pieces of $piece bytes',
    ({ bytes, piece }) => {
      const source = stream();
      const content = readCapture(through(source, bytes, piece));
      const direct = readCapture(bytes);
      expect(content?.issues).toEqual([]);
      expect(content?.format).toBe('pcapng');
      expect(content?.interfaces[0]).toMatchObject({ name: 'eth7', linkType: 1 });
      expect(content?.comments).toEqual([{ frame: null, text: 'about' }]);
      const facts = (from: typeof content) =>
        from?.packets.map((packet) => [packet.seconds, packet.nanoseconds, packet.originalLength, ...packet.bytes]);
      expect(facts(content)).toEqual(facts(direct));
      expect(source.packets).toBe(PACKETS.length);
      expect(source.incompleteBytes).toBe(0);
    },
  );

  it('tells drop counts of the stream, or takes them from elsewhere', () => {
    const told = stream();
    told.push(pcapng(true), Number.POSITIVE_INFINITY);
    expect([told.received, told.dropped]).toEqual([47, 7]);
    expect(told.statistics(1, 2, 0)).toBeNull();
    const silent = stream();
    const blocks = silent.push(writePcap(PACKETS, { linkType: 1 }), Number.POSITIVE_INFINITY);
    const last = silent.statistics(40, 3, 1_700_000_100);
    expect(readCapture(Buffer.concat([blocks, last ?? Buffer.alloc(0)]))?.statistics).toEqual([{ interfaceId: 0, received: 40, dropped: 3 }]);
  });

  it.each(STREAMS)('gives no more packets than asked for: $name', ({ bytes }) => {
    const source = stream();
    expect(readCapture(source.push(bytes, 5))?.packets).toHaveLength(5);
  });

  it.each(STREAMS)('hears the counts behind the last packet it was asked for: $name', ({ name, bytes }) => {
    const source = stream();
    const parts = [source.push(bytes.slice(0, 1000), 5)];
    for (let at = 1000; at < bytes.length; at += 37) parts.push(source.counts(bytes.slice(at, at + 37)));
    parts.push(source.counts(Buffer.alloc(64, 0xfe)));
    const content = readCapture(Buffer.concat(parts));
    expect(content?.packets).toHaveLength(5);
    expect(content?.issues).toEqual([]);
    const told = name.startsWith('pcapng');
    expect([source.received, source.dropped]).toEqual(told ? [47, 7] : [null, null]);
    expect(content?.statistics).toEqual(told ? [{ interfaceId: 0, received: 47, dropped: 7 }] : []);
  });

  it.each(STREAMS)('begins another file: $name', ({ bytes }) => {
    const source = stream();
    const half = Math.floor(bytes.length / 2);
    source.push(bytes.slice(0, half), Number.POSITIVE_INFINITY);
    const rest = source.push(bytes.slice(half), Number.POSITIVE_INFINITY);
    const content = readCapture(Buffer.concat([source.headers(), rest]));
    expect(content?.issues).toEqual([]);
    expect(content?.packets.at(-1)?.seconds).toBe(1_700_000_039);
  });

  it.each(STREAMS)('stops at damage, with what came before: $name', ({ bytes }) => {
    const damaged = Buffer.concat([bytes.slice(0, bytes.length), Buffer.alloc(64, 0xfe)]);
    const source = stream();
    expect(() => source.push(damaged, Number.POSITIVE_INFINITY)).toThrow(MalformedStream);
    expect(readCapture(source.salvaged)?.packets).toHaveLength(PACKETS.length);
  });

  it('is no capture at all', () => {
    expect(() => stream().push(Buffer.from('tcpdump: something went wrong\n'), 1)).toThrow(MalformedStream);
  });
});
