/** Listeners of conversations made in code: other timers, clients and capture points than the recordings have. */
import { describe, expect, it } from 'vitest';
import type { Finding } from '../../../src/engine/analyzers/analyzer';
import { ListenerFindings } from '../../../src/engine/analyzers/listen-queue-findings';
import { listenerReport, listenerSummary } from '../../../src/engine/analyzers/listen-queue-report';
import { bySeverity, CapturePass } from '../../../src/engine/session/capture-pass';
import type { ListenerReport } from '../../../src/shared/contract/report-listener';
import { TCP_FLAG, tcpFrame, tcpOption } from '../../captures/build-packet';

interface Step {
  readonly ms: number;
  /** Client's port; the address is the same unless `source` says another. */
  readonly client: number;
  readonly source?: string;
  /** `>` from the client, `<` from the server. */
  readonly way: '>' | '<';
  readonly flags: 'S' | 'S.' | '.' | 'R' | 'R.';
  readonly length?: number;
  /** Of a SYN or SYN-ACK: it holds the window scale option. */
  readonly scaling?: boolean;
}

const SERVER = '198.51.100.7';
const PORT = 5432;
const FLAGS = { S: TCP_FLAG.syn, 'S.': TCP_FLAG.syn | TCP_FLAG.ack, '.': TCP_FLAG.ack, R: TCP_FLAG.rst, 'R.': TCP_FLAG.rst | TCP_FLAG.ack } as const;

function listenerOf(steps: readonly Step[]): { listener: ListenerReport; findings: readonly Finding[]; codes: string[] } {
  const pass = new CapturePass();
  pass.interface({ linkType: 1, snapLength: 65_535, timestampResolution: 1e6, name: null, description: null });
  for (const [index, step] of [...steps].sort((a, b) => a.ms - b.ms).entries()) {
    const bytes = frameOf(step, index);
    pass.packet({
      bytes,
      start: 0,
      capturedLength: bytes.length,
      originalLength: bytes.length,
      offset: 0,
      interfaceId: 0,
      seconds: Math.floor(step.ms / 1000),
      nanoseconds: Math.round((step.ms % 1000) * 1e6),
      hasTime: true,
      sequenceUnknown: false,
    });
  }
  pass.finish();
  const [listener] = [...pass.listenQueue.listeners(0)];
  // Attempts that came through at once are only counted: looked at one by one, they tell the same.
  const oneByOne = studiedOneByOne(pass);
  expect(oneByOne.listeners).toEqual([...pass.listenQueue.listeners(0)]);
  expect(oneByOne.findings).toEqual(pass.findings.filter(({ listener: id }) => id !== null));
  return { listener: listener as ListenerReport, findings: pass.findings, codes: pass.findings.map(({ code }) => code) };
}

/** Listeners and findings about them when every attempt is looked at. */
function studiedOneByOne({ listenQueue }: CapturePass): { listeners: ListenerReport[]; findings: readonly Finding[] } {
  const findings = new ListenerFindings(listenQueue.input);
  const listeners = listenQueue.connectionsOfListeners().map((ids, id) => {
    const work = listenQueue.studyListener(ids);
    let step = work.next();
    while (step.done !== true) step = work.next();
    const report = listenerReport(listenQueue.input, listenerSummary(listenQueue.input, step.value, id), 0);
    findings.add(step.value, id, report.port);
    return report;
  });
  return { listeners, findings: findings.all().sort(bySeverity) };
}

function frameOf({ client, source = '192.0.2.9', way, flags, length = 0, scaling = false }: Step, index: number): Uint8Array {
  const fromClient = way === '>';
  const isSyn = flags.startsWith('S');
  const bare = flags === 'S' || flags === 'R';
  return tcpFrame({
    source: fromClient ? source : SERVER,
    destination: fromClient ? SERVER : source,
    hopLimit: 64,
    identification: index + 1,
    sourcePort: fromClient ? client : PORT,
    destinationPort: fromClient ? PORT : client,
    sequence: (fromClient ? client * 1000 : 77_000_000) + (isSyn ? 0 : 1),
    acknowledgment: bare ? 0 : (fromClient ? 77_000_000 : client * 1000) + 1,
    flags: FLAGS[flags],
    window: 500,
    options: scaling ? tcpOption.windowScale(7) : new Uint8Array(0),
    payload: new Uint8Array(length),
  });
}

