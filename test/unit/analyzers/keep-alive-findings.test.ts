import { describe, expect, it } from 'vitest';
import { HANDSHAKE, type ScriptedSegment } from '../../captures/conversation';
import { answer, client, find, giveUp, probe, probed, server } from '../../captures/findings';

const alive = [...HANDSHAKE, ...probed(20_030), ...probed(40_060)];
const lost = [probe(60_090), probe(70_090), probe(80_090)];
/** A segment as a router's `any` holds it, before and behind the router. */
const forwarded = (segment: ScriptedSegment, index: number): ScriptedSegment[] =>
  [64, 63].map((hopLimit) => ({ ...segment, hopLimit, identification: index + 1 }));
const keepAliveOf = (script: readonly ScriptedSegment[]) => {
  const found = find(script);
  const [keepAlive] = found.connections[0]?.keepAlive ?? [];
  return {
    codes: found.codes,
    reports: found.reports,
    peerState: keepAlive?.peerState,
    outcome: keepAlive?.outcome,
    death: keepAlive?.predictedDeath,
  };
};

describe('what becomes of the peer', () => {
  const rows: { name: string; script: readonly ScriptedSegment[]; state: string; outcome: string; codes: string[] }[] = [
    { name: 'alive', script: alive, state: 'alive', outcome: 'open', codes: [] },
    {
      name: 'closed in order',
      script: [...alive, client(50_000, 'F.', { seq: 1, ack: 1 }), server(50_001, 'F.', { seq: 1, ack: 2 }), client(50_002, '.', { seq: 2, ack: 2 })],
      state: 'alive',
      outcome: 'closed',
      codes: [],
    },
    { name: 'gone', script: [...alive, ...lost, giveUp(90_090)], state: 'crashed', outcome: 'given-up', codes: ['keepalive.peer-crashed'] },
    {
      name: 'given up off schedule',
      script: [...alive, ...lost, giveUp(84_000)],
      state: 'crashed',
      outcome: 'user-timeout',
      codes: ['keepalive.user-timeout'],
    },
    {
      name: 'given up by its application, a little sooner than a timer fires: those are late at most',
      script: [...alive, ...lost, giveUp(89_500)],
      state: 'crashed',
      outcome: 'user-timeout',
      codes: ['keepalive.user-timeout'],
    },
    {
      name: 'rebooted',
      script: [...alive, probe(60_090), client(60_091, 'R', { seq: 1, window: 0 })],
      state: 'rebooted',
      outcome: 'reset-by-peer',
      codes: ['keepalive.peer-rebooted'],
    },
    {
      name: 'aborted by its application while no probe was out',
      script: [...alive, client(50_000, 'R.', { seq: 1, ack: 1 })],
      state: 'closed',
      outcome: 'reset-by-peer',
      codes: [],
    },
    {
      name: 'answered for by a device on the path',
      script: [...alive, probe(60_090), client(60_091, 'R', { seq: 1, window: 0, hopLimit: 250 })],
      state: 'unreachable',
      outcome: 'reset-by-peer',
      codes: ['keepalive.middlebox-timeout'],
    },
    {
      name: 'reset with an IP identification far from those it counted',
      script: [...alive, probe(60_090), client(60_091, 'R', { seq: 1, window: 0, identification: 40_000 })],
      state: 'rebooted',
      outcome: 'reset-by-peer',
      codes: ['keepalive.peer-rebooted', 'keepalive.middlebox-timeout'],
    },
    {
      name: 'reset with the identification 0 of a host that knows no such connection',
      script: [...alive, probe(60_090), client(60_091, 'R', { seq: 1, window: 0, identification: 0 })],
      state: 'rebooted',
      outcome: 'reset-by-peer',
      codes: ['keepalive.peer-rebooted'],
    },
    {
      name: 'answered for by the router whose `any` was captured, with the hop limit that the peer has before it',
      script: [
        ...[...alive, probe(60_090)].flatMap((segment, index) => forwarded(segment, index)),
        client(60_091, 'R', { seq: 1, window: 0, hopLimit: 64, identification: 0 }),
      ],
      state: 'unreachable',
      outcome: 'reset-by-peer',
      codes: ['keepalive.middlebox-timeout'],
    },
    {
      name: 'rebooted behind the router whose `any` was captured',
      script: [...alive, probe(60_090), client(60_091, 'R', { seq: 1, window: 0 })].flatMap((segment, index) => forwarded(segment, index)),
      state: 'rebooted',
      outcome: 'reset-by-peer',
      codes: ['keepalive.peer-rebooted'],
    },
    {
      name: 'reset in its name, and heard afterwards: what it sends is answered by resets of a host that forgot the connection',
      script: [
        ...alive,
        probe(60_090),
        client(60_091, 'R', { seq: 1, window: 0 }),
        client(70_000, 'F.', { seq: 1, ack: 1 }),
        server(70_001, 'R', { seq: 1 }),
      ],
      state: 'unreachable',
      outcome: 'reset-by-peer',
      codes: ['keepalive.middlebox-timeout'],
    },
    { name: 'silent when the capture ends', script: [...alive, ...lost], state: 'unknown', outcome: 'open', codes: ['keepalive.probes-unanswered'] },
    { name: 'not answered yet when the capture ends', script: [...alive, probe(60_090)], state: 'alive', outcome: 'open', codes: [] },
    {
      name: 'back after an outage',
      script: [...alive, ...lost, answer(80_091), ...probed(100_120)],
      state: 'alive',
      outcome: 'survived',
      codes: ['keepalive.outage-survived'],
    },
    {
      name: 'back when it was given up',
      script: [...alive, ...lost, giveUp(90_090), client(99_000, 'P.', { seq: 1, ack: 1, length: 5 }), server(99_001, 'R', { seq: 1, window: 0 })],
      state: 'alive',
      outcome: 'given-up',
      codes: ['keepalive.good-connection-killed'],
    },
  ];
  it.each(rows)('$name: $state, $outcome, $codes', ({ script, state, outcome, codes }) => {
    const found = keepAliveOf(script);
    expect(found.peerState).toBe(state);
    expect(found.outcome?.kind).toBe(outcome);
    expect(found.codes).toEqual(codes);
  });

  it.each(rows)('$name: an error names what it ruled out, what the applications saw, and its frames', ({ script }) => {
    for (const report of find(script).reports.filter(({ severity }) => severity === 'error')) {
      expect(report.ruledOut.length).toBeGreaterThan(0);
      expect(report.applicationSees).toMatch(/ETIMEDOUT|ECONNRESET/);
      expect(report.frames.length).toBeGreaterThan(0);
      const words = [report.title, report.detail, report.advice, report.applicationSees, ...report.ruledOut.flatMap(Object.values)].join(' ');
      expect(words).not.toMatch(/\{\{|finding\./);
    }
  });
});

describe('a device that forgets idle connections', () => {
  it('is suspected when the fatal silence, and no silence before, exceeded a known timeout', () => {
    const script = [...HANDSHAKE, probe(300_000), probe(310_000), giveUp(320_000)];
    const { reports, codes } = find(script);
    expect(codes).toEqual(['keepalive.peer-crashed', 'keepalive.middlebox-timeout']);
    expect(reports[1]?.detail).toContain('Azure Load Balancer (240 s)');
    expect(reports[1]?.detail).not.toContain('AWS');
  });

  it('is another reading of a reset after such a silence: the peer resets what an address translator lets through under another address', () => {
    const { findings, reports } = find([...HANDSHAKE, probe(300_000), client(300_001, 'R', { seq: 1, window: 0 })]);
    expect(findings).toMatchObject([
      { code: 'keepalive.peer-rebooted' },
      { code: 'keepalive.middlebox-timeout', severity: 'warning', wording: 'forgotten' },
    ]);
    expect(reports[1]?.detail).toContain('Azure Load Balancer (240 s)');
  });

  it('is not suspected when as long a silence was outlived', () => {
    expect(find([...HANDSHAKE, ...probed(300_000), probe(600_000), probe(610_000), giveUp(620_000)]).codes).toEqual(['keepalive.peer-crashed']);
  });
});

it('tells by which packet the peer shows that a reset was not its own', () => {
  const reset = client(60_091, 'R', { seq: 1, window: 0 });
  const { reports, connections } = find([
    ...alive,
    probe(60_090),
    reset,
    client(70_000, 'P.', { seq: 1, ack: 1, length: 5 }),
    server(70_001, 'R', { seq: 1 }),
  ]);
  expect(connections[0]?.keepAlive?.[0]?.outcome).toEqual({ kind: 'reset-by-peer', frame: 9, afterMs: 20_030 });
  expect(reports).toMatchObject([{ confidence: 0.95, frames: [8, 9, 10], data: { heardFrame: 10 }, detail: expect.stringContaining('(frame 10)') }]);
});

it('does not blame the count of probes for a working connection that was given up off schedule', () => {
  const { reports } = find([...alive, ...lost, giveUp(84_000), client(99_000, 'P.', { seq: 1, ack: 1, length: 5 })]);
  expect(reports).toMatchObject([{ code: 'keepalive.good-connection-killed', title: expect.not.stringContaining('keep-alive') }]);
});

it('predicts when a series of lost probes ends the connection', () => {
  // Nine probes are assumed: the first at 60.09 s, the end nine intervals of 10 s later.
  expect(keepAliveOf([...alive, ...lost]).death).toEqual({ time: '1700000150.090000', count: 9, assumed: true, confidence: 0.4 });
  expect(keepAliveOf(alive).death).toBeNull();
});

it('one probe is told in the singular', () => {
  const [report] = find([...alive, ...lost.slice(0, 1), giveUp(70_090)]).reports;
  expect(report?.title).toMatch(/after 1 unanswered keep-alive probe$/);
  expect(report?.detail).toContain('sent 1 probe without an answer');
});

it('says in the finding how long that is after the end of the capture, and that the count is assumed', () => {
  // The last packet is the probe at 80.09 s, the end at 150.09 s.
  const report = find([...alive, ...lost]).reports.find(({ code }) => code === 'keepalive.probes-unanswered');
  expect(report?.data).toMatchObject({ deathInMs: 70_000, deathCount: 9, deathAssumed: true });
  expect(report?.detail).toContain('With the count of Linux, 9, that happens 1 min 10 s later');
});

it('points at the frames of the lost answers behind the capture point', () => {
  const { findings } = find([...alive, ...probed(50_060), ...probed(70_090)]);
  expect(findings).toMatchObject([{ code: 'keepalive.answer-lost', severity: 'info', frames: [6, 8] }]);
});

describe('answers that are all lost behind the capture point', () => {
  const healthy = [...HANDSHAKE, ...probed(20_000), ...probed(40_010)];
  const unheard = [...healthy, ...probed(60_020), ...probed(65_030), ...probed(70_040)];

  it('make the prober give up a peer that answers', () => {
    const { codes, findings, reports, connections, pass } = find([...unheard, giveUp(75_050)]);
    expect(codes).toEqual(['keepalive.peer-unreachable']);
    expect(findings[0]).toMatchObject({ wording: 'unheard', frames: [8, 10, 12, 14], data: { lostProbes: 3 } });
    expect(reports[0]?.applicationSees).toContain('The client: ECONNRESET');
    expect(reports[0]?.detail).toContain('192.0.2.1:40000 answered 3 keep-alive probes of the server 198.51.100.7:9000');
    const closes = pass.runs.flatMap((run) => run.close?.(0) ?? []);
    expect(closes).toEqual([{ kind: 'timeout', by: 'server', frame: 14, states: { client: 'CLOSED', server: 'CLOSED' } }]);
    expect(connections[0]?.keepAlive?.[0]).toMatchObject({
      settings: { idleMs: 20_000, intervalMs: 5000, count: 3 },
      peerState: 'unreachable',
      outcome: { kind: 'given-up', frame: 14, afterMs: 35_039 },
    });
  });

  it.each([
    { name: 'a reset off schedule', end: [giveUp(72_000)] },
    { name: 'no reset', end: [] },
    { name: 'probes at the idle time again before the reset', end: [...probed(90_050), giveUp(95_060)] },
    { name: 'a reset that acknowledges nothing', end: [server(75_050, 'R', { seq: 1 })] },
  ])('tell no more than that they are lost, with $name', ({ end }) => {
    const { codes, connections } = find([...unheard, ...end]);
    expect(codes).toEqual(['keepalive.answer-lost']);
    expect(connections[0]?.keepAlive?.[0]?.settings.count).toBeNull();
  });
});

describe('both ends probing over a path that is cut behind the capture point', () => {
  const ofClient = (ms: number) => client(ms, '.', { seq: 0, ack: 1 });
  const cut = [probe(40_000), ofClient(41_000), probe(45_000), probe(50_000), ofClient(51_000), giveUp(55_000), ofClient(61_000), ofClient(71_000)];
  const script = [...HANDSHAKE, ...probed(20_000), ofClient(21_000), server(21_001, '.', { seq: 1, ack: 1 }), ...cut];
  const gaveUp = [...script, client(81_000, 'R.', { seq: 1, ack: 1 })];

  it('is no crash and no working connection killed: the peer lives, the path does not', () => {
    const { codes, findings } = find(script);
    expect(codes.slice(0, 1)).toEqual(['keepalive.peer-unreachable']);
    expect(findings[0]).toMatchObject({ wording: 'path', data: { lostProbes: 3, peerProbes: 2 } });
    expect(codes).not.toContain('keepalive.good-connection-killed');
  });

  it('counts the probes of an end that did not get the reset of the other', () => {
    const ends = find(gaveUp).connections[0]?.keepAlive ?? [];
    const ofEnd = ends.find(({ prober }) => prober === 'client');
    expect(ofEnd?.settings.count).toBe(4);
    expect(ofEnd?.outcome).toMatchObject({ kind: 'given-up' });
  });

  it('leaves a reset that crossed a probe what it is', () => {
    const crossed = [...HANDSHAKE, ...probed(20_000), probe(40_000), client(40_300, 'R.', { seq: 1, ack: 1 }), probe(40_350)];
    expect(find(crossed).connections[0]?.keepAlive?.[0]?.outcome).toMatchObject({ kind: 'reset-by-peer' });
  });
});
