import { describe, expect, it } from 'vitest';
import { compareCaptures, comparison } from '../../../src/engine/project/compare-captures';
import type { ComparedCapture } from '../../../src/engine/project/match-connections';
import { TCP_FLAG, tcpFrame } from '../../captures/build-packet';
import { followFrames } from '../../captures/conversation';

interface Sent {
  readonly ms: number;
  readonly fromClient: boolean;
  readonly flags: number;
  readonly sequence: number;
  readonly acknowledgement: number;
  readonly payload?: number;
  readonly lost?: boolean;
}

/** How long a segment takes from client to server and back, between the two places of capture. */
/** Room for a clock that is slow. */
const EARLIEST_MS = 10_000;
const THERE_MS = 12;
const BACK_MS = 18;
const CLIENT_SHARE = { source: '10.0.0.1', destination: '192.0.2.80', sourcePort: 40_000, destinationPort: 80 };
const SERVER_SHARE = { source: '192.0.2.80', destination: '10.0.0.1', sourcePort: 80, destinationPort: 40_000 };
const ack = TCP_FLAG.ack;

/** A handshake, then a request and its answer each second. `ms`: at the sender. */
function exchange(requests: number, lost: (request: number) => boolean = () => false): Sent[] {
  const sent: Sent[] = [
    { ms: 0, fromClient: true, flags: TCP_FLAG.syn, sequence: 1000, acknowledgement: 0 },
    { ms: 13, fromClient: false, flags: TCP_FLAG.syn | ack, sequence: 5000, acknowledgement: 1001 },
    { ms: 33, fromClient: true, flags: ack, sequence: 1001, acknowledgement: 5001 },
  ];
  for (let i = 0; i < requests; i++) {
    const ms = 1000 * (i + 1);
    const request = { fromClient: true, flags: TCP_FLAG.psh | ack, sequence: 1001 + 10 * i, acknowledgement: 5001 + 20 * i, payload: 10 };
    // What is lost is sent again after 300 ms.
    if (lost(i)) sent.push({ ...request, ms, lost: true });
    const again = lost(i) ? 300 : 0;
    sent.push({ ...request, ms: ms + again });
    sent.push({
      ms: ms + again + THERE_MS + 1,
      fromClient: false,
      flags: TCP_FLAG.psh | ack,
      sequence: 5001 + 20 * i,
      acknowledgement: 1011 + 10 * i,
      payload: 20,
    });
  }
  return sent;
}

/** The capture taken beside one of the ends. `clockMs`: how far its clock is fast; `hops`: routers before it. */
function capturedAt(end: 'client' | 'server', sent: readonly Sent[], clockMs = 0, address = CLIENT_SHARE.source): ComparedCapture {
  const frames = sent.flatMap((segment) => {
    const atSender = segment.fromClient === (end === 'client');
    if (!atSender && segment.lost) return [];
    const way = atSender ? 0 : segment.fromClient ? THERE_MS : BACK_MS;
    const ends = segment.fromClient ? { ...CLIENT_SHARE, source: address } : { ...SERVER_SHARE, destination: address };
    const bytes = tcpFrame({
      ...ends,
      hopLimit: atSender ? 64 : 60,
      sequence: segment.sequence,
      acknowledgment: segment.acknowledgement,
      flags: segment.flags,
      payload: new Uint8Array(segment.payload ?? 0),
    });
    return [{ ms: EARLIEST_MS + segment.ms + way + clockMs, bytes }];
  });
  const { pass } = followFrames(frames.sort((a, b) => a.ms - b.ms));
  return { packets: pass.packets, connections: pass.tracker.connections };
}