/** Handshake at `ms`, the client's data acknowledged; answered by the application after `answerMs`, or never. */
function served(client: number, ms: number, answerMs: number | null): Step[] {
  const steps: Step[] = [
    { ms, client, way: '>', flags: 'S' },
    { ms: ms + 0.1, client, way: '<', flags: 'S.' },
    { ms: ms + 0.2, client, way: '>', flags: '.' },
    { ms: ms + 0.3, client, way: '>', flags: '.', length: 20 },
    { ms: ms + 0.4, client, way: '<', flags: '.' },
  ];
  if (answerMs !== null) steps.push({ ms: ms + answerMs, client, way: '<', flags: '.', length: 30 });
  return steps;
}

/** SYNs that nothing answers. */
const unanswered = (client: number, times: readonly number[], source?: string): Step[] =>
  times.map((ms) => ({ ms, client, way: '>', flags: 'S', ...(source === undefined ? {} : { source }) }));

const END: Step = { ms: 60_000, client: 1, source: '192.0.2.200', way: '>', flags: '.' };

describe('an overflow of the accept queue', () => {
  const answered = served(1001, 0, 5);
  it.each([
    { name: 'is excluded where everybody was answered', steps: answered, overflow: 'no' },
    {
      name: 'is not excluded by SYNs that were not answered before the capture ended',
      steps: [...answered, ...unanswered(2000, [300])],
      overflow: 'unknown',
    },
  ])('$name', ({ steps, overflow }) => {
    expect(listenerOf(steps).listener.acceptQueue.overflow).toBe(overflow);
  });
});

