import { describe, expect, it } from 'vitest';
import { ETHERTYPE, ethernet, IP_PROTOCOL, icmp, ipv4, tcp } from '../../captures/build-packet';
import { CLIENT, follow, followFrames, frameOf, HANDSHAKE, type ScriptedSegment, SERVER } from '../../captures/conversation';

const client = (ms: number, flags: string, more: Partial<ScriptedSegment> = {}): ScriptedSegment => ({ ms, from: 'client', flags, ...more });
const server = (ms: number, flags: string, more: Partial<ScriptedSegment> = {}): ScriptedSegment => ({ ms, from: 'server', flags, ...more });
const SYN = client(0, 'S');
const SYN_ACK = server(1, 'S.', { ack: 1 });

describe('handshake and close', () => {
  const rows = [
    { name: 'complete', script: HANDSHAKE, state: 'complete', close: 'open', ends: ['ESTABLISHED', 'ESTABLISHED'] },
    {
      name: 'half-open',
      script: [SYN, SYN_ACK, server(1001, 'S.', { ack: 1 })],
      state: 'half-open',
      close: 'open',
      ends: ['ESTABLISHED', 'SYN_RECEIVED'],
    },
    { name: 'unanswered', script: [SYN, client(1000, 'S')], state: 'unanswered', close: 'open', ends: ['SYN_SENT', 'unknown'] },
    { name: 'refused', script: [SYN, server(1, 'R.', { ack: 1 })], state: 'refused', close: 'rst', ends: ['CLOSED', 'CLOSED'] },
    {
      name: 'reset by the server after its SYN-ACK',
      script: [SYN, SYN_ACK, server(2, 'R')],
      state: 'reset',
      close: 'rst',
      ends: ['CLOSED', 'CLOSED'],
    },
    {
      name: 'not captured',
      script: [client(0, 'P.', { seq: 10, ack: 20, length: 5 })],
      state: 'not-captured',
      close: 'open',
      ends: ['ESTABLISHED', 'ESTABLISHED'],
    },
    {
      name: 'closed by four segments',
      script: [
        ...HANDSHAKE,
        client(10, 'F.', { seq: 1, ack: 1 }),
        server(11, '.', { seq: 1, ack: 2 }),
        server(12, 'F.', { seq: 1, ack: 2 }),
        client(13, '.', { seq: 2, ack: 2 }),
      ],
      state: 'complete',
      close: 'fin',
      ends: ['TIME_WAIT', 'CLOSED'],
    },
    {
      name: 'closed by three segments',
      script: [...HANDSHAKE, server(10, 'F.', { seq: 1, ack: 1 }), client(11, 'F.', { seq: 1, ack: 2 }), server(12, '.', { seq: 2, ack: 2 })],
      state: 'complete',
      close: 'fin',
      ends: ['CLOSED', 'TIME_WAIT'],
    },
    {
      name: 'half-closed: the server never closes',
      script: [...HANDSHAKE, client(10, 'F.', { seq: 1, ack: 1 }), server(11, '.', { seq: 1, ack: 2 })],
      state: 'complete',
      close: 'fin',
      ends: ['FIN_WAIT_2', 'CLOSE_WAIT'],
    },
    {
      name: 'simultaneous close',
      script: [...HANDSHAKE, client(10, 'F.', { seq: 1, ack: 1 }), server(10.1, 'F.', { seq: 1, ack: 1 }), client(11, '.', { seq: 2, ack: 2 })],
      state: 'complete',
      close: 'fin',
      ends: ['CLOSING', 'CLOSED'],
    },
    { name: 'reset', script: [...HANDSHAKE, client(10, 'R.', { seq: 1, ack: 1 })], state: 'complete', close: 'rst', ends: ['CLOSED', 'CLOSED'] },
  ] as const;

  it.each(rows)('$name', ({ script, state, close, ends }) => {
    const report = follow(script).connections[0];
    expect(report?.handshake.state).toBe(state);
    expect(report?.close.kind).toBe(close);
    expect([report?.close.states.client, report?.close.states.server]).toEqual(ends);
  });

  it('measures the time to connect from the first SYN to the final ACK', () => {
    const report = follow([SYN, client(1000, 'S'), server(1001, 'S.', { ack: 1 }), client(1002.5, '.', { seq: 1, ack: 1 })]).connections[0];
    expect(report?.handshake).toMatchObject({ synFrames: [1, 2], synAckFrames: [3], ackFrame: 4, connectMs: 1002.5 });
    expect(report?.retransmissions).toEqual({ client: [2], server: [] });
  });

  it('names the end that closed first', () => {
    expect(follow([...HANDSHAKE, server(10, 'F.', { seq: 1, ack: 1 })]).connections[0]?.close).toMatchObject({ by: 'server', frame: 4 });
    expect(follow([...HANDSHAKE, server(10, 'R', { seq: 1 })]).connections[0]?.close).toMatchObject({ kind: 'rst', by: 'server', frame: 4 });
  });
});

