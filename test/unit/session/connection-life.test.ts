import { describe, expect, it } from 'vitest';
import { connectionLife, connectionSequence } from '../../../src/engine/session/connection-life';
import { ConnectionSegments } from '../../../src/engine/session/connection-segments';
import { atOnce } from '../../../src/engine/session/in-slices';
import { TCP_STATES } from '../../../src/shared/contract/connection-life';
import { follow, HANDSHAKE, type ScriptedSegment } from '../../captures/conversation';
import { client, server } from '../../captures/findings';

const segmentsOf = (script: readonly ScriptedSegment[]) => new ConnectionSegments(follow(script).pass, 0);
const lifeOf = (script: readonly ScriptedSegment[]) => atOnce(connectionLife(segmentsOf(script), 0, 1000));
const sequenceOf = (script: readonly ScriptedSegment[], points: number) => atOnce(connectionSequence(segmentsOf(script), points));
const statesOf = (script: readonly ScriptedSegment[]) => {
  const { clientStates, serverStates } = lifeOf(script);
  return Array.from(clientStates, (state, i) => `${TCP_STATES[state]} ${TCP_STATES[serverStates[i] ?? 0]}`);
};
const OPENED = ['SYN_SENT LISTEN', 'ESTABLISHED SYN_RECEIVED', 'ESTABLISHED ESTABLISHED'];

describe('the states of both ends', () => {
  it.each([
    {
      name: 'a close in four packets',
      script: [
        client(10, 'F.', { seq: 1, ack: 1 }),
        server(11, '.', { seq: 1, ack: 2 }),
        server(20, 'F.', { seq: 1, ack: 2 }),
        client(21, '.', { seq: 2, ack: 2 }),
      ],
      states: ['FIN_WAIT_1 CLOSE_WAIT', 'FIN_WAIT_2 CLOSE_WAIT', 'TIME_WAIT LAST_ACK', 'TIME_WAIT CLOSED'],
    },
    {
      name: 'a close in three packets, by the server',
      script: [server(10, 'F.', { seq: 1, ack: 1 }), client(11, 'F.', { seq: 1, ack: 2 }), server(12, '.', { seq: 2, ack: 2 })],
      states: ['CLOSE_WAIT FIN_WAIT_1', 'LAST_ACK TIME_WAIT', 'CLOSED TIME_WAIT'],
    },
    {
      name: 'a simultaneous close',
      script: [
        client(10, 'F.', { seq: 1, ack: 1 }),
        server(10.1, 'F.', { seq: 1, ack: 1 }),
        client(11, '.', { seq: 2, ack: 2 }),
        server(11.1, '.', { seq: 2, ack: 2 }),
      ],
      states: ['FIN_WAIT_1 CLOSE_WAIT', 'CLOSING LAST_ACK', 'CLOSING CLOSED', 'TIME_WAIT CLOSED'],
    },
    {
      name: 'a half-close on which the server still sends',
      script: [
        client(10, 'F.', { seq: 1, ack: 1 }),
        server(11, '.', { seq: 1, ack: 2 }),
        server(12, 'P.', { seq: 1, ack: 2, length: 10 }),
        client(13, '.', { seq: 2, ack: 11 }),
      ],
      states: ['FIN_WAIT_1 CLOSE_WAIT', 'FIN_WAIT_2 CLOSE_WAIT', 'FIN_WAIT_2 CLOSE_WAIT', 'FIN_WAIT_2 CLOSE_WAIT'],
    },
    { name: 'a reset', script: [server(10, 'R.', { seq: 1, ack: 1 })], states: ['CLOSED CLOSED'] },
    {
      name: 'a FIN that is sent again',
      script: [client(10, 'F.', { seq: 1, ack: 1 }), client(300, 'F.', { seq: 1, ack: 1 }), server(301, '.', { seq: 1, ack: 2 })],
      states: ['FIN_WAIT_1 CLOSE_WAIT', 'FIN_WAIT_1 CLOSE_WAIT', 'FIN_WAIT_2 CLOSE_WAIT'],
    },
  ])('follow $name', ({ script, states }) => {
    expect(statesOf([...HANDSHAKE, ...script])).toEqual([...OPENED, ...states]);
  });

  it('are ESTABLISHED where the capture began later', () => {
    expect(statesOf([client(0, 'P.', { seq: 5, ack: 9, length: 3 })])).toEqual(['ESTABLISHED ESTABLISHED']);
  });
});

