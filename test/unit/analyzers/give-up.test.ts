import { describe, expect, it } from 'vitest';
import { connectionReport } from '../../../src/engine/session/connection-report';
import { HANDSHAKE, type ScriptedSegment } from '../../captures/conversation';
import { client, find, giveUp, probe, probed, server } from '../../captures/findings';

const closeOf = (script: readonly ScriptedSegment[]) => connectionReport(find(script).pass, 0, 0).close;
const LOST = [probe(40_060), probe(50_060), probe(60_060)];
/** The server's probes are lost from 40 s on: it gives up at 70 s, in frame 9. */
const DEATH = [...HANDSHAKE, ...probed(20_030), ...LOST, giveUp(70_060)];

describe('an end that gives up', () => {
  it('is CLOSED; the other, not heard again, is left in the state it was last seen in', () => {
    expect(closeOf(DEATH)).toEqual({ kind: 'timeout', by: 'server', frame: 9, states: { client: 'ESTABLISHED', server: 'CLOSED' } });
  });

  it('leaves the other end half-open while that writes on, and takes it along by the reset that answers', () => {
    const late = client(80_000, 'P.', { seq: 1, ack: 1, length: 5 });
    expect(closeOf([...DEATH, late]).states).toEqual({ client: 'ESTABLISHED', server: 'CLOSED' });
    expect(closeOf([...DEATH, late, server(80_001, 'R', { seq: 1 })])).toMatchObject({
      kind: 'timeout',
      frame: 9,
      states: { client: 'CLOSED', server: 'CLOSED' },
    });
  });

  it('leaves the other end in CLOSE_WAIT when that had read the end of the file', () => {
    const half = [client(100, 'F.', { seq: 1, ack: 1 }), server(101, '.', { seq: 1, ack: 2 })];
    const probes = [20_200, 30_200, 40_200].map((ms) => server(ms, '.', { seq: 0, ack: 2 }));
    const { states } = closeOf([...HANDSHAKE, ...half, ...probes, server(50_200, 'R.', { seq: 1, ack: 2 })]);
    expect(states).toEqual({ client: 'FIN_WAIT_2', server: 'CLOSED' });
  });

  const sent = (ms: number) => client(ms, 'P.', { seq: 1, ack: 1, length: 44 });
  const RETRANSMITTED = [...HANDSHAKE, sent(1000), sent(1200), sent(1600), sent(2400), sent(4000)];

  it('in silence, when data is no longer sent again although it is due', () => {
    const later = client(20_000, 'S', { seq: 5_000_000 });
    expect(closeOf([...RETRANSMITTED, later])).toEqual({
      kind: 'timeout',
      by: 'client',
      frame: 8,
      states: { client: 'CLOSED', server: 'ESTABLISHED' },
    });
  });

  it('is not known to while the next retransmission may still come', () => {
    expect(closeOf(RETRANSMITTED)).toMatchObject({ kind: 'open', states: { client: 'ESTABLISHED', server: 'ESTABLISHED' } });
  });

  it('is not an application that resets a connection whose probes are answered', () => {
    expect(closeOf([...HANDSHAKE, ...probed(20_030), giveUp(30_000)])).toMatchObject({ kind: 'rst', by: 'server' });
  });
});