describe('roles', () => {
  it('come from the handshake, also when only the SYN-ACK was captured', () => {
    const report = follow([SYN_ACK, client(2, '.', { seq: 1, ack: 1 })]).connections[0];
    expect(report).toMatchObject({
      rolesKnown: true,
      client: { address: CLIENT.address },
      server: { port: SERVER.port },
      handshake: { state: 'complete', synFrames: [] },
    });
  });

  it('are a guess without a handshake: the receiver of the first segment is the server', () => {
    expect(follow([server(0, 'P.', { seq: 5, ack: 5, length: 1 })]).connections[0]).toMatchObject({
      rolesKnown: false,
      server: { address: CLIENT.address },
    });
  });
});

describe('connections', () => {
  it('open anew with a SYN of another initial sequence number on the same ports', () => {
    const outcome = follow([
      ...HANDSHAKE,
      client(50, 'R.', { seq: 1, ack: 1 }),
      client(60, 'S', { seq: 70_000 }),
      server(61, 'S.', { seq: 9, ack: 70_001 }),
    ]);
    expect(outcome.connections.map(({ firstFrame, lastFrame }) => [firstFrame, lastFrame])).toEqual([
      [1, 4],
      [5, 6],
    ]);
    expect(outcome.marks(5)).toContain('reusedPorts');
  });

  it('stay one with a retransmitted SYN, and when the SYN-ACK comes with another number', () => {
    const outcome = follow([SYN, client(1000, 'S'), SYN_ACK, server(1100, 'S.', { seq: 5000, ack: 1 }), client(1101, '.', { seq: 1, ack: 5001 })]);
    expect(outcome.connections).toHaveLength(1);
    expect(outcome.marks(4)).toEqual([]);
  });
});