describe('the verdict on a listener', () => {
  const full = [1, 2, 3].flatMap((i) => served(1000 + i, i * 100, null));
  const cases: { name: string; steps: Step[]; verdict: string }[] = [
    { name: 'connections that are answered', steps: [1, 2, 3].flatMap((i) => served(1000 + i, i * 100, 5)), verdict: 'healthy' },
    { name: 'an application that thinks for three seconds', steps: [1, 2, 3].flatMap((i) => served(1000 + i, i * 100, 3000)), verdict: 'healthy' },
    {
      name: 'SYNs dropped behind connections that wait, every time',
      steps: [...full, ...unanswered(2000, [1000, 2000, 4000, 8000]), ...unanswered(2001, [1100, 2100, 4100])],
      verdict: 'accept-queue-overflow',
    },
    {
      name: 'one source blocked while others are served behind waiting connections',
      steps: [...full, ...unanswered(2000, [1000, 2000, 4000, 8000], '203.0.113.5'), ...[1, 2, 3, 4].flatMap((i) => served(3000 + i, 1500 * i, 5))],
      verdict: 'lossy-path',
    },
    {
      name: 'a last client whose SYNs nothing answers any more',
      steps: [...Array.from({ length: 20 }, (_, i) => served(1000 + i, i * 100, 5)).flat(), ...unanswered(2000, [3000, 4000, 6000, 10_000])],
      verdict: 'unknown',
    },
    {
      name: 'one of three clients, the last, whose SYNs nothing answers: more than a packet was lost',
      steps: [...served(1001, 0, 5), ...served(1002, 100, 5), ...unanswered(2000, [3000, 4000, 6000])],
      verdict: 'unknown',
    },
    {
      name: 'a client whose SYNs nothing answered, others being served afterwards',
      steps: [...unanswered(2000, [10, 1010], '203.0.113.5'), ...Array.from({ length: 20 }, (_, i) => served(1000 + i, i * 100, 5)).flat()],
      verdict: 'healthy',
    },
    { name: 'SYNs dropped with nothing before', steps: [...unanswered(2000, [0, 1000, 3000]), ...unanswered(2001, [10, 1010])], verdict: 'filtered' },
    {
      name: 'a final ACK answered by a bare reset while others wait',
      steps: [
        ...full,
        { ms: 500, client: 9, way: '>', flags: 'S' },
        { ms: 500.1, client: 9, way: '<', flags: 'S.' },
        { ms: 500.2, client: 9, way: '>', flags: '.' },
        { ms: 500.3, client: 9, way: '<', flags: 'R' },
      ],
      verdict: 'accept-queue-overflow',
    },
    {
      name: 'SYN-ACKs on a timer of three seconds that nothing follows',
      steps: [{ ms: 0, client: 9, way: '>', flags: 'S' }, ...[0.1, 3000, 9000].map((ms): Step => ({ ms, client: 9, way: '<', flags: 'S.' }))],
      verdict: 'half-open',
    },
    {
      name: 'resets to SYNs',
      steps: [1, 2].flatMap((i): Step[] => [
        { ms: i, client: i + 9, way: '>', flags: 'S' },
        { ms: i + 0.1, client: i + 9, way: '<', flags: 'R.' },
      ]),
      verdict: 'refused',
    },
    {
      name: 'waiting connections reset together, then refusals',
      steps: [
        ...full,
        ...[1, 2, 3].map((i): Step => ({ ms: 5000, client: 1000 + i, way: '<', flags: 'R.' })),
        { ms: 6000, client: 9, way: '>', flags: 'S' },
        { ms: 6000.1, client: 9, way: '<', flags: 'R.' },
      ],
      verdict: 'closed',
    },
    {
      name: 'a SYN that meets the connection of before: an ACK, the client resets it, and its SYN again is answered',
      steps: [
        { ms: 0, client: 9, way: '>', flags: 'S' },
        { ms: 0.1, client: 9, way: '<', flags: '.' },
        { ms: 0.2, client: 9, way: '>', flags: 'R' },
        { ms: 1000, client: 9, way: '>', flags: 'S' },
        ...served(9, 1000, 5).slice(1),
      ],
      verdict: 'healthy',
    },
    {
      name: 'both ends open at once',
      steps: [
        { ms: 0, client: 9, way: '>', flags: 'S' },
        { ms: 0.1, client: 9, way: '<', flags: 'S' },
        { ms: 300, client: 9, way: '>', flags: 'S.' },
        { ms: 300.1, client: 9, way: '<', flags: 'S.' },
        ...served(9, 500, 5).slice(3),
      ],
      verdict: 'healthy',
    },
    {
      name: 'two hundred SYNs a second, never answered to their SYN-ACKs',
      steps: Array.from({ length: 300 }, (_, i): Step[] => [
        { ms: i * 5, client: 5000, source: `203.0.${i % 7}.${i % 250}`, way: '>', flags: 'S' },
        { ms: i * 5 + 0.1, client: 5000, source: `203.0.${i % 7}.${i % 250}`, way: '<', flags: 'S.' },
      ]).flat(),
      verdict: 'syn-flood',
    },
    {
      name: 'a bare final ACK, and one more SYN-ACK after seven seconds',
      steps: [
        { ms: 0, client: 9, way: '>', flags: 'S' },
        { ms: 0.1, client: 9, way: '<', flags: 'S.' },
        { ms: 0.2, client: 9, way: '>', flags: '.' },
        { ms: 7000, client: 9, way: '<', flags: 'S.' },
        { ms: 7000.1, client: 9, way: '>', flags: '.' },
      ],
      verdict: 'defer-accept',
    },
  ];

  it.each(cases)('$name: $verdict', ({ steps, verdict }) => {
    const { listener, codes } = listenerOf([...steps, END]);
    expect(listener.verdict).toBe(verdict);
    const listenerCodes = codes.filter((code) => code.startsWith('listener.') && code !== 'listener.cookies');
    expect(listenerCodes).toEqual(verdict === 'healthy' || verdict === 'unknown' ? [] : [`listener.${verdict}`]);
  });
});

