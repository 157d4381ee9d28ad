/**
 * What the kernel of a host says about its TCP: sampled live (here, in a network namespace, over ssh) or read from text that was saved or pasted.
 * A series of samples of one host is a *recording*; the session keeps it until it is forgotten.
 *
 * How a view shows samples on a capture's time axis: `host.listener` gives the queue of one listener in a range of time and `host.counters` the
 * counters, both as columns. With `capture` set, times (asked for and answered) are ms since that capture's first packet, else ms since the epoch.
 * With `recording: null` the engine takes the recording that has most to tell about that part of time (the answer names it, null: none has).
 */
import * as z from 'zod/mini';
import { MAX_HOST_INTERVAL_MS, MIN_HOST_INTERVAL_MS, NETNS_NAME, SSH_DESTINATION } from './choices';
import { findingSchema } from './report';

const method = <P extends z.core.$ZodType, R extends z.core.$ZodType>(params: P, result: R) => ({ kind: 'method' as const, params, result });
const stream = <P extends z.core.$ZodType, I extends z.core.$ZodType>(params: P, item: I) => ({ kind: 'stream' as const, params, item });

const none = z.object({});
const count = z.int().check(z.nonnegative());
const f64 = z.instanceof(Float64Array);
const recording = count;
const port = z.int().check(z.minimum(0), z.maximum(65_535));

/** A socket in state LISTEN. Linux shows the length of its accept queue as Recv-Q and the limit as Send-Q; the queue holds limit + 1. */
export const listeningSocketSchema = z.object({
  /** As `ss -n` writes it, without brackets: `0.0.0.0`, `::`, `*` (both families), `fe80::1%eth0`. */
  address: z.string(),
  port,
  /** Connections that wait for accept(). */
  queue: count,
  /** min(backlog of listen(), somaxconn); null where the source does not tell (`netstat -lnt`). */
  limit: z.nullable(count),
  /** Sockets in SYN-RECV of this listener; null when the sample holds no list of sockets. */
  halfOpen: z.nullable(count),
});
export type ListeningSocket = z.infer<typeof listeningSocketSchema>;

/** A socket that has a timer running, as `ss -o` shows it. */
export const socketTimerSchema = z.object({
  /** As ss writes it: `ESTAB`, `SYN-SENT`, `FIN-WAIT-1` ... */
  state: z.string(),
  local: z.string(),
  localPort: port,
  peer: z.string(),
  peerPort: port,
  /** Bytes not yet read by the application, and not yet acknowledged by the peer. */
  receiveQueueBytes: count,
  sendQueueBytes: count,
  /** `keepalive`, `on` (retransmission), `persist` (zero window), `timewait`, `unknown`. */
  timer: z.string(),
  /** Until it fires. */
  expiresMs: z.number(),
  /** Probes or retransmissions already sent without an answer. */
  unanswered: count,
});
export type SocketTimer = z.infer<typeof socketTimerSchema>;

/** One look at a host. Null: this look did not hold that part. */
export const hostSampleSchema = z.object({
  /** Clock of the sampled host, ms since the epoch; null: text without a time. */
  timeMs: z.nullable(z.number()),
  listeners: z.nullable(z.array(listeningSocketSchema)),
  timers: z.nullable(z.array(socketTimerSchema)),
  /** There were more sockets than are kept in `timers`. */
  timersTruncated: z.boolean(),
  /** Totals since the start of the host (or network namespace), by name as in `HOST_COUNTERS`; a name is missing where the source does not tell it. */
  counters: z.nullable(z.record(z.string(), z.number())),
  /** By full name: `net.core.somaxconn`. */
  sysctls: z.nullable(z.record(z.string(), z.string())),
});
export type HostSample = z.infer<typeof hostSampleSchema>;

/** Damage in a text, or a part of a host that could not be looked at: `host.issue.<code>` in the locales. */
export const hostIssueSchema = z.object({
  code: z.enum(['malformed-line', 'incomplete-table', 'unknown-text', 'too-many-issues', 'time-zone-assumed', 'ss-missing', 'part-not-readable']),
  /** 1-based line of the text; null for a live host. */
  line: z.nullable(count),
  detail: z.string(),
});
export type HostIssue = z.infer<typeof hostIssueSchema>;

/** Where live samples come from: this machine or `ssh`, and there the namespace `netns`. */
export const hostTargetSchema = z.object({
  /** Name as in `ip netns list`; null: the namespace that TCPulse (or the remote shell) runs in. */
  netns: z.nullable(z.string().check(z.regex(NETNS_NAME))),
  /** `user@host`, `ssh://user@host:port` or a name of the user's ssh configuration; null: this machine. */
  ssh: z.nullable(z.string().check(z.regex(SSH_DESTINATION))),
});
export type HostTarget = z.infer<typeof hostTargetSchema>;

export const hostOriginSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('live'), target: hostTargetSchema }),
  z.object({ kind: z.literal('text'), name: z.string() }),
]);
export type HostOrigin = z.infer<typeof hostOriginSchema>;

