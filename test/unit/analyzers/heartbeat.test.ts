import { describe, expect, it } from 'vitest';
import { HANDSHAKE, type ScriptedSegment } from '../../captures/conversation';
import { client, find, probed, server } from '../../captures/findings';

/** Beats of 16 bytes by the client at these seconds, each answered by 8 bytes and acknowledged. */
function beating(seconds: readonly number[], latencyMs: (index: number) => number = () => 5): ScriptedSegment[] {
  return seconds.flatMap((second, i) => {
    const ms = second * 1000;
    const answered = ms + latencyMs(i);
    return [
      client(ms, 'P.', { seq: 1 + 16 * i, ack: 1 + 8 * i, length: 16 }),
      server(answered, 'P.', { seq: 1 + 8 * i, ack: 17 + 16 * i, length: 8 }),
      client(answered + 1, '.', { seq: 17 + 16 * i, ack: 9 + 8 * i }),
    ];
  });
}
const heartbeatsOf = (script: readonly ScriptedSegment[]) => find([...HANDSHAKE, ...script]).connections[0]?.heartbeats ?? [];

describe('the period', () => {
  it('is the median of the regular gaps, the answers are no heartbeat of their own', () => {
    expect(heartbeatsOf(beating([1, 46, 91, 136, 181]))).toMatchObject([
      {
        sender: 'client',
        protocol: 'unknown',
        count: 5,
        payloadBytes: 16,
        periodMs: 45_000,
        answers: { count: 5, payloadBytes: 8 },
        late: [],
        missed: [],
      },
    ]);
  });

  it.each([
    { name: 'longer, evenly split', seconds: [30, 60, 90, 120, 150, 210, 270, 330, 390, 450], periods: [30_000, 60_000], counts: [4, 6] },
    { name: 'three times as long', seconds: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 15, 18, 21], periods: [1000, 3000], counts: [11, 4] },
    { name: 'shorter', seconds: [60, 120, 180, 240, 300, 330, 360, 390], periods: [60_000, 30_000], counts: [4, 4] },
    {
      name: 'and changed back',
      seconds: [10, 20, 30, 40, 50, 75, 100, 125, 150, 160, 170, 180],
      periods: [10_000, 25_000, 10_000],
      counts: [4, 4, 4],
    },
  ])('may be changed to one that is $name: no beat is missing then', ({ seconds, periods, counts }) => {
    const script = beating(seconds);
    const closed = [...script, client((seconds.at(-1) as number) * 1000 + 900, 'F.', { seq: 1 + 16 * seconds.length, ack: 1 + 8 * seconds.length })];
    const heartbeats = heartbeatsOf(closed);
    expect(heartbeats.map(({ periodMs }) => periodMs)).toEqual(periods);
    expect(heartbeats.map(({ count }) => count)).toEqual(counts);
    expect(heartbeats.every(({ late, early, missed, outcome }) => [late, early, missed].flat().length === 0 && outcome.kind === 'none')).toBe(true);
    expect(find([...HANDSHAKE, ...closed]).codes).toEqual([]);
  });

  it('may be one second, measured a little short', () => {
    const seconds = [1, 2, 3.0005, 4, 4.9995, 5.999, 6.9985, 7.998];
    expect(heartbeatsOf(beating(seconds))).toMatchObject([{ sender: 'client', count: 8, late: [], missed: [] }]);
  });

  it.each([
    { name: 'three messages', seconds: [1, 11, 21] },
    { name: 'messages at odd times', seconds: [3, 6.5, 13, 15, 26, 29.5, 33] },
    { name: 'messages in quick succession', seconds: [1, 1.1, 1.2, 1.3, 1.4, 1.5] },
  ])('is not claimed for $name', ({ seconds }) => {
    expect(heartbeatsOf(beating(seconds))).toEqual([]);
  });

  it('is not that of keep-alive probes', () => {
    expect(heartbeatsOf([...probed(20_000), ...probed(40_000), ...probed(60_000), ...probed(80_000), ...probed(100_000)])).toEqual([]);
  });
});

