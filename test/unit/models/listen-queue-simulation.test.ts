/** The simulation held to the drop counts of a real kernel, given the arrivals and settings of its recordings. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { DEFAULT_QUEUE_OPTIONS, type QueueOptions } from '../../../src/engine/models/listen-queue-options';
import { simulateListenQueue, steadyArrivals } from '../../../src/engine/models/listen-queue-simulation';
import { analyse, fileBytes } from '../../captures/analyse-file';

const RECORDINGS = new URL('../../../../shared/scenarios/', import.meta.url);
const present = existsSync(RECORDINGS);
if (!present) console.log('skipped: the recordings of listen queues are not beside this checkout (../shared/scenarios)');

interface Truth {
  readonly scenario: string;
  readonly captures: readonly { readonly file: string }[];
  readonly parameters: Readonly<Record<string, number>>;
  readonly sysctl: { readonly srv: Readonly<Record<string, number>>; readonly cli: Readonly<Record<string, number>> };
  readonly expected: { readonly kernel: Readonly<Record<string, number>> };
}

/** First SYNs of the recording: of clients that ever sent another packet, and of those that did not. */
async function arrivals(file: string) {
  const capture = await analyse(fileBytes(fileURLToPath(new URL(file, RECORDINGS))));
  const { connections } = capture.pass.tracker;
  const { packets } = capture.pass;
  const clients: number[] = [];
  const flood: number[] = [];
  for (let id = 0; id < connections.length; id++) {
    let sent = 0;
    for (let frame = connections.lastFrame(id); frame !== 0; frame = packets.previousFrame.get(frame - 1))
      if ((packets.marks.get(frame - 1) & 2) === 0) sent++;
    (sent > 1 ? clients : flood).push(packets.timeMs(connections.firstFrame(id) - 1));
  }
  const durationMs = packets.timeMs(packets.length - 1);
  const roundTripMs = shortestRoundTrip(capture.pass);
  await capture.close();
  return { clients, flood, durationMs, roundTripMs };
}

function shortestRoundTrip({ tracker }: Awaited<ReturnType<typeof analyse>>['pass']): number {
  let shortest = Number.POSITIVE_INFINITY;
  for (let id = 0; id < tracker.connections.length; id++) {
    const microseconds = tracker.connections.handshakeUs(id);
    if (microseconds > 0) shortest = Math.min(shortest, microseconds / 1000);
  }
  return shortest === Number.POSITIVE_INFINITY ? 1 : shortest;
}

const truths = present
  ? readdirSync(RECORDINGS)
      .filter((name) => /^Q.*\.json$/.test(name))
      .map((name) => JSON.parse(readFileSync(new URL(name, RECORDINGS), 'utf8')) as Truth)
  : [];

describe.skipIf(!present)('simulated listeners of the recordings', () => {
  it.each(truths.filter(({ expected }) => (expected.kernel.ListenDrops ?? 0) > 0))('$scenario: drop counts within ten percent', async (truth) => {
    const { clients, flood, durationMs, roundTripMs } = await arrivals(truth.captures[0]?.file as string);
    const { srv, cli } = truth.sysctl;
    const setting = (name: string) => srv[`net.ipv4.${name}`] as number;
    const { counters } = simulateListenQueue({
      ...DEFAULT_QUEUE_OPTIONS,
      arrivalsMs: clients,
      floodMs: flood,
      backlog: truth.parameters.backlog as number,
      somaxconn: srv['net.core.somaxconn'] as number,
      maxSynBacklog: setting('tcp_max_syn_backlog'),
      syncookies: setting('tcp_syncookies') as QueueOptions['syncookies'],
      abortOnOverflow: setting('tcp_abort_on_overflow') === 1,
      synAckRetries: setting('tcp_synack_retries'),
      synRetries: cli['net.ipv4.tcp_syn_retries'] as number,
      synLinearTimeouts: cli['net.ipv4.tcp_syn_linear_timeouts'] as number,
      acceptEveryMs: acceptEveryMs(truth),
      roundTripMs,
      durationMs,
    });
    const counted = truth.expected.kernel;
    expect(counters.listenDrops / (counted.ListenDrops as number)).toBeGreaterThan(0.9);
    expect(counters.listenDrops / (counted.ListenDrops as number)).toBeLessThan(1.1);
    const overflows = counted.ListenOverflows as number;
    expect(Math.abs(counters.listenOverflows - overflows)).toBeLessThanOrEqual(0.1 * overflows);
  });
});

/** In the floods the application accepts at once; elsewhere never, or one connection a period. */
function acceptEveryMs({ scenario, parameters }: Truth): number {
  if (parameters.period !== undefined) return parameters.period * 1000;
  return scenario.startsWith('Q6') ? 0 : Number.POSITIVE_INFINITY;
}

describe('a simulated listener', () => {
  const NEVER = { ...DEFAULT_QUEUE_OPTIONS, acceptEveryMs: Number.POSITIVE_INFINITY, durationMs: 10_000 };

  it('takes one connection more than its backlog and drops every SYN after that', () => {
    const { counters, outcomes, peaks } = simulateListenQueue({
      ...NEVER,
      backlog: 4,
      arrivalsMs: steadyArrivals(20, 20),
      synRetries: 0,
      synLinearTimeouts: 0,
    });
    expect(peaks.acceptQueue).toBe(5);
    expect(outcomes).toMatchObject({ established: 5, timedOut: 15 });
    expect(counters).toMatchObject({ listenOverflows: 15, listenDrops: 15, reqQFullDrop: 0 });
  });

  it('is limited by somaxconn where that is less than the backlog', () => {
    const { limit, peaks } = simulateListenQueue({ ...NEVER, backlog: 100, somaxconn: 9, arrivalsMs: steadyArrivals(30, 100) });
    expect([limit, peaks.acceptQueue]).toEqual([9, 10]);
  });

  it('answers final ACKs by reset when told to', () => {
    const burst = { ...NEVER, backlog: 4, roundTripMs: 40, arrivalsMs: [0, 100, 200, 300, 300, 300, 300, 300] };
    expect(simulateListenQueue({ ...burst, abortOnOverflow: true }).outcomes).toMatchObject({ established: 5, reset: 3, stalled: 0 });
    expect(simulateListenQueue(burst).outcomes).toMatchObject({ established: 5, reset: 0, stalled: 3 });
  });

  it('drops nothing when it accepts faster than clients come', () => {
    const { counters, outcomes, connectMs } = simulateListenQueue({
      ...DEFAULT_QUEUE_OPTIONS,
      backlog: 4,
      acceptEveryMs: 5,
      arrivalsMs: steadyArrivals(500, 100),
    });
    expect(counters.listenDrops).toBe(0);
    expect(outcomes.accepted).toBe(500);
    expect(Math.max(...connectMs)).toBeCloseTo(1);
  });

  it('answers a flood by cookies, and keeps clients coming in', () => {
    const flooded = { ...DEFAULT_QUEUE_OPTIONS, backlog: 32, floodMs: steadyArrivals(2000, 500), arrivalsMs: [1000, 2000], durationMs: 20_000 };
    const withCookies = simulateListenQueue(flooded);
    expect(withCookies.outcomes).toMatchObject({ established: 2 });
    expect(withCookies.peaks.halfOpen).toBe(33);
    const without = simulateListenQueue({ ...flooded, syncookies: 0, durationMs: 3000 });
    expect(without.outcomes).toMatchObject({ established: 0, waiting: 2 });
  });
});