describe('the segments', () => {
  const script = [
    ...HANDSHAKE,
    client(10, 'P.', { seq: 1, ack: 1, length: 64 }),
    server(11, '.', { seq: 1, ack: 65, window: 229 }),
    client(12, 'F.', { seq: 65, ack: 1 }),
    server(13, '.', { seq: 1, ack: 66 }),
  ];

  it('have relative numbers across the wrap, the scaled window, and the frame that each acknowledges', () => {
    const life = lifeOf(script);
    expect(Array.from(life.sequences)).toEqual([0, 0, 1, 1, 1, 65, 1]);
    expect(Array.from(life.acknowledgements)).toEqual([0, 1, 1, 1, 65, 1, 66]);
    expect(Array.from(life.acknowledgedFrames)).toEqual([0, 1, 2, 2, 4, 2, 6]);
    expect(Array.from(life.directions)).toEqual([0, 1, 0, 0, 1, 0, 1]);
    expect(life.windows[4]).toBe(229 * 128);
    expect(life.windows[0]).toBe(501);
  });

  it('come in windows with the states that came before', () => {
    const segments = segmentsOf(script);
    const part = atOnce(connectionLife(segments, 4, 2));
    const all = atOnce(connectionLife(segments, 0, 1000));
    expect(part.total).toBe(7);
    expect(Array.from(part.frames)).toEqual([5, 6]);
    expect(Array.from(part.clientStates)).toEqual(Array.from(all.clientStates.subarray(4, 6)));
    expect(atOnce(connectionLife(segments, 90, 10)).frames).toHaveLength(0);
  });
});

describe('the sequence space over time', () => {
  const BIG = 2 ** 30;
  const jumps = [0, 1, 2, 3, 4].flatMap((i) => [
    client(10 + i, 'P.', { seq: (1 + i * BIG) % 2 ** 32, ack: 1, length: 1000 }),
    server(10.5 + i, '.', { seq: 1, ack: (1001 + i * BIG) % 2 ** 32 }),
  ]);

  it('does not wrap', () => {
    const { client: sent, server: answers } = sequenceOf([...HANDSHAKE, ...jumps], 100);
    expect(Array.from(sent.ends)).toEqual([1, 1001, 1001 + BIG, 1001 + 2 * BIG, 1001 + 3 * BIG, 1001 + 4 * BIG]);
    expect(sent.acknowledged[5]).toBe(1001 + 3 * BIG);
    expect(sent.allowed[5]).toBe(1001 + 3 * BIG + 501 * 128);
    expect(Array.from(answers.ends)).toEqual([1]);
  });

  it('tells when the peer acknowledged, also without sending anything', () => {
    const closed = server(20, '.', { seq: 1, ack: 1001, window: 0 });
    const { client: sent } = sequenceOf([...HANDSHAKE, ...jumps.slice(0, 2), closed], 100);
    expect(Array.from(sent.answers.frames)).toEqual([2, 5, 6]);
    expect(Array.from(sent.answers.acknowledged)).toEqual([1, 1001, 1001]);
    expect(Array.from(sent.answers.sent)).toEqual([1, 1001, 1001]);
    expect(sent.answers.allowed[2]).toBe(1001);
  });

  it('keeps what was sent again when it is thinned out', () => {
    const many = Array.from({ length: 1000 }, (_, i) => client(10 + i, 'P.', { seq: 1 + i * 10, ack: 1, length: 10 }));
    const again = client(2000, 'P.', { seq: 501, ack: 1, length: 10 });
    const { client: sent } = sequenceOf([...HANDSHAKE, ...many, again], 50);
    expect(sent.frames.length).toBeLessThan(60);
    expect(Array.from(sent.frames)).toContain(1004);
  });
});

describe('the place of a packet', () => {
  // The reset ends connection 0; a new SYN with another sequence number opens connection 1 on the same ports.
  const reopened: readonly ScriptedSegment[] = [
    ...HANDSHAKE,
    server(10, 'R.', { seq: 1, ack: 1 }),
    client(2000, 'S', { seq: 5_000_000 }),
    server(2001, 'S.', { ack: 5_000_001 }),
  ];
  const segments = new ConnectionSegments(follow(reopened).pass, 1);

  it.each([
    { frame: 5, place: 0 },
    { frame: 6, place: 1 },
    { frame: 4, place: null },
    { frame: 7, place: null },
  ])('is that among its connection alone: of frame $frame, $place', ({ frame, place }) => {
    expect(segments.place(frame)).toBe(place);
  });
});
