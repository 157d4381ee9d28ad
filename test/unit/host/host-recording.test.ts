import { describe, expect, it } from 'vitest';
import { counterChanges } from '../../../src/engine/host/counter-changes';
import { listenerAmong, SampleSeries } from '../../../src/engine/host/host-recording';
import type { HostSample, ListeningSocket } from '../../../src/shared/contract/host';

const EMPTY: HostSample = { timeMs: null, listeners: null, timers: null, timersTruncated: false, counters: null, sysctls: null };
const ALL = { fromMs: null, toMs: null };

function counted(timeMs: number | null, counters: Record<string, number>): HostSample {
  return { ...EMPTY, timeMs, counters };
}

function listening(timeMs: number, queue: number): HostSample {
  return { ...EMPTY, timeMs, listeners: [{ address: '0.0.0.0', port: 80, queue, limit: 4, halfOpen: null }] };
}

function seriesOf(samples: readonly HostSample[]): SampleSeries {
  const series = new SampleSeries(7, { kind: 'text', name: 'text' });
  for (const sample of samples) series.add(sample);
  return series;
}

describe('what moved between two samples', () => {
  it('is told with its rate, in the order of the counters', () => {
    const changes = counterChanges(
      counted(1000, { ListenDrops: 5, ListenOverflows: 5, InSegs: 9 }),
      counted(3000, { ListenDrops: 9, ListenOverflows: 8, InSegs: 9 }),
    );
    expect(changes).toEqual([
      { name: 'ListenOverflows', before: 5, after: 8, delta: 3, perSecond: 1.5, alarming: true },
      { name: 'ListenDrops', before: 5, after: 9, delta: 4, perSecond: 2, alarming: true },
    ]);
  });
  it.each([
    { name: 'without a time', before: null, after: 3000 },
    { name: 'at the same time', before: 3000, after: 3000 },
    { name: 'in the wrong order', before: 4000, after: 3000 },
  ])('has no rate of samples $name', ({ before, after }) => {
    expect(counterChanges(counted(before, { InSegs: 1 }), counted(after, { InSegs: 2 }))).toMatchObject([{ delta: 1, perSecond: null }]);
  });
  it('is not told across a restart', () => {
    expect(counterChanges(counted(1, { InSegs: 100, OutSegs: 5 }), counted(2, { InSegs: 3, OutSegs: 9 }))).toEqual([]);
  });
  it('is not told of a counter that one of them lacks', () => {
    expect(counterChanges(counted(1, { InSegs: 1 }), counted(2, { InSegs: 2, OutSegs: 9 }))).toMatchObject([{ name: 'InSegs' }]);
  });
});