describe('SYN cookies without time stamps', () => {
  /** One connection a letter: `y` window scaling granted, `n` not; `N` not, to a client that is never granted it. */
  const steps = (grants: string) =>
    [...grants].flatMap((grant, i) =>
      served(1000 + i, 100 * i, 5).map((step) => {
        const source = grant === 'N' ? '203.0.113.5' : '192.0.2.9';
        return step.flags === 'S' || step.flags === 'S.' ? { ...step, source, scaling: step.flags === 'S' || grant === 'y' } : { ...step, source };
      }),
    );

  it.each([
    { name: 'a burst in which nobody is granted window scaling', grants: 'yyyynnnnnyyyy', cookies: 'likely', withheld: 5 },
    { name: 'settings without window scaling', grants: 'nnnnnnnnnn', cookies: 'unknown' },
    { name: 'a path that takes the option from one client', grants: 'yyyyNNNNNNyyyy', cookies: 'unknown' },
    { name: 'two servers behind one address by turns', grants: 'ynynynynynynynyn', cookies: 'unknown' },
    { name: 'too few to tell', grants: 'yyyynnnyyyy', cookies: 'unknown' },
  ])('$name: $cookies', ({ grants, cookies, withheld }) => {
    const { listener, findings } = listenerOf([...steps(grants), END]);
    expect(listener).toMatchObject({ cookies, verdict: 'healthy' });
    const found = findings.filter(({ code }) => code === 'listener.cookies');
    expect(found).toMatchObject(withheld === undefined ? [] : [{ wording: 'scaling', confidence: 0.75, data: { withheld } }]);
    expect(found[0]?.frames.length).toBe(withheld);
  });
});

describe('what the finding of a listener says', () => {
  const refusal = (client: number, ms: number): Step[] => [
    { ms, client, way: '>', flags: 'S' },
    { ms: ms + 0.1, client, way: '<', flags: 'R.' },
  ];
  const wordingOf = (steps: readonly Step[]) => listenerOf([...steps, END]).findings.map(({ code, wording }) => `${code} ${wording}`);

  it('is not that connections waited where none was reset', () => {
    expect(wordingOf([...served(1, 0, 5), ...served(2, 100, 5), ...refusal(3, 500), ...refusal(4, 600)])).toEqual(['listener.closed idle']);
  });

  it('is that nothing answers any more where others came through before', () => {
    const silent = [2000, 2001].flatMap((port, i) => unanswered(port, [1000 + i, 2000 + i, 4000 + i]));
    expect(wordingOf([...served(1, 0, 5), ...served(2, 100, 5), ...silent])).toEqual(['listener.filtered stopped']);
  });

  it('is not that nothing listens where others came through', () => {
    expect(wordingOf([...refusal(3, 0), ...refusal(4, 100), ...served(1, 500, 5), ...served(2, 600, 5)])).toEqual(['listener.refused partly']);
  });
});

describe('a final ACK that the server ignores', () => {
  const stalled: Step[] = [
    { ms: 0, client: 9, way: '>', flags: 'S' },
    { ms: 0.1, client: 9, way: '<', flags: 'S.' },
    { ms: 0.2, client: 9, way: '>', flags: '.' },
    ...[0.3, 210, 420, 840].map((ms): Step => ({ ms, client: 9, way: '>', flags: '.', length: 40 })),
    ...[1000, 3000].flatMap((ms): Step[] => [
      { ms, client: 9, way: '<', flags: 'S.' },
      { ms: ms + 0.1, client: 9, way: '>', flags: '.' },
    ]),
  ];

  it('is a stalled attempt and a silent drop that names the lost data', () => {
    const { listener, codes } = listenerOf([...stalled, END]);
    expect(listener.outcomes).toMatchObject({ stalled: 1, complete: 0 });
    expect(codes).toContain('connection.silent-drop');
  });

  it('is complete when the second SYN-ACK ends it', () => {
    const { listener, codes } = listenerOf([...stalled.filter(({ ms, length }) => ms < 2000 && length === undefined), END]);
    expect(listener.outcomes).toMatchObject({ stalled: 0, complete: 1 });
    expect(codes).not.toContain('connection.silent-drop');
  });
});
