import { describe, expect, it } from 'vitest';
import { follow, HANDSHAKE, type ScriptedSegment } from '../../captures/conversation';
import { find } from '../../captures/findings';

const probe = (ms: number): ScriptedSegment => ({ ms, from: 'client', flags: '.', seq: 0, ack: 1 });
const answer = (ms: number): ScriptedSegment => ({ ms, from: 'server', flags: '.', seq: 1, ack: 1 });

describe('a probe behind data that the capture lost', () => {
  const opening = HANDSHAKE.slice(0, 2);
  const later = (ms: number): ScriptedSegment => ({ ...probe(ms), seq: 25, ack: 27 });
  const laterAnswer = (ms: number, ack = 26): ScriptedSegment => ({ ...answer(ms), seq: 27, ack });
  const lost = [...opening, later(7000), laterAnswer(7001)];

  it('is found by its answer, the first one too', () => {
    const [connection] = follow([...lost, later(14_000)]).connections;
    expect(connection?.keepAlive?.[0]?.probes.map(({ frame, answer: { frame: answered } }) => [frame, answered])).toEqual([
      [3, 4],
      [5, null],
    ]);
  });

  it('does not tell how long the handshake took', () => {
    expect(follow(lost).connections[0]?.handshake).toMatchObject({ state: 'complete', ackFrame: 3, connectMs: null });
  });

  it('is none when the peer acknowledges no more than was sent, or nothing was silent before', () => {
    expect(follow([...opening, later(7000), laterAnswer(7001, 25)]).connections[0]?.keepAlive).toEqual([]);
    expect(follow([...opening, later(10), laterAnswer(11)]).connections[0]?.keepAlive).toEqual([]);
  });
});

describe('answers that come later than the next probes', () => {
  const late = (...seconds: number[]) =>
    seconds.flatMap((second) =>
      [0, 1000, 2000].map((ms) => probe(second * 1000 + ms)).concat([2500, 3500, 4500].map((ms) => answer(second * 1000 + ms))),
    );
  const keepAlive = (script: readonly ScriptedSegment[]) => follow([...HANDSHAKE, ...script]).connections[0]?.keepAlive?.[0];

  it('answer the probes in turn: none was lost', () => {
    const found = keepAlive(late(5, 15));
    expect(found?.probes.map(({ answer: { frame, latencyMs } }) => [frame, latencyMs])).toEqual([7, 8, 9, 13, 14, 15].map((frame) => [frame, 2500]));
    expect(found?.settings).toMatchObject({ idleMs: 5000, intervalMs: 1000 });
    expect(found?.outcome.kind).toBe('open');
    expect(find([...HANDSHAKE, ...late(5, 15)]).codes).toEqual([]);
    expect(follow([...HANDSHAKE, ...late(5)]).marks(8)).toEqual(['keepAliveAck']);
  });

  it('answer as many as they are: the first of the probes was lost', () => {
    const found = keepAlive(late(5).filter(({ ms }) => ms !== 9500));
    expect(found?.probes.map(({ answer: { frame } }) => frame)).toEqual([null, 7, 8]);
    expect(found?.outcome.kind).toBe('survived');
  });

  it('are no more than the probes', () => {
    const { marks } = follow([...HANDSHAKE, ...late(5), answer(11_000)]);
    expect(marks(10)).not.toContain('keepAliveAck');
  });
});

describe('the answers to probes', () => {
  it('are those of the peer: an ICMP error is a router’s, and the peer may answer yet', () => {
    const { pass } = follow([...HANDSHAKE, probe(5000), answer(5001), probe(10_000)]);
    const { probes } = pass.keepAlive;
    const last = HANDSHAKE.length + 3;
    const answered = () => probes.seriesOf(0, 0)?.answered;
    expect(answered()).toBe(1);
    probes.answer(0, 0, 'icmp', last);
    expect(answered()).toBe(1);
    probes.answer(0, 0, 'ack', last);
    expect(answered()).toBe(2);
    probes.answer(0, 0, 'rst', last);
    expect(answered()).toBe(2);
  });
});

describe('a clock that is put back by an hour', () => {
  const HOUR_MS = 3_600_000;
  const putBack = (script: readonly ScriptedSegment[]) => script.map((segment) => ({ ...segment, ms: segment.ms - HOUR_MS }));
  const before = [...HANDSHAKE, probe(20_000), answer(20_001), probe(40_000)];
  const after = [answer(40_001), probe(60_000), answer(60_001)];

  it.each([
    { name: 'between probe and answer', script: [...before, ...putBack(after)] },
    { name: 'between answer and probe', script: [...before, ...after.slice(0, 1), ...putBack(after.slice(1))] },
  ])('$name: leaves the times across it out', ({ script }) => {
    const { connections, codes } = find(script);
    expect(connections[0]?.keepAlive?.[0]).toMatchObject({ intervalMs: { min: 20_000, max: 20_000 }, settings: { idleMs: 20_000 } });
    expect(codes).toEqual([]);
  });
});