describe('marks', () => {
  const data = (ms: number, seq: number, length: number, more: Partial<ScriptedSegment> = {}) => client(ms, 'P.', { seq, ack: 1, length, ...more });
  const ack = (ms: number, number: number, more: Partial<ScriptedSegment> = {}) => server(ms, '.', { seq: 1, ack: number, ...more });
  const rows = [
    { name: 'retransmission', script: [...HANDSHAKE, data(10, 1, 100), data(300, 1, 100)], frame: 5, marks: ['retransmission'] },
    {
      name: 'spurious retransmission',
      script: [...HANDSHAKE, data(10, 1, 100), ack(11, 101), data(300, 1, 100)],
      frame: 6,
      marks: ['retransmission', 'spuriousRetransmission'],
    },
    { name: 'lost segment', script: [...HANDSHAKE, data(10, 1, 100), data(10.1, 201, 100)], frame: 5, marks: ['lostSegment'] },
    { name: 'out of order', script: [...HANDSHAKE, data(10, 1, 100), data(10.1, 201, 100), data(10.2, 101, 100)], frame: 6, marks: ['outOfOrder'] },
    {
      name: 'fast retransmission',
      script: [
        ...HANDSHAKE,
        data(10, 1, 100),
        data(10.1, 201, 100),
        data(10.2, 301, 100),
        ack(11, 101),
        ack(11.1, 101),
        ack(11.2, 101),
        data(12, 101, 100),
      ],
      frame: 10,
      marks: ['retransmission', 'fastRetransmission'],
    },
    {
      name: 'duplicate ACK',
      script: [...HANDSHAKE, data(10, 1, 100), ack(11, 101), data(12, 201, 100), ack(13, 101)],
      frame: 7,
      marks: ['duplicateAck'],
    },
    {
      name: 'window update',
      script: [...HANDSHAKE, data(10, 1, 100), ack(11, 101), ack(12, 101, { window: 900 })],
      frame: 6,
      marks: ['windowUpdate'],
    },
    { name: 'zero window', script: [...HANDSHAKE, data(10, 1, 100), ack(11, 101, { window: 0 })], frame: 5, marks: ['zeroWindow'] },
    { name: 'window full', script: [...HANDSHAKE, ack(5, 1, { window: 1 }), data(10, 1, 128)], frame: 5, marks: ['windowFull'] },
    { name: 'the window of the SYN-ACK full, which is not scaled', script: [...HANDSHAKE, data(10, 1, 501)], frame: 4, marks: ['windowFull'] },
    { name: 'ACK of a lost segment', script: [...HANDSHAKE, ack(10, 501)], frame: 4, marks: ['ackLostSegment'] },
    {
      name: 'ACK of a hole in what was captured',
      script: [...HANDSHAKE, data(10, 1, 100), data(10.1, 201, 100), ack(11, 301)],
      frame: 6,
      marks: ['ackLostSegment'],
    },
    {
      name: 'ACK of a hole that was filled: nothing',
      script: [...HANDSHAKE, data(10, 1, 100), data(10.1, 201, 100), data(10.2, 101, 100), ack(11, 301)],
      frame: 7,
      marks: [],
    },
    {
      name: 'data captured behind its ACK: nothing',
      script: [...HANDSHAKE, ack(10, 201), data(10.01, 1, 100), data(10.02, 101, 100)],
      frame: 6,
      marks: [],
    },
    {
      name: 'a FIN captured behind its ACK: nothing',
      script: [...HANDSHAKE, ack(10, 2), client(10.01, 'F.', { seq: 1, ack: 1 })],
      frame: 5,
      marks: [],
    },
    {
      name: 'data captured behind its ACK and then sent again',
      script: [...HANDSHAKE, ack(10, 101), data(10.01, 1, 100), data(300, 1, 100)],
      frame: 6,
      marks: ['retransmission', 'spuriousRetransmission'],
    },
    {
      name: 'data behind what was acknowledged and never captured',
      script: [...HANDSHAKE, ack(10, 201), data(11, 201, 100)],
      frame: 5,
      marks: ['lostSegment'],
    },
    {
      name: 'a retransmission after an empty segment of its sender',
      script: [...HANDSHAKE, data(10, 1, 100), data(10.1, 101, 100), client(300, '.', { seq: 201, ack: 1 }), data(300.5, 1, 100)],
      frame: 7,
      marks: ['retransmission'],
    },
    {
      name: 'a retransmission within the time that a repeated SYN took',
      script: [
        client(0, 'S'),
        client(1000, 'S'),
        server(1001, 'S.', { ack: 1 }),
        client(1002, '.', { seq: 1, ack: 1 }),
        data(1010, 101, 100),
        data(1300, 1, 100),
      ],
      frame: 6,
      marks: ['retransmission'],
    },
    {
      name: 'a retransmission within a round trip of the first copy',
      script: [
        client(0, 'S'),
        server(100, 'S.', { ack: 1 }),
        client(100.1, '.', { seq: 1, ack: 1 }),
        data(200, 1, 100),
        data(201, 101, 100),
        data(250, 1, 100),
      ],
      frame: 6,
      marks: ['retransmission'],
    },
    {
      name: 'one byte of new data into a closed window',
      script: [...HANDSHAKE, ack(10, 1, { window: 0 }), data(300, 1, 1)],
      frame: 5,
      marks: ['zeroWindowProbe'],
    },
    {
      name: 'the same byte again',
      script: [...HANDSHAKE, ack(10, 1, { window: 0 }), data(300, 1, 1), ack(301, 1, { window: 0 }), data(900, 1, 1)],
      frame: 7,
      marks: ['zeroWindowProbe'],
    },
    {
      name: 'the answer to it',
      script: [...HANDSHAKE, ack(10, 1, { window: 0 }), data(300, 1, 1), ack(301, 1, { window: 0 })],
      frame: 6,
      marks: ['zeroWindow', 'zeroWindowProbeAck'],
    },
    {
      name: 'an answer that takes the byte',
      script: [...HANDSHAKE, ack(10, 1, { window: 0 }), data(300, 1, 1), ack(301, 2)],
      frame: 6,
      marks: [],
    },
    {
      name: 'data from the byte on, once the window is open',
      script: [...HANDSHAKE, ack(10, 1, { window: 0 }), data(300, 1, 1), ack(301, 1, { window: 0 }), ack(400, 1), data(401, 1, 100)],
      frame: 8,
      marks: [],
    },
    {
      name: 'an ordinary ACK of the end that offered the byte',
      script: [
        ...HANDSHAKE,
        ack(10, 1, { window: 0 }),
        data(300, 1, 1),
        server(310, 'P.', { seq: 1, ack: 1, length: 100 }),
        client(311, '.', { seq: 1, ack: 101 }),
      ],
      frame: 7,
      marks: [],
    },
  ] as const;

  it.each(rows)('$name', ({ script, frame, marks }) => {
    expect(follow(script).marks(frame)).toEqual(marks);
  });
});

