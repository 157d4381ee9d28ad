/** An engine that answers the whole contract from formulas: captures of any size, slow ones and failing ones, without a file. */
import { synAckBackoff } from '../../src/engine/models/syn-ack-backoff';
import { synBackoff } from '../../src/engine/models/syn-backoff';
import { keepAliveForecast } from '../../src/engine/session/keep-alive-simulation';
import { queueForecast } from '../../src/engine/session/queue-simulation';
import { type CancelSignal, CancelSource } from '../../src/shared/base/cancellation';
import type { CaptureProgress } from '../../src/shared/contract/capture-methods';
import type { Dissection, FieldNode } from '../../src/shared/contract/dissection';
import { AppError } from '../../src/shared/contract/errors';
import type { ConnectionRow, EngineContract, KeepAliveRow, PacketRows } from '../../src/shared/contract/methods';
import { PACKET_MARK } from '../../src/shared/contract/packet-marks';
import { createTexts } from '../../src/shared/locales/texts';
import type { Handlers } from '../../src/shared/rpc/handlers';
import { noHosts } from './fake-hosts';
import { fakeLive } from './fake-live';

export interface FakeCapture {
  readonly name: string;
  readonly packets: number;
  readonly connections: number;
  /** How long it takes to read, in 50 steps; 0: at once. */
  readonly readingMs: number;
  /** Code of the error that reading ends with. */
  readonly fails?: 'not-a-capture';
  /** How many times its packets cannot be read at first. */
  readonly lostReads?: number;
}

/** Time from packet to packet. */
export const FAKE_DELTA_MS = 10;
const BASE_SECONDS = 1_700_000_000;
const PROBE_INTERVAL_MS = 5000;
const STEPS = 50;

interface OpenFake {
  readonly capture: FakeCapture;
  readonly cancelled: CancelSource;
  progress: CaptureProgress;
  /** Times that its packets were asked for. */
  reads: number;
}

