/** The contract: every method and stream of the workbench, declared as data. Handlers and clients take their types from here. */
import * as z from 'zod/mini';
import { captureContract, captureProgressSchema } from './capture-methods';
import { colourTestSchema } from './colour-rules';
import { connectionLifeContract } from './connection-life';
import { type Contract, method, stream } from './contract';
import { dissectionSchema } from './dissection';
import { exportContract } from './export-methods';
import { filterContract } from './filter-methods';
import { FINDING_SORTS, findingCountsSchema, findingMarksSchema, findingRowSchema, SEVERITIES } from './finding-rows';
import { HEARTBEAT_SORTS, heartbeatDetailSchema, heartbeatRowSchema } from './heartbeat-rows';
import { hostContract } from './host';
import { HTTP_SORTS, httpDetailSchema, httpRowSchema } from './http-rows';
import { ioContract } from './io-chart';
import { KEEP_ALIVE_HOST_SORTS, keepAliveCostSchema, keepAliveHostSchema } from './keep-alive-cost';
import { keepAliveForecastSchema, keepAliveScenarioSchema } from './keep-alive-simulation';
import {
  ATTEMPT_OUTCOMES,
  ATTEMPT_SORTS,
  attemptLadderSchema,
  LISTENER_SORTS,
  listenerAttemptsSchema,
  listenerDetailSchema,
  listenerRowSchema,
} from './listener-rows';
import { liveContract } from './live-methods';
import { projectContract } from './project-methods';
import {
  backoffParamsSchema,
  backoffScheduleSchema,
  capturedArrivalsSchema,
  capturedSettingsSchema,
  queueForecastSchema,
  queueScenarioSchema,
} from './queue-simulation';
import { connectionSchema, endSchema, handshakeStateSchema } from './report';
import { keepAliveOutcomeSchema, keepAliveSettingsSchema, peerStateSchema } from './report-keep-alive';
import { settingsContract } from './settings';
import { statisticsContract } from './statistics';
import { streamContract } from './stream-methods';

const none = z.object({});
const capture = z.int().check(z.nonnegative());
const frame = z.int().check(z.positive());
const count = z.int().check(z.nonnegative());
const f64 = z.instanceof(Float64Array);
const u32 = z.instanceof(Uint32Array);
const u8 = z.instanceof(Uint8Array);
const descending = z.boolean();
/** A window of at most 1000 rows. */
const window = { from: count, count: z.int().check(z.minimum(0), z.maximum(1000)) };
/** Only what was going on in this part of the capture, in ms since its first packet; null: without that bound. */
const range = { fromMs: z.nullable(z.number()), toMs: z.nullable(z.number()) };

/** Limits a list to what has a packet that this display filter shows in the range; absent or null: no limit. The lists throw AppError `filter.syntax`. */
const filter = z.optional(z.nullable(z.string()));

/** Window of the packet table, column-wise; `frames[i]` is the 1-based number of row i. */
export const packetRowsSchema = z.object({
  total: count,
  frames: u32,
  /** Seconds and nanoseconds of each packet since `CaptureSummary.baseSeconds`; NaN where the record has no time. */
  seconds: f64,
  nanoseconds: u32,
  /** Nanoseconds since the previous frame and since the previous frame of the same connection; NaN for the first. */
  deltaNs: f64,
  connectionDeltaNs: f64,
  lengths: u32,
  /** Connection id + 1; 0: none. */
  connections: u32,
  /** Bits of PACKET_MARKS. */
  marks: u32,
  source: z.array(z.string()),
  destination: z.array(z.string()),
  protocol: z.array(z.string()),
  info: z.array(z.string()),
  /** Place, from 1, of the first of the `colours` asked for that fits the row; 0: none. */
  colours: z.optional(u8),
});
export type PacketRows = z.infer<typeof packetRowsSchema>;

