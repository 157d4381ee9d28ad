import { describe, expect, it } from 'vitest';
import { follow, HANDSHAKE, type ScriptedSegment } from '../../captures/conversation';

const probe = (ms: number): ScriptedSegment => ({ ms, from: 'client', flags: '.', seq: 0, ack: 1 });
const answer = (ms: number): ScriptedSegment => ({ ms, from: 'server', flags: '.', seq: 1, ack: 1 });

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