/** Captures by the id of the sample that opens them. */
export function fakeEngine(captures: Readonly<Record<string, FakeCapture>>): Handlers<EngineContract> {
  const open = new Map<number, OpenFake>();
  let nextId = 0;
  const opened = (capture: number): OpenFake => {
    const found = open.get(capture);
    if (!found) throw new AppError('no-such-capture', { capture });
    return found;
  };
  return {
    ...fakeLive,
    'workbench.describe': () => ({ version: '0.0.0', root: '/captures', samples: Object.keys(captures).map((id) => ({ id, bytes: 1000 })) }),
    'files.list': () => ({ path: '/captures', parent: null, entries: [] }),
    'captures.open': ({ source }) => {
      const fake = source.kind === 'sample' ? captures[source.id] : undefined;
      if (!fake) throw new AppError('file-not-found', { path: source.kind === 'file' ? source.path : source.kind });
      const id = nextId++;
      const entry: OpenFake = {
        capture: fake,
        cancelled: new CancelSource(),
        reads: 0,
        progress: progressOf(id, fake, fake.readingMs === 0 ? STEPS : 0),
      };
      open.set(id, entry);
      return entry.progress;
    },
    'captures.list': () => [...open.values()].map(({ progress }) => progress),
    'captures.progress': ({ capture }, { signal }) => read(opened(capture), signal),
    'captures.cancel': ({ capture }) => {
      opened(capture).cancelled.cancel();
      return {};
    },
    'captures.close': ({ capture }) => {
      opened(capture).cancelled.cancel();
      open.delete(capture);
      return {};
    },
    'captures.summary': ({ capture }) => summaryOf(opened(capture)),
    'timeline.read': ({ capture, buckets, fromMs, toMs }) => {
      const { packets } = opened(capture).progress;
      const startMs = fromMs ?? 0;
      const endMs = toMs ?? Math.max(0, packets - 1) * FAKE_DELTA_MS;
      const bucketMs = (endMs - startMs) / buckets;
      const before = (ms: number): number => Math.min(packets, Math.max(0, Math.ceil(ms / FAKE_DELTA_MS)));
      const counts = Uint32Array.from({ length: buckets }, (_, i) => {
        const last = i === buckets - 1 && toMs === null ? packets : before(startMs + (i + 1) * bucketMs);
        return last - before(startMs + i * bucketMs);
      });
      return { startMs, bucketMs, packets: counts, bytes: Float64Array.from(counts, (count) => count * 66) };
    },
    'packets.rows': (query) => {
      const entry = opened(query.capture);
      const { name, lostReads = 0 } = entry.capture;
      if (entry.reads++ < lostReads) throw new AppError('file-not-found', { path: name });
      return packetRows(entry, query);
    },
    'packets.dissect': ({ capture, frame }) => {
      if (frame > opened(capture).progress.packets) throw new AppError('no-such-frame', { frame, packets: opened(capture).progress.packets });
      return dissection(capture, frame);
    },
    'packets.write': async function* () {},
    'filter.check': () => null,
    'filter.complete': ({ position }) => ({ from: position, to: position, items: [] }),
    'packets.filter': async function* ({ capture }) {
      const { packets } = opened(capture).progress;
      yield { scanned: packets, packets, shown: packets, done: true };
    },
    'packets.place': ({ capture, connection, frame }) => {
      if (connection == null) return { row: frame - 1 };
      const row = (frame - 1 - connection) / opened(capture).capture.connections;
      return { row: Number.isInteger(row) ? row : null };
    },
    'packets.find': () => ({ frame: null }),
    'packets.atTime': ({ timeMs }) => ({ frame: Math.ceil(timeMs / FAKE_DELTA_MS) + 1 }),
    'connections.rows': ({ capture, from, count, descending, search }) => {
      const { connections } = opened(capture).progress;
      const ids = Array.from({ length: connections }, (_, id) => (descending ? connections - 1 - id : id));
      const found = ids.filter((id) => search === '' || connectionRow(id).client.includes(search));
      return { total: found.length, rows: found.slice(from, from + count).map(connectionRow) };
    },
    'connections.read': () => {
      throw new AppError('no-such-connection');
    },
    'keepAlive.rows': ({ capture, from, count }) => {
      const { keepAliveConnections } = opened(capture).progress;
      const ids = Array.from({ length: keepAliveConnections }, (_, id) => id).slice(from, from + count);
      return { total: keepAliveConnections, rows: ids.map(keepAliveRow) };
    },
    'keepAlive.hosts': () => ({ total: 0, rows: [] }),
    'keepAlive.detail': ({ connection }) => keepAliveDetail(connection),
    'heartbeats.rows': () => ({ total: 0, rows: [] }),
    'heartbeats.detail': () => {
      throw new AppError('no-such-heartbeat');
    },
    'http.rows': () => ({ total: 0, rows: [] }),
    'http.detail': ({ connection }) => {
      throw new AppError('no-http', { connection });
    },
    'listeners.rows': () => ({ total: 0, rows: [] }),
    'listeners.detail': ({ listener }) => {
      throw new AppError('no-such-listener', { listener });
    },
    'listeners.attempts': ({ listener }) => {
      throw new AppError('no-such-listener', { listener });
    },
    'listeners.attempt': ({ connection }) => {
      throw new AppError('no-such-attempt', { connection });
    },
    'simulate.queue': ({ language, points, ...scenario }) =>
      queueForecast(
        scenario,
        (capture) => {
          throw new AppError('no-such-capture', { capture });
        },
        points,
        createTexts(language).t,
      ),
    'simulate.capturedSettings': ({ listener }) => {
      throw new AppError('no-such-listener', { listener });
    },
    'simulate.capturedArrivals': ({ listener }) => {
      throw new AppError('no-such-listener', { listener });
    },
    'simulate.backoff': ({ segment, retries, linear }) => {
      const { retransmissions, givenUp } = segment === 'syn' ? synBackoff(retries, linear) : synAckBackoff(retries);
      return { retransmissions: [...retransmissions], givenUp };
    },
    'simulate.keepAlive': ({ language, ...scenario }) => keepAliveForecast(scenario, createTexts(language).t),
    ...noHosts,
    'findings.rows': () => ({ total: 0, rows: [] }),
    'findings.compare': () => ({}),
    'findings.counts': () => ({ severities: { error: 0, warning: 0, info: 0 }, codes: [] }),
    'findings.marks': () => ({ timesMs: new Float64Array(0), severities: new Uint8Array(0) }),
    'decodeAs.read': () => ({ rules: [], heuristics: true, protocols: [] }),
    'decodeAs.set': ({ rules, heuristics }) => ({ rules, heuristics }),
    'streams.follow': async function* () {},
    'report.write': async function* () {},
    'report.document': async function* () {},
    'statistics.count': async function* ({ capture }) {
      const { packets } = opened(capture).progress;
      yield { scanned: packets, packets, done: true };
    },
    'statistics.conversations': () => ({ total: 0, rows: [] }),
    'statistics.endpoints': () => ({ total: 0, rows: [] }),
    'statistics.hierarchy': () => ({ packets: 0, bytes: 0, nodes: [] }),
    'io.read': () => ({ startMs: 0, bucketMs: 1, series: [] }),
    'bundle.write': async function* () {},
    'captures.annotated': async function* () {},
    'connections.ends': () => {
      throw new AppError('no-such-connection', { connection: 0 });
    },
    'connections.life': () => {
      throw new AppError('no-such-connection', { connection: 0 });
    },
    'connections.place': () => {
      throw new AppError('no-such-connection', { connection: 0 });
    },
    'connections.sequence': () => {
      throw new AppError('no-such-connection', { connection: 0 });
    },
    'captures.compare': () => {
      throw new AppError('no-such-capture', { capture: 0 });
    },
  };
}