export const connectionRowSchema = z.object({
  id: count,
  client: z.string(),
  clientPort: count,
  server: z.string(),
  serverPort: count,
  rolesKnown: z.boolean(),
  packets: count,
  bytes: z.number(),
  firstFrame: frame,
  startMs: z.number(),
  durationMs: z.number(),
  handshake: handshakeStateSchema,
  close: z.enum(['fin', 'rst', 'timeout', 'open']),
  /** Which end sends keep-alive probes. */
  probedBy: z.enum(['client', 'server', 'both', 'neither']),
  probes: count,
  /** How sure it is that they are probes, where no sequence number proves it; null where one does, or there are none. */
  probeConfidence: z.nullable(z.number()),
  unansweredProbes: count,
  retransmissions: count,
});
export type ConnectionRow = z.infer<typeof connectionRowSchema>;

export const CONNECTION_SORTS = [
  'id',
  'client',
  'server',
  'serverPort',
  'packets',
  'bytes',
  'startMs',
  'durationMs',
  'handshake',
  'close',
  'probes',
  'retransmissions',
] as const;

/** For probes that nothing has answered yet: when the prober gives up, in ms since the capture's first packet. */
const predictedDeathSchema = z.nullable(z.object({ timeMs: z.number(), count, assumed: z.boolean(), confidence: z.number() }));

export const keepAliveRowSchema = z.object({
  connection: count,
  prober: endSchema,
  client: z.string(),
  clientPort: count,
  server: z.string(),
  serverPort: count,
  probes: count,
  answered: count,
  inferred: z.boolean(),
  medianIntervalMs: z.nullable(z.number()),
  settings: keepAliveSettingsSchema,
  startMs: z.number(),
  endMs: z.number(),
  peerState: peerStateSchema,
  outcome: keepAliveOutcomeSchema,
  /** Of the outcome's frame; null while open. */
  outcomeMs: z.nullable(z.number()),
  predictedDeath: predictedDeathSchema,
  /** The whole capture in equal parts: 0 where the end sent no probe, else what became of its probes there, the worst: 1 answered, 2 ICMP error, 3 reset, 4 lost. */
  lane: u8,
});
export type KeepAliveRow = z.infer<typeof keepAliveRowSchema>;

/** One end of one connection that probes; arrays have one element a probe, times in ms since the capture's first packet. */
export const keepAliveEndSchema = z.object({
  prober: endSchema,
  frames: u32,
  timesMs: f64,
  /** NaN for the first probe, else time since the previous probe of this end. */
  intervalsMs: f64,
  payloadBytes: u8,
  inferred: u8,
  /** 0 none, 1 ack, 2 rst, 3 icmp. */
  answerKinds: u8,
  /** 0 where there is none. */
  answerFrames: u32,
  /** NaN where there is none. */
  latenciesMs: f64,
  interval: z.nullable(z.object({ median: z.number(), min: z.number(), max: z.number(), mad: z.number() })),
  cost: z.object({ packets: count, bytes: z.number() }),
});
export type KeepAliveEnd = z.infer<typeof keepAliveEndSchema>;

/** What the probes of an end tell: as in the report, with times in ms since the capture's first packet. */
export const keepAliveVerdictSchema = z.object({
  prober: endSchema,
  settings: keepAliveSettingsSchema,
  /** Of `settings.presets`, with where the defaults are written down. */
  presets: z.array(z.object({ id: z.string(), name: z.string(), source: z.string() })),
  peerState: peerStateSchema,
  outcome: keepAliveOutcomeSchema,
  predictedDeath: predictedDeathSchema,
  cost: keepAliveCostSchema,
  /**
   * What the settings let expect: the interval before each probe (NaN: not known), and where the peer was silent in the end, when probes were due and
   * when it was given up (null: not known), in ms since the capture's first packet.
   */
  expected: z.object({ intervalsMs: f64, dueMs: f64, deathMs: z.nullable(z.number()) }),
  /** Share of the connection's bytes that probes and their answers are, 0 to 1. */
  shareOfBytes: z.number(),
});
export type KeepAliveVerdictView = z.infer<typeof keepAliveVerdictSchema>;

export const keepAliveDetailSchema = z.object({
  connection: connectionRowSchema,
  ends: z.array(keepAliveEndSchema),
  /** One entry an end, in the order of `ends`. */
  verdicts: z.array(keepAliveVerdictSchema),
  /** Other segments of the connection for the time line: time in ms, frame, and kind 0 data, 1 SYN, 2 FIN, 3 RST, 4 pure ACK; at most `limit`. */
  segments: z.object({ timesMs: f64, frames: u32, kinds: u8, fromClient: u8, truncated: z.boolean() }),
});
export type KeepAliveDetail = z.infer<typeof keepAliveDetailSchema>;

