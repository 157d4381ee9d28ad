import { describe, expect, it } from 'vitest';
import { follow, HANDSHAKE, type ScriptedSegment } from '../../captures/conversation';

interface Row {
  readonly name: string;
  readonly script: readonly ScriptedSegment[];
  /** Frames of probes by the client and by the server, with what answers each: `a` ack, `R` rst, `-` nothing. */
  readonly client?: readonly [number, string][];
  readonly server?: readonly [number, string][];
  /** Frames that are probes into a zero window. */
  readonly windowProbes?: readonly number[];
}

const LETTERS = { ack: 'a', rst: 'R', icmp: 'i', none: '-' } as const;
const client = (ms: number, seq: number, ack: number, more: Partial<ScriptedSegment> = {}): ScriptedSegment => ({
  ms,
  from: 'client',
  flags: '.',
  seq,
  ack,
  ...more,
});
const server = (ms: number, seq: number, ack: number, more: Partial<ScriptedSegment> = {}): ScriptedSegment => ({
  ms,
  from: 'server',
  flags: '.',
  seq,
  ack,
  ...more,
});

const ROWS: readonly Row[] = [
  {
    name: 'a probe without data after the handshake is answered',
    script: [...HANDSHAKE, client(5000, 0, 1), server(5001, 1, 1)],
    client: [[4, 'a']],
  },
  {
    name: 'a probe with one garbage byte',
    script: [
      ...HANDSHAKE,
      client(3, 1, 1, { flags: 'P.', length: 10 }),
      server(4, 1, 11),
      client(7_200_000, 10, 1, { length: 1 }),
      server(7_200_001, 1, 11),
    ],
    client: [[6, 'a']],
  },
  {
    name: 'the last byte of a longer segment, again after a silence, is a probe also where the peer was not captured',
    script: [
      client(0, 1, 1, { flags: 'P.', length: 100 }),
      client(300, 1, 1, { flags: 'P.', length: 100 }),
      client(60_000, 100, 1, { length: 1 }),
      client(120_000, 100, 1, { length: 1 }),
    ],
    client: [
      [3, '-'],
      [4, '-'],
    ],
  },
  {
    name: 'a message of one byte, sent again where the peer was not captured, is data',
    script: [
      client(0, 1, 1, { flags: 'P.', length: 1 }),
      client(1000, 1, 1, { flags: 'P.', length: 1 }),
      client(3000, 1, 1, { flags: 'P.', length: 1 }),
    ],
  },
  {
    name: 'one byte captured right behind its acknowledgement is data',
    script: [...HANDSHAKE, server(50, 1, 2), client(50.01, 1, 1, { flags: 'P.', length: 1 })],
  },
  {
    name: 'one garbage byte long after the acknowledgement of data that was not captured is a probe',
    script: [...HANDSHAKE, server(50, 1, 11), client(60_000, 10, 1, { length: 1 }), server(60_001, 1, 11)],
    client: [[5, 'a']],
  },
  {
    name: 'one byte of new data into a closed window probes that, again and again, and what follows is no keep-alive',
    script: [
      ...HANDSHAKE,
      server(4, 1, 1, { window: 0 }),
      client(250, 1, 1, { length: 1 }),
      server(251, 1, 1, { window: 0 }),
      client(750, 1, 1, { length: 1 }),
      server(751, 1, 1, { window: 500 }),
      server(752, 1, 1, { flags: 'P.', length: 10 }),
      client(2000, 1, 11),
    ],
    windowProbes: [5, 7],
  },
  {
    name: 'the retransmission of a last byte that nothing acknowledged is data',
    script: [
      ...HANDSHAKE,
      client(3, 1, 1, { flags: 'P.', length: 1 }),
      client(300, 1, 1, { flags: 'P.', length: 1 }),
      client(900, 1, 1, { length: 1 }),
    ],
  },
  {
    name: 'both ends probe; a probe of the other end is no answer',
    script: [...HANDSHAKE, client(5000, 0, 1), server(5000.01, 0, 1), client(5000.2, 1, 1), server(5000.3, 1, 1)],
    client: [[4, 'a']],
    server: [[5, 'a']],
  },
  {
    name: 'the answer may announce another window',
    script: [...HANDSHAKE, client(5000, 0, 1), server(5001, 1, 1, { window: 700 })],
    client: [[4, 'a']],
  },
  {
    name: 'probes into a zero window are window probes',
    script: [
      ...HANDSHAKE,
      client(3, 1, 1, { flags: 'P.', length: 100 }),
      server(4, 1, 101, { window: 0 }),
      client(250, 100, 1),
      server(251, 1, 101, { window: 0 }),
    ],
    windowProbes: [6],
  },
  {
    name: 'a window probe below data in flight',
    script: [
      ...HANDSHAKE,
      client(3, 1, 1, { flags: 'P.', length: 100 }),
      server(4, 1, 51, { window: 0 }),
      client(250, 50, 1),
      server(251, 1, 51, { window: 0 }),
    ],
    windowProbes: [6],
  },
  {
    name: 'the capture begins on an idle connection: the answer proves the first probe',
    script: [client(0, 500, 900), server(1, 900, 501), client(5000, 500, 900), server(5001, 900, 501)],
    client: [
      [1, 'a'],
      [3, 'a'],
    ],
  },
  {
    name: 'the capture begins with one byte: its repetition proves the first probe',
    script: [client(0, 500, 900, { length: 1 }), server(1, 900, 501), client(5000, 500, 900, { length: 1 }), server(5001, 900, 501)],
    client: [
      [1, 'a'],
      [3, 'a'],
    ],
  },
  {
    name: 'the capture begins on an idle connection whose peer is gone: repetition proves both',
    script: [client(0, 500, 900), client(1000, 500, 900), client(2000, 500, 900)],
    client: [
      [1, '-'],
      [2, '-'],
      [3, '-'],
    ],
  },
  {
    name: 'an ordinary ACK at the start of the capture is no probe',
    script: [client(0, 500, 900), server(1, 900, 500, { flags: 'P.', length: 20 }), client(2, 500, 920)],
  },
  {
    name: 'the peer acknowledged what was not captured: its number counts, not ours',
    script: [...HANDSHAKE, server(10, 1, 5001), client(5000, 5000, 1), server(5001, 1, 5001)],
    client: [[5, 'a']],
  },
  {
    name: 'repeated ACKs to data are duplicate ACKs',
    script: [...HANDSHAKE, server(5, 101, 1, { flags: 'P.', length: 10 }), client(6, 1, 1), client(6.1, 1, 1), client(6.2, 1, 1)],
  },
  {
    name: 'an ACK captured behind the FIN that was sent after it',
    script: [...HANDSHAKE, client(10, 1, 1, { flags: 'F.' }), client(10.05, 1, 1), server(11, 1, 2)],
  },
  {
    name: 'a peer that came up again answers by RST',
    script: [...HANDSHAKE, client(5000, 0, 1), server(5001, 1, 0, { flags: 'R' })],
    client: [[4, 'R']],
  },
  {
    name: 'nothing answers; the last RST is no probe',
    script: [...HANDSHAKE, client(5000, 0, 1), client(8000, 0, 1), client(11_000, 0, 1), client(14_000, 1, 1, { flags: 'R.' })],
    client: [
      [4, '-'],
      [5, '-'],
      [6, '-'],
    ],
  },
  {
    name: 'data of the peer that crosses the probe stands for an answer until the pure ACK comes',
    script: [...HANDSHAKE, client(5000, 0, 1), server(5000.1, 1, 1, { flags: 'P.', length: 5 }), server(5000.2, 6, 1)],
    client: [[4, 'a']],
  },
  {
    name: 'probes between data, across the wrap of the sequence space',
    script: [
      ...HANDSHAKE,
      client(3, 1, 1, { flags: 'P.', length: 30 }),
      server(4, 1, 31),
      client(5004, 30, 1),
      server(5005, 1, 31),
      client(6000, 31, 1, { flags: 'P.', length: 30 }),
      server(6001, 1, 61),
      client(11_001, 60, 1),
      server(11_002, 1, 61),
    ],
    client: [
      [6, 'a'],
      [10, 'a'],
    ],
  },
];