function progressOf(id: number, fake: FakeCapture, step: number): CaptureProgress {
  const share = step / STEPS;
  const failed = fake.fails !== undefined && step === STEPS;
  return {
    capture: id,
    name: fake.name,
    state: failed ? 'failed' : step === STEPS ? 'done' : 'reading',
    bytesRead: Math.round(fake.packets * 82 * share),
    bytesTotal: fake.packets * 82,
    packets: fake.fails ? 0 : Math.round(fake.packets * share),
    connections: fake.fails ? 0 : Math.round(fake.connections * share),
    keepAliveConnections: fake.fails ? 0 : Math.min(3, Math.round(fake.connections * share)),
    findings: 0,
    errorFindings: 0,
    issues: 0,
    error: failed ? { code: fake.fails, data: { path: fake.name } } : null,
  };
}

async function* read(entry: OpenFake, signal: CancelSignal): AsyncGenerator<CaptureProgress> {
  for (let step = 0; step <= STEPS && entry.progress.state === 'reading'; step++) {
    if (signal.cancelled) return;
    entry.progress = entry.cancelled.cancelled ? { ...entry.progress, state: 'cancelled' } : progressOf(entry.progress.capture, entry.capture, step);
    yield entry.progress;
    await new Promise((resolve) => setTimeout(resolve, entry.capture.readingMs / STEPS));
  }
  yield entry.progress;
}

function summaryOf({ capture, progress }: OpenFake): ReturnType<Handlers<EngineContract>['captures.summary']> {
  const durationMs = Math.max(0, progress.packets - 1) * FAKE_DELTA_MS;
  return {
    capture: {
      path: capture.name,
      format: 'pcap',
      bytes: progress.bytesTotal ?? 0,
      packets: progress.packets,
      firstTime: progress.packets > 0 ? `${BASE_SECONDS}.000000000` : null,
      lastTime: progress.packets > 0 ? String(BASE_SECONDS + durationMs / 1000) : null,
      timeBase: 'epoch',
      interfaces: [],
      duplicateFrames: 0,
      issues: [],
    },
    name: capture.name,
    baseSeconds: BASE_SECONDS,
    durationMs,
    timeDigits: 9,
    connections: progress.connections,
    keepAliveConnections: progress.keepAliveConnections,
    protocols: [{ name: 'TCP', packets: progress.packets, bytes: progress.packets * 66 }],
    marks: [],
    comments: [],
    names: {},
  };
}

