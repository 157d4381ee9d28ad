import type { ReportedListener } from '../../../src/engine/analyzers/listen-queue-report';
import type { ConnectionOutline, ReportedConnection, ReportSource } from '../../../src/engine/session/report-source';
import type { ConnectionReport, FindingReport, KeepAliveReport } from '../../../src/shared/contract/report';
import type { CaptureReport } from '../../../src/shared/contract/report-capture';
import type { ListenerReport } from '../../../src/shared/contract/report-listener';

export function captureReport(changes: Partial<CaptureReport> = {}): CaptureReport {
  return {
    path: 'a.pcap',
    format: 'pcap',
    bytes: 5289,
    packets: 37,
    firstTime: '1700000000.000001',
    lastTime: '1700000086.500001',
    timeBase: 'epoch',
    interfaces: [
      {
        id: 0,
        name: 'eth0',
        linkType: 'ETHERNET',
        linkTypeNumber: 1,
        snapLength: 262144,
        timestampResolution: '1e6',
        received: null,
        dropped: null,
      },
    ],
    duplicateFrames: 0,
    issues: [],
    ...changes,
  };
}

export function connectionReport(id: number, changes: Partial<ConnectionReport> = {}): ConnectionReport {
  return {
    id,
    capture: 0,
    client: { address: '10.0.0.1', port: 40000 + id },
    server: { address: '10.0.0.2', port: 443 },
    rolesKnown: true,
    packets: 10,
    bytes: 1000 + id,
    firstFrame: 1,
    lastFrame: 10,
    firstTime: '1700000000.000001',
    lastTime: '1700000086.500001',
    handshake: { state: 'complete', synFrames: [1], synAckFrames: [2], ackFrame: 3, connectMs: 0.2, fastOpen: false, cookieSuspected: false },
    retransmissions: { client: [], server: [] },
    close: { kind: 'open', by: null, frame: null, states: { client: 'ESTABLISHED', server: 'ESTABLISHED' } },
    keepAlive: [],
    heartbeats: [],
    http: null,
    ...changes,
  };
}

/** Probes every five seconds at frames 4, 6, 8 ...; the last `unanswered` of them have no answer. */
export function keepAliveReport(probes: number, unanswered = 0, inferred = false): KeepAliveReport {
  return {
    prober: 'client',
    probes: Array.from({ length: probes }, (_, index) => ({
      frame: 4 + 2 * index,
      time: `${1700000005 + 5 * index}.000001`,
      payloadBytes: 0,
      inferred,
      answer: index < probes - unanswered ? { kind: 'ack', frame: 5 + 2 * index, latencyMs: 0.3 } : { kind: 'none', frame: null, latencyMs: null },
    })),
    intervalMs: { median: 5000, min: 4999.5, max: 5056, mad: 0.25 },
    settings: {
      idleMs: 5000,
      intervalMs: null,
      count: null,
      userTimeoutMs: null,
      confidence: 0.9,
      alternatives: [],
      unknown: { intervalMs: 'every-probe-answered', count: 'never-given-up', userTimeoutMs: 'not-on-the-wire' },
      presets: [],
    },
    peerState: unanswered === 0 ? 'alive' : 'unknown',
    outcome: { kind: 'open', frame: null, afterMs: null },
    predictedDeath: null,
    cost: {
      packets: 2 * probes - unanswered,
      bytes: 132 * probes,
      packetsPerHour: 1440,
      bytesPerHour: 95_040,
      packetsPerDay: 34_560,
      bytesPerDay: 2_280_960,
      packetsPerMonth: 1_051_200,
      bytesPerMonth: 69_379_200,
      shareOfTraffic: 0.5,
      price: null,
    },
  };
}

export function listenerReport(id: number, changes: Partial<ListenerReport> = {}): ListenerReport {
  return {
    id,
    capture: 0,
    address: '192.0.2.80',
    port: 8000 + id,
    attempts: 14,
    outcomes: { complete: 5, halfOpen: 0, refused: 0, unanswered: 8, reset: 0, stalled: 1 },
    synRetransmissions: 72,
    synAckRetransmissions: 5,
    connectMs: null,
    synSchedule: null,
    synAckSchedule: null,
    synQueue: { peak: 6, pruned: 0, series: [] },
    acceptQueue: { overflow: 'yes', mode: 'ignore', lowerBound: 1, upperBound: 5, series: [], evidence: [] },
    cookies: 'unlikely',
    deferAccept: 'unlikely',
    synRatePeak: 6,
    sources: 5,
    verdict: 'accept-queue-overflow',
    confidence: 0.95,
    ...changes,
  };
}

export function reportedListener(outline: ListenerReport): ReportedListener {
  return {
    capture: outline.capture,
    outline,
    describe: (sink) => {
      for (const field of Object.keys(outline) as (keyof ListenerReport)[]) sink.put(field, outline[field]);
    },
  };
}

export function findingReport(changes: Partial<FindingReport> = {}): FindingReport {
  return {
    code: 'keepalive.peer-crashed',
    severity: 'error',
    confidence: 0.9,
    capture: 0,
    connection: 3,
    listener: null,
    frames: [8, 10, 12],
    data: {},
    ruledOut: [],
    applicationSees: null,
    title: 'The peer is gone',
    detail: 'Three probes went unanswered.',
    advice: 'Look at the peer.',
    ...changes,
  };
}

interface SampleParts extends Omit<Partial<ReportSource>, 'connections' | 'listeners'> {
  readonly connections?: Iterable<ConnectionReport>;
  readonly listeners?: Iterable<ListenerReport>;
}

/** Outlines are made of `connections`. */
export function reportSource({ connections = [], listeners = [], ...changes }: SampleParts = {}): ReportSource {
  const none = { unlisted: [], keepAliveHosts: [], findings: [] };
  return {
    version: '0.1.0',
    captures: [captureReport()],
    ...none,
    ...changes,
    connections: each(connections, reportedConnection),
    outlines: each(connections, outlineOf),
    listeners: each(listeners, reportedListener),
  };
}

function* each<T, U>(items: Iterable<T>, make: (item: T) => U): Generator<U> {
  for (const item of items) yield make(item);
}

function reportedConnection(report: ConnectionReport): ReportedConnection {
  return {
    capture: report.capture,
    id: report.id,
    describe: (sink) => {
      for (const field of Object.keys(report) as (keyof ConnectionReport)[]) sink.put(field, report[field]);
    },
  };
}

function outlineOf(report: ConnectionReport): ConnectionOutline {
  const { packets, bytes, handshake, close, retransmissions, keepAlive, heartbeats, http } = report;
  return {
    packets,
    bytes,
    handshake: handshake.state,
    close: close.kind,
    retransmissions: retransmissions.client.length + retransmissions.server.length,
    probingEnds: keepAlive.map(({ prober, probes, cost }) => ({
      prober,
      probes: probes.length,
      unanswered: probes.filter(({ answer }) => answer.kind === 'none').length,
      bytesPerHour: cost.bytesPerHour,
    })),
    heartbeats: heartbeats.map(({ count, late, missed }) => ({ beats: count, failed: late.length + missed.length })),
    http: http && { requests: http.requests, raced: http.reuseRace !== null },
    report: () => report,
  };
}

export function joinText(chunks: Iterable<Uint8Array>): string {
  const decoder = new TextDecoder();
  let text = '';
  for (const chunk of chunks) text += decoder.decode(chunk, { stream: true });
  return text + decoder.decode();
}