describe.each([
  { family: 'IPv4', ipv6: false },
  { family: 'IPv6', ipv6: true },
])('keep-alive probes over $family', ({ ipv6 }) => {
  it.each(ROWS)('$name', ({ script, ...expected }) => {
    const outcome = follow(script, ipv6);
    const report = outcome.connections[0];
    const found = (end: 'client' | 'server') =>
      report?.keepAlive.find((entry) => entry.prober === end)?.probes.map((probe) => [probe.frame, LETTERS[probe.answer.kind]]) ?? [];
    // Without a handshake nobody is known to be the client; here A is taken for it (neither port is below 1024).
    expect({ client: found('client'), server: found('server') }).toEqual({ client: expected.client ?? [], server: expected.server ?? [] });
    const windowProbes = script.map((_, i) => i + 1).filter((frame) => outcome.marks(frame).includes('zeroWindowProbe'));
    expect(windowProbes).toEqual(expected.windowProbes ?? []);
    for (const [frame] of [...(expected.client ?? []), ...(expected.server ?? [])]) expect(outcome.marks(frame)).toContain('keepAlive');
  });
});

describe('keep-alive probes without sequence numbers', () => {
  const unknown = (ms: number, from: 'client' | 'server'): ScriptedSegment => ({ ms, from, flags: '.', seq: 1, ack: 1, sequenceUnknown: true });

  it('infers them from ACKs that nothing provoked, and says so', () => {
    const outcome = follow([...HANDSHAKE, unknown(5000, 'client'), unknown(5001, 'server'), unknown(10_056, 'client'), unknown(10_057, 'server')]);
    const entry = outcome.connections[0]?.keepAlive[0];
    expect(entry?.prober).toBe('client');
    expect(entry?.probes.map(({ frame, inferred, answer }) => ({ frame, inferred, answer: answer.frame }))).toEqual([
      { frame: 4, inferred: true, answer: 5 },
      { frame: 6, inferred: true, answer: 7 },
    ]);
    expect(entry?.intervalMs?.median).toBe(5056);
  });

  it('takes no delayed ACK for one', () => {
    const data: ScriptedSegment = { ms: 4, from: 'server', flags: 'P.', seq: 1, ack: 1, length: 10 };
    const ack: ScriptedSegment = { ms: 44, from: 'client', flags: '.', seq: 1, ack: 11, sequenceUnknown: true };
    expect(follow([...HANDSHAKE, data, ack]).connections[0]?.keepAlive).toEqual([]);
  });
});

