import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CapturePass } from '../../../src/engine/session/capture-pass';
import { timeline } from '../../../src/engine/session/capture-views';
import { PacketTable } from '../../../src/engine/store/packet-table';

interface Packet {
  readonly ms: number;
  readonly bytes: number;
  readonly hasTime: boolean;
}

function passOf(packets: readonly Packet[]): { pass: CapturePass; add: (packet: Packet) => void } {
  const table = new PacketTable();
  const add = ({ ms, bytes, hasTime }: Packet) => table.add(1000 + Math.floor(ms / 1000), (ms % 1000) * 1e6, hasTime, 0, bytes, bytes, 0);
  for (const packet of packets) add(packet);
  return { pass: { packets: table } as unknown as CapturePass, add };
}

/** Counted packet by packet. */
function counted({ packets }: CapturePass, buckets: number, fromMs: number | null, toMs: number | null) {
  const last = packets.length === 0 ? 0 : packets.timeMs(packets.length - 1);
  const startMs = fromMs ?? 0;
  const lengthMs = Math.max(startMs, toMs ?? last) - startMs;
  const bucketMs = Math.max(lengthMs / buckets, 1e-6);
  const line = { startMs, bucketMs, packets: new Uint32Array(buckets), bytes: new Float64Array(buckets) };
  for (let row = 0; row < packets.length; row++) {
    const sinceMs = packets.timeMs(row) - startMs;
    if (sinceMs < 0 || sinceMs > lengthMs + bucketMs * 1e-6) continue;
    const bucket = Math.min(buckets - 1, Math.floor(sinceMs / bucketMs));
    line.packets[bucket] = (line.packets[bucket] as number) + 1;
    line.bytes[bucket] = (line.bytes[bucket] as number) + packets.originalLength.get(row);
  }
  return line;
}

const gap = fc.record({ afterMs: fc.nat(40), bytes: fc.integer({ min: 60, max: 70_000 }) });
const bound = fc.option(fc.integer({ min: -50, max: 30_000 }), { nil: null });
const inOrder = (gaps: readonly { readonly afterMs: number; readonly bytes: number }[]): Packet[] => {
  let ms = 500;
  return gaps.map(({ afterMs, bytes }) => {
    ms += afterMs;
    return { ms, bytes, hasTime: true };
  });
};

describe('the time line', () => {
  it('of packets in the order of their time is that of counting each of them', () => {
    fc.assert(
      fc.property(fc.array(gap, { maxLength: 1200 }), fc.integer({ min: 1, max: 60 }), bound, bound, (gaps, buckets, fromMs, toMs) => {
        const { pass } = passOf(inOrder(gaps));
        expect(timeline(pass, buckets, fromMs, toMs)).toEqual(counted(pass, buckets, fromMs, toMs));
      }),
      { numRuns: 60 },
    );
  });

  it.each([
    { name: 'one that is earlier than the one before it', odd: { ms: 3, bytes: 100, hasTime: true } },
    { name: 'one without a time', odd: { ms: 0, bytes: 100, hasTime: false } },
  ])('counts each packet where there is $name', ({ odd }) => {
    const packets = inOrder(Array.from({ length: 600 }, (_, i) => ({ afterMs: i % 7, bytes: 60 + i })));
    const { pass } = passOf([...packets.slice(0, 300), odd, ...packets.slice(300)]);
    expect(timeline(pass, 20, null, null)).toEqual(counted(pass, 20, null, null));
  });

  it('goes on with a capture that grows', () => {
    const { pass, add } = passOf([]);
    expect(timeline(pass, 3, null, null).packets).toEqual(Uint32Array.of(0, 0, 0));
    add({ ms: 0, bytes: 100, hasTime: false });
    timeline(pass, 3, null, null);
    for (const packet of inOrder(Array.from({ length: 700 }, () => ({ afterMs: 5, bytes: 80 })))) add(packet);
    expect(timeline(pass, 10, null, null)).toEqual(counted(pass, 10, null, null));
    add({ ms: 1, bytes: 80, hasTime: true });
    expect(timeline(pass, 10, null, null)).toEqual(counted(pass, 10, null, null));
  });
});
