import { describe, expect, it } from 'vitest';
import { HANDSHAKE, type ScriptedSegment } from '../../captures/conversation';
import { answer, client, find, giveUp, probe, server } from '../../captures/findings';

/** A probe at these seconds whose answer the capture holds 0.2 ms before it. */
const early = (...seconds: number[]) => seconds.flatMap((second) => [answer(second * 1000), probe(second * 1000 + 0.2)]);
const keepAliveOf = (script: readonly ScriptedSegment[]) => {
  const [keepAlive] = find(script).connections[0]?.keepAlive ?? [];
  if (!keepAlive) throw new Error('no end probes');
  return keepAlive;
};
const answerFrames = (script: readonly ScriptedSegment[]) => keepAliveOf(script).probes.map(({ answer: { kind, frame } }) => `${kind} ${frame}`);

describe('recordings of two taps, merged, in which answers come before their probes', () => {
  it('pairs each probe with its own answer', () => {
    expect(answerFrames([...HANDSHAKE, ...early(20, 40, 60)])).toEqual(['ack 4', 'ack 6', 'ack 8']);
    expect(keepAliveOf([...HANDSHAKE, ...early(20, 40)]).probes[0]?.answer.latencyMs).toBe(0);
  });

  it('reads the idle time off as ever', () => {
    expect(keepAliveOf([...HANDSHAKE, ...early(20, 40, 60)]).settings).toMatchObject({ idleMs: 20_000, intervalMs: null, confidence: 0.9 });
    const death = [...HANDSHAKE, ...early(20, 40), probe(60_060), probe(70_060), giveUp(80_060)];
    expect(keepAliveOf(death).settings).toMatchObject({ idleMs: 20_000, intervalMs: 10_000, count: 2 });
  });

  it('pairs them where the capture begins on the idle connection', () => {
    expect(answerFrames(early(0, 20, 40))).toEqual(['ack 1', 'ack 3', 'ack 5']);
    expect(keepAliveOf(early(0, 20, 40)).settings).toMatchObject({ idleMs: 20_000 });
  });

  it('finds the reset of a peer that rebooted', () => {
    const { codes } = find([...HANDSHAKE, ...early(20), client(40_000, 'R', { seq: 1 }), probe(40_000.2)]);
    expect(codes).toEqual(['keepalive.peer-rebooted']);
  });

  it('marks the answer as one, and leaves an ACK that something else provoked', () => {
    expect(find([...HANDSHAKE, ...early(20)]).marks(4)).toEqual(['keepAliveAck']);
    const data = [server(19_999, 'P.', { seq: 1, ack: 1, length: 5 }), client(20_000, '.', { seq: 1, ack: 6 })];
    const late = server(20_000.2, '.', { seq: 5, ack: 1 });
    expect(answerFrames([...HANDSHAKE, ...data, late, client(20_001, '.', { seq: 1, ack: 6 })])).toEqual(['ack 7']);
  });

  it('pairs them where the other end probes at that time as well', () => {
    const own = [client(39_900, '.', { seq: 0, ack: 1 }), server(39_901, '.', { seq: 1, ack: 1 })];
    const ends = find([...HANDSHAKE, ...early(20), ...own, ...early(40)]).connections[0]?.keepAlive ?? [];
    const ofServer = ends.find(({ prober }) => prober === 'server');
    expect(ofServer?.probes.map(({ answer: { frame } }) => frame)).toEqual([4, 8]);
    expect(ofServer?.settings).toMatchObject({ idleMs: 20_000 });
  });
});