describe('the same frame seen twice', () => {
  const segment: ScriptedSegment = client(10, 'P.', { seq: 1, ack: 1, length: 50, identification: 777 });

  it('is a duplicate, counted, and no retransmission', () => {
    const outcome = follow([...HANDSHAKE, segment, { ...segment, ms: 10.05, hopLimit: 63 }]);
    expect(outcome.marks(5)).toEqual(['duplicate']);
    expect(outcome.pass.tracker.duplicateFrames).toBe(1);
    expect(outcome.pass.tracker.originalOf(5)).toBe(4);
    expect(outcome.connections[0]?.retransmissions.client).toEqual([]);
  });

  it('is a retransmission when its identification is new', () => {
    expect(follow([...HANDSHAKE, segment, { ...segment, ms: 10.05, identification: 778 }]).marks(5)).toContain('retransmission');
  });

  it('of a SYN is no second attempt to connect', () => {
    const outcome = follow([client(0, 'S', { identification: 9 }), client(0.02, 'S', { identification: 9, hopLimit: 63 }), SYN_ACK]);
    expect(outcome.connections[0]?.retransmissions.client).toEqual([]);
    expect(outcome.connections[0]?.handshake.synFrames).toEqual([1, 2]);
  });

  it('interleaved, as on both sides of a router', () => {
    const copy = (step: ScriptedSegment, index: number): ScriptedSegment => ({
      ...step,
      ms: step.ms + 0.01,
      hopLimit: 63,
      identification: 100 + index,
    });
    const once = [...HANDSHAKE, client(5000, '.', { seq: 0, ack: 1 }), server(5000.3, '.', { seq: 1, ack: 1 })].map((step, i) => ({
      ...step,
      identification: 100 + i,
    }));
    const outcome = follow(once.flatMap((step, i) => [step, copy(step, i)]));
    expect(outcome.pass.tracker.duplicateFrames).toBe(5);
    expect(outcome.connections[0]?.keepAlive[0]?.probes.map((probe) => [probe.frame, probe.answer.frame])).toEqual([[7, 9]]);
  });
});

describe('packets in pieces and about others', () => {
  it('puts IPv4 fragments together: the last one stands for the segment', () => {
    const ends = { source: CLIENT.address, destination: SERVER.address };
    const whole = tcp(ends, { sourcePort: 1, destinationPort: 2, sequence: 5, flags: 0x18, payload: new Uint8Array(2000) });
    const piece = (from: number, to: number, more: boolean) =>
      ethernet(
        { etherType: ETHERTYPE.ipv4 },
        ipv4({ ...ends, protocol: IP_PROTOCOL.tcp, identification: 42, fragmentOffset: from / 8, moreFragments: more }, whole.subarray(from, to)),
      );
    const outcome = followFrames([
      { ms: 0, bytes: piece(1200, 2020, false) },
      { ms: 1, bytes: piece(0, 1200, true) },
    ]);
    expect(outcome.connections[0]).toMatchObject({ firstFrame: 2, packets: 1 });
    expect(outcome.pass.packets.payloadLength.get(1)).toBe(2000);
    expect(outcome.pass.fragments.framesOf(2)).toEqual([2, 1]);
  });

  it('takes an ICMP error that quotes the probe for its answer', () => {
    const probe = client(5000, '.', { seq: 0, ack: 1 });
    const quoted = frameOf(probe, 3).subarray(14, 14 + 28);
    const error = ethernet(
      { etherType: ETHERTYPE.ipv4 },
      ipv4({ source: '203.0.113.1', destination: CLIENT.address, protocol: IP_PROTOCOL.icmp }, icmp(3, 1, 0, quoted)),
    );
    const frames = [...HANDSHAKE, probe].map((step, i) => ({ ms: step.ms, bytes: frameOf(step, i) }));
    const outcome = followFrames([...frames, { ms: 5001, bytes: error }]);
    expect(outcome.connections[0]?.keepAlive[0]?.probes[0]?.answer).toEqual({ kind: 'icmp', frame: 5, latencyMs: 1 });
    expect(outcome.marks(5)).toEqual(['icmpError', 'wrapped']);
  });
});