describe('an empty ACK captured behind a byte sent after it', () => {
  it('is inferred only, for the byte is in flight', () => {
    const outcome = follow([...HANDSHAKE, client(40, 1, 1, { flags: 'P.', length: 1 }), client(40.001, 1, 1), server(40.1, 1, 2)]);
    expect(outcome.connections[0]?.keepAlive[0]?.probes.map(({ frame, inferred }) => [frame, inferred])).toEqual([[5, true]]);
  });
});

describe('intervals', () => {
  it('leave out the time between probes that data separates', () => {
    const outcome = follow([
      ...HANDSHAKE,
      client(5000, 0, 1),
      server(5001, 1, 1),
      client(10_000, 0, 1),
      server(10_001, 1, 1),
      client(11_000, 1, 1, { flags: 'P.', length: 3 }),
      server(11_001, 1, 4),
      client(16_000, 3, 1),
      server(16_001, 1, 4),
    ]);
    const entry = outcome.connections[0]?.keepAlive[0];
    expect(entry?.intervalMs).toEqual({ median: 5000, min: 5000, max: 5000, mad: 0 });
    expect(entry?.probes.map((probe) => probe.answer.latencyMs)).toEqual([1, 1, 1]);
    expect(entry?.cost.packets).toBe(6);
  });
});