/** A series of samples of one host, in the order taken. */
export const hostRecordingSchema = z.object({
  recording,
  origin: hostOriginSchema,
  /** Being sampled now. */
  live: z.boolean(),
  samples: count,
  /** Of the first and last sample that has a time; null: none has. */
  firstMs: z.nullable(z.number()),
  lastMs: z.nullable(z.number()),
  issues: z.array(hostIssueSchema),
});
export type HostRecording = z.infer<typeof hostRecordingSchema>;

/** What happened between two samples to one counter that moved: `host.counter.<name>` in the locales says what it means. */
export const hostChangeSchema = z.object({
  name: z.string(),
  before: z.number(),
  after: z.number(),
  delta: z.number(),
  /** Null when the samples have no time. */
  perSecond: z.nullable(z.number()),
  alarming: z.boolean(),
});
export type HostChange = z.infer<typeof hostChangeSchema>;

/** A sample with what moved since the one before: the item of a watched host. */
export const hostLookSchema = z.object({
  recording,
  /** Its place in the recording, from 0. */
  index: count,
  sample: hostSampleSchema,
  /** Since the previous sample that holds counters. */
  changes: z.array(hostChangeSchema),
});
export type HostLook = z.infer<typeof hostLookSchema>;

/** Where text comes from; as `captureSourceSchema` of the captures. */
export const hostTextSourceSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('file'), path: z.string() }),
  z.object({ kind: z.literal('upload'), upload: z.string(), name: z.string() }),
  z.object({ kind: z.literal('text'), name: z.string(), text: z.string() }),
]);

export const DEFAULT_HOST_INTERVAL_MS = 1000;

/** ms since the epoch, or since the first packet of `capture` when that is set; null: without that bound. */
const span = { capture: z.nullable(count), fromMs: z.nullable(z.number()), toMs: z.nullable(z.number()) };

/** The queue of one listener in time; arrays have one element a sample. */
export const listenerSamplesSchema = z.object({
  recording: z.nullable(recording),
  /** The sockets' address, which may be a wildcard; null: no sample shows such a listener. */
  address: z.nullable(z.string()),
  timesMs: f64,
  /** Connections that wait for accept(): ss's Recv-Q; NaN: the listener was not there. */
  queue: f64,
  /** ss's Send-Q; NaN: not known. */
  limit: f64,
  /** Sockets in SYN-RECV; NaN: not sampled. */
  halfOpen: f64,
});
export type ListenerSamples = z.infer<typeof listenerSamplesSchema>;

/** Counters in time; arrays have one element a sample. */
export const counterSamplesSchema = z.object({
  recording: z.nullable(recording),
  timesMs: f64,
  series: z.array(
    z.object({
      name: z.string(),
      /** NaN: not in that sample. */
      totals: f64,
      /** Rise since the sample before, in all and a second; NaN for the first one, and where the counter began anew. */
      deltas: f64,
      ratesHz: f64,
    }),
  ),
});
export type CounterSamples = z.infer<typeof counterSamplesSchema>;

export const hostContract = {
  /** `missing`: what keeps this machine from being sampled, `host.missing.<code>` in the locales; empty: nothing. */
  'host.describe': method(none, z.object({ missing: z.array(z.enum(['not-linux', 'no-ss'])), namespaces: z.array(z.string()) })),
  /** Reads saved or pasted text into a new recording. AppError `not-host-text` when nothing in it is known. */
  'host.read': method(z.object({ source: hostTextSourceSchema }), hostRecordingSchema),
  /**
   * Samples a host while it is read from, into the recording of that target (made when there is none); several watchers of one target share one sampler, at
   * the shortest interval asked for. AppError `host-not-linux`, `no-such-namespace`,
   * `host-not-permitted`, `ssh-failed`, `host-lost`.
   */
  'host.watch': stream(
    z.object({ target: hostTargetSchema, intervalMs: z.number().check(z.minimum(MIN_HOST_INTERVAL_MS), z.maximum(MAX_HOST_INTERVAL_MS)) }),
    hostLookSchema,
  ),
  'host.recordings': method(none, z.array(hostRecordingSchema)),
  'host.forget': method(z.object({ recording }), none),
  /** One sample as it is; null: there is none of that index. */
  'host.look': method(z.object({ recording, index: count }), z.nullable(hostLookSchema)),
  /** One sample; `index` null: the last. Each part that it lacks is taken from the last sample before that holds it. AppError `no-such-recording`. */
  'host.sample': method(z.object({ recording, index: z.nullable(count) }), z.nullable(hostLookSchema)),
  /** What happened between the first and last sample of a part of time (of all that has no time, when both bounds are null). */
  'host.changes': method(z.object({ recording, ...span }), z.array(hostChangeSchema)),
  'host.counters': method(
    z.object({ recording: z.nullable(recording), names: z.array(z.string()).check(z.maxLength(64)), ...span }),
    counterSamplesSchema,
  ),
  'host.listener': method(z.object({ recording: z.nullable(recording), address: z.string(), port, ...span }), listenerSamplesSchema),
  /** Where a capture's listener analysis and what the kernel counted or showed meanwhile contradict each other, or bear each other out, in words. */
  'host.findings': method(z.object({ capture: count, recording: z.nullable(recording), language: z.string() }), z.array(findingSchema)),
};