type RowsQuery = Parameters<Handlers<EngineContract>['packets.rows']>[0];

/** Frames of connection c: those whose number leaves c when divided by the connections. */
function packetRows({ capture, progress }: OpenFake, { from, count, frames, connection }: RowsQuery): PacketRows {
  const { connections } = capture;
  const all = progress.packets;
  const total = frames?.length ?? (connection === null ? all : Math.max(0, Math.ceil((all - connection) / connections)));
  const length = Math.max(0, Math.min(count, total - from));
  const numbers = Uint32Array.from({ length }, (_, i) => {
    const row = from + i;
    if (frames) return frames[row] ?? 1;
    return connection === null ? row + 1 : row * connections + connection + 1;
  });
  const of = <T>(make: (frame: number) => T): T[] => Array.from(numbers, make);
  return {
    total,
    frames: numbers,
    seconds: Float64Array.from(numbers, (frame) => Math.floor(((frame - 1) * FAKE_DELTA_MS) / 1000)),
    nanoseconds: Uint32Array.from(numbers, (frame) => (((frame - 1) * FAKE_DELTA_MS) % 1000) * 1e6 + 123),
    deltaNs: Float64Array.from(numbers, (frame) => (frame === 1 ? Number.NaN : FAKE_DELTA_MS * 1e6)),
    connectionDeltaNs: Float64Array.from(numbers, (frame) => (frame <= connections ? Number.NaN : connections * FAKE_DELTA_MS * 1e6)),
    lengths: Uint32Array.from(numbers, (frame) => 54 + (frame % 1400)),
    connections: Uint32Array.from(numbers, (frame) => ((frame - 1) % connections) + 1),
    marks: Uint32Array.from(numbers, (frame) => (frame % 97 === 0 ? PACKET_MARK.retransmission : frame % 50 === 0 ? PACKET_MARK.keepAlive : 0)),
    source: of(() => '10.0.0.1'),
    destination: of(() => '192.0.2.80'),
    protocol: of(() => 'TCP'),
    info: of((frame) => `row of frame ${frame}`),
  };
}

function connectionRow(id: number): ConnectionRow {
  return {
    id,
    client: `10.0.${id >> 8}.${id & 255}`,
    clientPort: 40_000 + (id % 20_000),
    server: '192.0.2.80',
    serverPort: 443,
    rolesKnown: id % 3 !== 2,
    packets: 100 + id,
    bytes: 6600 + id,
    firstFrame: id + 1,
    startMs: id * FAKE_DELTA_MS,
    durationMs: 60_000,
    handshake: 'complete',
    close: 'open',
    probedBy: 'client',
    probes: 12,
    probeConfidence: id === 2 ? 0.5 : null,
    unansweredProbes: id % 2,
    retransmissions: 0,
  };
}

const fakeSettings: KeepAliveRow['settings'] = {
  idleMs: PROBE_INTERVAL_MS,
  intervalMs: null,
  count: null,
  userTimeoutMs: null,
  confidence: 0.9,
  alternatives: [],
  unknown: { intervalMs: 'every-probe-answered', count: 'never-given-up', userTimeoutMs: 'not-on-the-wire' },
  presets: [],
};
const PROBES = 12;
const probeTimes = Array.from({ length: PROBES }, (_, i) => 1000 + i * PROBE_INTERVAL_MS);

function keepAliveRow(id: number) {
  const { client, clientPort, server, serverPort } = connectionRow(id);
  return {
    connection: id,
    prober: 'client' as const,
    client,
    clientPort,
    server,
    serverPort,
    probes: PROBES,
    answered: PROBES - (id % 2),
    inferred: id === 2,
    medianIntervalMs: PROBE_INTERVAL_MS,
    settings: fakeSettings,
    startMs: 1000,
    endMs: 1000 + (PROBES - 1) * PROBE_INTERVAL_MS,
    peerState: 'alive' as const,
    outcome: { kind: 'open' as const, frame: null, afterMs: null },
    outcomeMs: null,
    predictedDeath: null,
    lane: new Uint8Array(100).fill(1),
  };
}