describe('a recording', () => {
  it('gives counters as totals, differences and rates', () => {
    const series = seriesOf([
      counted(1000, { InSegs: 10 }),
      listening(1500, 0),
      counted(2000, { InSegs: 30 }),
      counted(2500, { InSegs: 2 }),
      counted(4500, { InSegs: 6 }),
    ]);
    const { timesMs, series: all } = series.counters(['InSegs', 'OutSegs'], ALL);
    expect([...timesMs]).toEqual([1000, 2000, 2500, 4500]);
    expect(all[0]).toEqual({
      name: 'InSegs',
      totals: Float64Array.of(10, 30, 2, 6),
      deltas: Float64Array.of(Number.NaN, 20, Number.NaN, 4),
      ratesHz: Float64Array.of(Number.NaN, 20, Number.NaN, 2),
    });
    expect([...(all[1]?.totals ?? [])].every(Number.isNaN)).toBe(true);
  });

  it('gives the queue of a listener, of its own address or of one that takes any', () => {
    const series = seriesOf([listening(1000, 0), listening(2000, 5), { ...EMPTY, timeMs: 3000, listeners: [] }, listening(4000, 2)]);
    expect(series.listener('192.0.2.2', 80, { fromMs: 1500, toMs: 3500 })).toEqual({
      recording: 7,
      address: '0.0.0.0',
      timesMs: Float64Array.of(2000, 3000),
      queue: Float64Array.of(5, Number.NaN),
      limit: Float64Array.of(4, Number.NaN),
      halfOpen: Float64Array.of(Number.NaN, Number.NaN),
    });
    expect(series.listener('192.0.2.2', 81, ALL)).toMatchObject({ address: null });
  });

  it('says what happened in a part of time', () => {
    const series = seriesOf([1000, 2000, 3000, 4000].map((timeMs) => counted(timeMs, { InSegs: timeMs })));
    expect(series.changes({ fromMs: 1500, toMs: 3500 })).toMatchObject([{ delta: 1000 }]);
    expect(series.changes({ fromMs: 1500, toMs: 2500 })).toEqual([]);
    expect(series.changes(ALL)).toMatchObject([{ delta: 3000 }]);
  });

  it('takes what a sample lacks from the last before', () => {
    const sysctls = { 'net.core.somaxconn': '128' };
    const series = seriesOf([{ ...EMPTY, timeMs: 1, sysctls, timers: [] }, counted(2, { InSegs: 1 }), listening(3, 1)]);
    expect(series.whole(null)).toMatchObject({
      index: 2,
      sample: { timeMs: 3, sysctls, timers: [], counters: { InSegs: 1 }, listeners: [{ queue: 1 }] },
    });
    expect(series.whole(1)?.sample.listeners).toBeNull();
    expect(series.whole(9)).toBeNull();
  });

  it('finds the samples around a part of time, and none across a restart', () => {
    const series = seriesOf([counted(1000, { InSegs: 1 }), counted(2000, { InSegs: 2 }), counted(3000, { InSegs: 3 }), counted(4000, { InSegs: 0 })]);
    expect(series.around(1500, 2500)).toMatchObject({ before: { timeMs: 1000 }, after: { timeMs: 3000 } });
    expect(series.around(0, 1500)).toMatchObject({ before: { timeMs: 1000 }, after: { timeMs: 2000 } });
    expect(series.around(2500, 9000)).toBeNull();
    expect(series.around(5000, 6000)).toBeNull();
  });

  it('keeps a bounded number of samples, and their indices', () => {
    const series = seriesOf(Array.from({ length: 80_001 }, (_, n) => counted(n, { InSegs: n })));
    expect(series.length).toBe(72_001);
    expect(series.end).toBe(80_001);
    expect(series.lookAt(80_000)).toMatchObject({ index: 80_000, sample: { timeMs: 80_000 }, changes: [{ delta: 1 }] });
    expect(series.lookAt(0)).toBeNull();
  });

  it('keeps the timers of the last samples only', () => {
    const series = seriesOf(Array.from({ length: 200 }, (_, n) => ({ ...EMPTY, timeMs: n, timers: [] })));
    expect(series.lookAt(0)?.sample.timers).toBeNull();
    expect(series.lookAt(199)?.sample.timers).toEqual([]);
  });
});

describe('the listener of an address', () => {
  const socket = (address: string, queue = 0): ListeningSocket => ({ address, port: 80, queue, limit: 4, halfOpen: null });
  it.each([
    { name: 'its own before any', sockets: [socket('0.0.0.0'), socket('192.0.2.1')], address: '192.0.2.1', found: '192.0.2.1' },
    { name: 'any of IPv4', sockets: [socket('::'), socket('0.0.0.0')], address: '192.0.2.1', found: '::' },
    { name: 'any of both families', sockets: [socket('*')], address: '2001:db8::1', found: '*' },
    { name: 'bound to an interface', sockets: [socket('192.0.2.1%eth0')], address: '192.0.2.1', found: '192.0.2.1%eth0' },
    { name: 'IPv4 inside IPv6', sockets: [socket('::ffff:192.0.2.1')], address: '192.0.2.1', found: '::ffff:192.0.2.1' },
  ])('is $name', ({ sockets, address, found }) => {
    expect(listenerAmong(sockets, address, 80)?.address).toBe(found);
  });
  it('is the fullest of several', () => {
    expect(listenerAmong([socket('*', 1), socket('*', 5), socket('*', 3)], '192.0.2.1', 80)?.queue).toBe(5);
  });
  it('is none of another address or family', () => {
    expect(listenerAmong([socket('192.0.2.9'), socket('0.0.0.0')], '2001:db8::1', 80)).toBeNull();
  });
});
