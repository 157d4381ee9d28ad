import { describe, expect, it } from 'vitest';
import { follow, HANDSHAKE, type ScriptedSegment } from '../../captures/conversation';

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