describe('two captures of the same traffic', () => {
  it('are told apart by their handshakes where ports were used again, whichever capture holds more of them', () => {
    const data = { flags: TCP_FLAG.psh | ack, sequence: 900_000, acknowledgement: 800_000, payload: 10 };
    const before: Sent[] = [-3000, -2000].map((ms, i) => ({ ...data, ms, fromClient: true, sequence: data.sequence + 10 * i }));
    const [near, far] = [capturedAt('client', [...before, ...exchange(5)]), capturedAt('server', exchange(5))];
    for (const [first, second] of [
      [near, far],
      [far, near],
    ] as const) {
      const compared = compareCaptures(first, second, 100);
      expect(compared.related).toBe(true);
      expect([compared.connections.common, compared.fromClients.matched]).toEqual([1, 7]);
    }
  });

  it('are compared in steps that tell a rising share, and stop at the most segments asked for', () => {
    const sent = exchange(30);
    const [near, far] = [capturedAt('client', sent), capturedAt('server', sent)];
    const steps = comparison(near, far, 100);
    const shares: number[] = [];
    let step = steps.next();
    for (; !step.done; step = steps.next()) shares.push(step.value);
    expect(shares.length).toBeGreaterThan(3);
    expect(shares).toEqual([...shares].sort((a, b) => a - b));
    expect(step.value).toEqual(compareCaptures(near, far, 100));
    expect(compareCaptures(near, far, 100, 0).connections).toEqual({ common: 0, onlyFirst: 0, onlySecond: 0, leftOut: 1 });
  });

  it.each([0, 3_600_123.5, -250.25])('with clocks %d ms apart tell the offset and the delay each way', (clockMs) => {
    const sent = exchange(30);
    const result = compareCaptures(capturedAt('client', sent), capturedAt('server', sent, clockMs), 1000);
    expect(result).toMatchObject({ related: true, connections: { common: 1, onlyFirst: 0, onlySecond: 0 }, nearerToClients: 'first' });
    expect(result.fromClients).toMatchObject({ matched: 32, lost: 0, missed: 0 });
    expect(result.fromServers).toMatchObject({ matched: 31, lost: 0, missed: 0 });
    // Half the way there and back is what symmetry gives; the true value is within the bound.
    const symmetric = (THERE_MS + BACK_MS) / 2;
    expect(result.clock?.uncertaintyMs).toBeCloseTo(symmetric, 3);
    expect(Math.abs((result.clock?.offsetMs as number) + clockMs)).toBeLessThanOrEqual(symmetric);
    expect(result.fromClients.delayMs?.median).toBeCloseTo(symmetric, 3);
    expect(result.fromServers.delayMs?.median).toBeCloseTo(symmetric, 3);
    expect(result.clock?.driftPpm).toBeCloseTo(0, 3);
    expect(result.series.timesMs).toHaveLength(63);
  });

  it('tell the same the other way round', () => {
    const sent = exchange(30);
    const result = compareCaptures(capturedAt('server', sent, 77), capturedAt('client', sent), 1000);
    expect(result.nearerToClients).toBe('second');
    expect((result.clock?.offsetMs as number) - 77).toBeGreaterThanOrEqual(-15.01);
    expect((result.clock?.offsetMs as number) - 77).toBeLessThanOrEqual(15.01);
    expect(result.fromClients.delayMs?.min).toBeCloseTo(15, 3);
  });

  it('tell which copy of a segment that was sent twice was lost', () => {
    const sent = exchange(30, (request) => request === 4 || request === 9);
    const result = compareCaptures(capturedAt('client', sent), capturedAt('server', sent, 5000), 1000);
    expect(result.fromClients).toMatchObject({ lost: 2, missed: 0 });
    expect(result.fromServers).toMatchObject({ lost: 0, missed: 0 });
    // Frame 4 is the first request; the lost copy is the first of its two.
    expect([...result.fromClients.lostFrames]).toEqual([12, 23]);
    expect(result.fromClients.delayMs?.max).toBeCloseTo(15, 3);
    expect(result.worst).toEqual([{ first: 0, second: 0, client: '10.0.0.1:40000', server: '192.0.2.80:80', matched: 63, lost: 2 }]);
  });

  it('are known again behind a device that translates addresses', () => {
    const sent = exchange(5);
    const result = compareCaptures(capturedAt('client', sent), capturedAt('server', sent, 0, '203.0.113.9'), 100);
    expect(result).toMatchObject({ related: true, fromClients: { matched: 7 }, fromServers: { matched: 6 } });
  });

  it('count as lost nothing that the other capture does not cover', () => {
    const sent = exchange(30);
    const short = capturedAt(
      'server',
      sent.filter(({ ms }) => ms < 10_500),
    );
    const result = compareCaptures(capturedAt('client', sent), short, 100);
    expect(result.fromClients).toMatchObject({ matched: 12, lost: 0, missed: 0 });
  });

  it('of the same place tell the clocks apart exactly', () => {
    const sent = exchange(10);
    const result = compareCaptures(capturedAt('client', sent), capturedAt('client', sent, 7000), 100);
    expect(result).toMatchObject({ related: true, nearerToClients: null, clock: { offsetMs: -7000, uncertaintyMs: 0 } });
    expect(result.fromClients.delayMs).toEqual({ min: 0, median: 0, p95: 0, max: 0 });
  });

  it('that have nothing in common are not related', () => {
    const other = exchange(5).map((segment) => ({ ...segment, sequence: segment.sequence + 7_000_000 }));
    const result = compareCaptures(capturedAt('client', exchange(5)), capturedAt('server', other, 0, '203.0.113.9'), 100);
    expect(result).toMatchObject({ related: false, nearerToClients: null, clock: null, connections: { common: 0, onlyFirst: 1, onlySecond: 1 } });
  });

  it('drift is found in parts per million', () => {
    const sent = exchange(400);
    const drifting = capturedAt('client', sent);
    const slow = sent.map((segment) => ({ ...segment, ms: segment.ms * (1 + 50e-6) }));
    const result = compareCaptures(drifting, capturedAt('server', slow), 100);
    expect(result.clock?.driftPpm).toBeGreaterThan(40);
    expect(result.clock?.driftPpm).toBeLessThan(60);
  });
});