describe('a late beat', () => {
  const late = beating([1, 46, 91, 136, 181, 239]);

  it('is told with its gap and cause; without consequences it is a note', () => {
    expect(heartbeatsOf(late)).toMatchObject([
      { late: [{ expectedMs: 45_000, observedMs: 58_000, cause: 'sender-late' }], outcome: { kind: 'none' } },
    ]);
    expect(find([...HANDSHAKE, ...late]).findings).toMatchObject([{ code: 'heartbeat.late', severity: 'info' }]);
  });

  it('that the connection was reset over is an error in one sentence', () => {
    const { reports } = find([...HANDSHAKE, ...late, server(239_020, 'R.', { seq: 49, ack: 97 })]);
    expect(reports).toMatchObject([
      {
        code: 'heartbeat.late',
        severity: 'error',
        title: 'A heartbeat came 58 s after the one before instead of 45 s, and the connection was reset over it',
      },
    ]);
    expect(reports[0]?.ruledOut).toHaveLength(3);
    expect(reports[0]?.applicationSees).toContain('ECONNRESET');
  });

  it('has no consequence when the beats went on in time before the connection was closed', () => {
    const seconds = [1, 3, 5, 7, 9, 11.8, 13.8, 15.8];
    const script = [...HANDSHAKE, ...beating(seconds), server(16_200, 'F.', { seq: 65, ack: 129 })];
    expect(find(script).connections[0]?.heartbeats).toMatchObject([{ late: [{ observedMs: 2800 }], outcome: { kind: 'none' } }]);
    expect(find(script).findings).toMatchObject([{ code: 'heartbeat.late', severity: 'info' }]);
  });

  it('is caused by the answer when that came late and the sender waits for it', () => {
    const slow = beating([1, 11, 21, 31, 41, 54], (i) => (i === 4 ? 3000 : 5));
    expect(heartbeatsOf(slow)[0]?.late).toMatchObject([{ cause: 'answer-late' }]);
  });

  it('is none when the sender was busy with other data meanwhile', () => {
    const other = [client(35_000, 'P.', { seq: 49, ack: 25, length: 700 }), server(35_001, '.', { seq: 25, ack: 749 })];
    const moved = [45_000, 55_000, 65_000].map((ms, i) => client(ms, 'P.', { seq: 749 + 16 * i, ack: 25, length: 16 }));
    expect(heartbeatsOf([...beating([1, 11, 21]), ...other, ...moved])[0]?.late).toEqual([]);
  });
});

describe('a beat that does not come', () => {
  it('is missed when the other end closes in vain expectation', () => {
    const script = [...HANDSHAKE, ...beating([1, 46, 91, 136, 181]), server(240_000, 'R.', { seq: 41, ack: 81 })];
    expect(find(script).connections[0]?.heartbeats).toMatchObject([{ missed: [{ cause: 'sender-late' }], outcome: { kind: 'reset' } }]);
    expect(find(script).findings).toMatchObject([{ code: 'heartbeat.missed', severity: 'error' }]);
  });

  it('has no consequence when the beats went on in time before the connection was closed', () => {
    const script = [...HANDSHAKE, ...beating([1, 3, 5, 7, 11, 13, 15]), server(15_500, 'F.', { seq: 57, ack: 113 })];
    expect(find(script).connections[0]?.heartbeats).toMatchObject([{ missed: [{ cause: 'sender-late' }], outcome: { kind: 'none' } }]);
    expect(find(script).findings).toMatchObject([{ code: 'heartbeat.missed', severity: 'info' }]);
  });

  it('is not missed when the sender itself closes', () => {
    expect(find([...HANDSHAKE, ...beating([1, 46, 91, 136, 181]), client(240_000, 'F.', { seq: 81, ack: 41 })]).codes).toEqual([]);
  });

  it('is missed in the middle without spoiling the period', () => {
    expect(heartbeatsOf(beating([1, 11, 21, 41, 51, 61, 71]))).toMatchObject([{ periodMs: 10_000, missed: [{ cause: 'sender-late' }], late: [] }]);
  });
});

it('names the protocol by its bytes', () => {
  const pings = [1, 31, 61, 91, 121].flatMap((second, i) => [
    client(second * 1000, 'P.', { seq: 1 + 14 * i, ack: 1 + 7 * i, payload: '*1\r\n$4\r\nPING\r\n' }),
    server(second * 1000 + 1, 'P.', { seq: 1 + 7 * i, ack: 15 + 14 * i, payload: '+PONG\r\n' }),
  ]);
  expect(heartbeatsOf(pings)).toMatchObject([{ protocol: 'redis', encrypted: false, periodMs: 30_000 }]);
});