function keepAliveDetail(id: number): ReturnType<Handlers<EngineContract>['keepAlive.detail']> {
  const frames = Uint32Array.from(probeTimes, (time) => time / FAKE_DELTA_MS + 1);
  const lost = (i: number): boolean => id % 2 === 1 && i === PROBES - 1;
  return {
    connection: connectionRow(id),
    ends: [
      {
        prober: 'client',
        frames,
        timesMs: Float64Array.from(probeTimes),
        intervalsMs: Float64Array.from(probeTimes, (_, i) => (i === 0 ? Number.NaN : PROBE_INTERVAL_MS)),
        payloadBytes: new Uint8Array(PROBES),
        inferred: new Uint8Array(PROBES).fill(id === 2 ? 1 : 0),
        answerKinds: Uint8Array.from(probeTimes, (_, i) => (lost(i) ? 0 : 1)),
        answerFrames: frames.map((frame, i) => (lost(i) ? 0 : frame + 1)),
        latenciesMs: Float64Array.from(probeTimes, (_, i) => (lost(i) ? Number.NaN : 10)),
        interval: { median: PROBE_INTERVAL_MS, min: PROBE_INTERVAL_MS, max: PROBE_INTERVAL_MS, mad: 0 },
        cost: { packets: PROBES * 2, bytes: PROBES * 2 * 66 },
      },
    ],
    verdicts: [
      {
        prober: 'client',
        settings: fakeSettings,
        presets: [],
        peerState: 'alive',
        outcome: { kind: 'open', frame: null, afterMs: null },
        predictedDeath: null,
        cost: {
          packets: PROBES * 2,
          bytes: PROBES * 2 * 66,
          packetsPerHour: 1440,
          bytesPerHour: 95_040,
          packetsPerDay: 34_560,
          bytesPerDay: 2_280_960,
          packetsPerMonth: 1_051_200,
          bytesPerMonth: 69_379_200,
          shareOfTraffic: 0.5,
          price: null,
        },
        expected: { intervalsMs: new Float64Array(PROBES).fill(PROBE_INTERVAL_MS), dueMs: new Float64Array(0), deathMs: null },
        shareOfBytes: 0.5,
      },
    ],
    segments: { timesMs: new Float64Array(0), frames: new Uint32Array(0), kinds: new Uint8Array(0), fromClient: new Uint8Array(0), truncated: false },
  };
}

type FieldPart = Pick<FieldNode, 'name' | 'label' | 'offset' | 'length'> & Partial<FieldNode>;

function field(part: FieldPart): FieldNode {
  return { value: null, text: '', bits: null, source: 0, generated: false, explanation: null, issue: null, children: [], ...part };
}

/** 20 bytes that stand for an IPv4 header. */
function dissection(capture: number, frame: number): Dissection {
  const bytes = Uint8Array.from({ length: 20 }, (_, i) => (i === 0 ? 0x45 : (frame + i) & 255));
  const tree = [
    field({
      name: 'ip',
      label: 'Internet Protocol Version 4',
      offset: 0,
      length: 20,
      children: [
        field({ name: 'ip.version', label: 'Version', offset: 0, length: 1, text: '4', bits: { offset: 0, count: 4 } }),
        field({ name: 'ip.hdr_len', label: 'Header Length', offset: 0, length: 1, text: '20 bytes (5)', bits: { offset: 4, count: 4 } }),
        field({ name: 'ip.ttl', label: 'Time to Live', offset: 8, length: 1, text: String(bytes[8]) }),
      ],
    }),
  ];
  return {
    capture,
    frame,
    tree,
    sources: [{ label: 'Frame', bytes }],
    text: null,
    columns: { source: '10.0.0.1', destination: '192.0.2.80', protocol: 'TCP', info: `row of frame ${frame}` },
    issues: [],
  };
}