/** Methods and streams that the engine's worker answers. */
export const engineContract = {
  ...captureContract,
  'workbench.describe': method(
    none,
    z.object({
      version: z.string(),
      /** Folder that `files.list` is limited to; null when files are chosen by a dialog alone. */
      root: z.nullable(z.string()),
      samples: z.array(z.object({ id: z.string(), bytes: count })),
    }),
  ),
  'files.list': method(
    z.object({ path: z.nullable(z.string()) }),
    z.object({
      path: z.string(),
      parent: z.nullable(z.string()),
      entries: z.array(z.object({ name: z.string(), path: z.string(), kind: z.enum(['folder', 'file']), bytes: count, modifiedMs: z.number() })),
    }),
  ),
  'captures.list': method(none, z.array(captureProgressSchema)),
  'captures.cancel': method(z.object({ capture }), none),
  'captures.close': method(z.object({ capture }), none),
  /** Packets and bytes per bucket over the whole capture or a range of ms since its first packet. */
  'timeline.read': method(
    z.object({ capture, buckets: z.int().check(z.minimum(1), z.maximum(5000)), ...range }),
    z.object({ startMs: z.number(), bucketMs: z.number(), packets: u32, bytes: f64 }),
  ),
  /** `frames`: rows of these frames only (the evidence of something); else of all. `connection`: rows of one connection only. */
  'packets.rows': method(
    z.object({
      capture,
      ...window,
      frames: z.nullable(z.array(frame).check(z.maxLength(100_000))),
      connection: z.nullable(count),
      /** A display filter; `total` counts what it shows among the packets it has looked at. Error `filter.syntax`. */
      filter: z.nullable(z.string()),
      /** Tests of colour rules, in order; one whose filter is wrong fits nothing. */
      colours: z.optional(z.array(colourTestSchema).check(z.maxLength(100))),
    }),
    packetRowsSchema,
  ),
  ...filterContract,
  ...streamContract,
  ...statisticsContract,
  ...connectionLifeContract,
  'packets.dissect': method(z.object({ capture, frame }), dissectionSchema),
  /** Text of packets, one line each: what `tcpulse packets` prints. */
  'packets.write': stream(
    z.object({ capture, fields: z.nullable(z.array(z.string())), format: z.enum(['text', 'json']), filter: z.nullable(z.string()) }),
    u8,
  ),
  'connections.rows': method(
    z.object({
      capture,
      ...window,
      ...range,
      filter,
      sort: z.enum(CONNECTION_SORTS),
      descending,
      search: z.string(),
    }),
    z.object({ total: count, rows: z.array(connectionRowSchema) }),
  ),
  'connections.read': method(z.object({ capture, connection: count }), connectionSchema),
  'keepAlive.rows': method(
    z.object({
      capture,
      ...window,
      ...range,
      filter,
      sort: z.enum(['connection', 'probes', 'answered', 'medianIntervalMs', 'startMs']),
      descending,
      search: z.string(),
    }),
    z.object({ total: count, rows: z.array(keepAliveRowSchema) }),
  ),
  'keepAlive.detail': method(z.object({ capture, connection: count, limit: z.int().check(z.minimum(0), z.maximum(100_000)) }), keepAliveDetailSchema),
  /** What each host's network carries for keep-alive, over the connections in the range that the filter leaves. */
  'keepAlive.hosts': method(
    z.object({ capture, ...window, ...range, filter, sort: z.enum(KEEP_ALIVE_HOST_SORTS), descending, search: z.string() }),
    z.object({ total: count, rows: z.array(keepAliveHostSchema) }),
  ),
  /** None while the capture is read; of one that is being recorded what was there a second ago or so. */
  'heartbeats.rows': method(
    z.object({ capture, ...window, ...range, filter, sort: z.enum(HEARTBEAT_SORTS), descending, search: z.string() }),
    z.object({ total: count, rows: z.array(heartbeatRowSchema) }),
  ),
  /** `heartbeat`: the row's id. */
  'heartbeats.detail': method(z.object({ capture, heartbeat: count }), heartbeatDetailSchema),
  /** None while the capture is read. */
  'http.rows': method(
    z.object({ capture, ...window, ...range, filter, sort: z.enum(HTTP_SORTS), descending, search: z.string() }),
    z.object({ total: count, rows: z.array(httpRowSchema) }),
  ),
  'http.detail': method(z.object({ capture, connection: count }), httpDetailSchema),
  /** None while the capture is read; of one that is being recorded what was there a second ago or so. */
  'listeners.rows': method(
    z.object({ capture, ...window, ...range, filter, sort: z.enum(LISTENER_SORTS), descending, search: z.string() }),
    z.object({ total: count, rows: z.array(listenerRowSchema) }),
  ),
  /** `points`: about how many steps and parts are of use; the series show the range, without one the listener's whole time. */
  'listeners.detail': method(
    z.object({ capture, listener: count, ...range, points: z.int().check(z.minimum(1), z.maximum(5000)), language: z.string() }),
    listenerDetailSchema,
  ),
  'listeners.attempts': method(
    z.object({
      capture,
      listener: count,
      ...window,
      ...range,
      filter,
      outcomes: z.array(z.enum(ATTEMPT_OUTCOMES)),
      sort: z.enum(ATTEMPT_SORTS),
      descending,
      search: z.string(),
    }),
    listenerAttemptsSchema,
  ),
  'listeners.attempt': method(z.object({ capture, listener: count, connection: count }), attemptLadderSchema),
  'simulate.keepAlive': method(z.extend(keepAliveScenarioSchema, { language: z.string() }), keepAliveForecastSchema),
  /** `points`: about how many steps of the series are of use. */
  'simulate.queue': method(
    z.extend(queueScenarioSchema, { language: z.string(), points: z.int().check(z.minimum(1), z.maximum(5000)) }),
    queueForecastSchema,
  ),
  'simulate.capturedSettings': method(z.object({ capture, listener: count }), capturedSettingsSchema),
  'simulate.capturedArrivals': method(z.object({ capture, listener: count }), capturedArrivalsSchema),
  'simulate.backoff': method(backoffParamsSchema, backoffScheduleSchema),
  /** Findings in the words of `language`, filtered; null: of any code, of any connection. */
  'findings.rows': method(
    z.object({
      capture,
      ...window,
      ...range,
      filter,
      sort: z.enum(FINDING_SORTS),
      descending,
      severities: z.array(z.enum(SEVERITIES)),
      code: z.nullable(z.string()),
      connection: z.nullable(count),
      /** Absent: of any. */
      minConfidence: z.optional(z.number()),
      language: z.string(),
    }),
    z.object({ total: count, rows: z.array(findingRowSchema) }),
  ),
  ...hostContract,
  /** Holds the captures that are read against each other: what they show together counts among the findings of each from then on. */
  'findings.compare': method(z.object({}), z.object({})),
  'findings.counts': method(z.object({ capture }), findingCountsSchema),
  /** The gravest first, at most `limit`. */
  'findings.marks': method(z.object({ capture, limit: z.int().check(z.minimum(0), z.maximum(100_000)) }), findingMarksSchema),
  ...exportContract,
  ...ioContract,
  ...liveContract,
} satisfies Contract;
export type EngineContract = typeof engineContract;

/** Methods that the shell around the engine answers: Electron's main process, or the server of browser mode. */
export const shellContract = {
  'shell.describe': method(
    none,
    z.object({ kind: z.enum(['electron', 'browser']), openDialog: z.boolean(), upload: z.boolean(), platform: z.string() }),
  ),
  'shell.openDialog': method(none, z.object({ paths: z.array(z.string()) })),
  'shell.recentFiles': method(none, z.object({ files: z.array(z.object({ path: z.string(), name: z.string(), openedMs: z.number() })) })),
  'shell.addRecentFile': method(z.object({ path: z.string() }), none),
  /** Files to open that came from outside the page: command line, menu, drop, a second instance. */
  'shell.openRequests': stream(none, z.object({ paths: z.array(z.string()) })),
  ...projectContract,
  ...settingsContract,
} satisfies Contract;
export type ShellContract = typeof shellContract;
