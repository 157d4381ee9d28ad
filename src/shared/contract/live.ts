/** Live capture on the wire: sources, interfaces, what is recorded and how it goes, findings while packets arrive, recordings left behind. */
import * as z from 'zod/mini';
import { LIVE_SOURCES, LIVE_THRESHOLD_LIMITS, type LiveThreshold } from './choices';

const count = z.int().check(z.nonnegative());
const positive = z.int().check(z.positive());

/** A host reached by ssh: a destination as ssh takes it (`user@host`, or a name of its configuration). */
export const liveRemoteSchema = z.object({
  destination: z.string().check(z.minLength(1), z.maxLength(255), z.regex(/^[^-\s][^\s]*$/)),
  port: z.nullable(z.int().check(z.minimum(1), z.maximum(65_535))),
  /** Runs the remote program as `sudo -n`. */
  sudo: z.boolean(),
});
export type LiveRemote = z.infer<typeof liveRemoteSchema>;

/** `missing`: not installed. `not-permitted`: installed, but this user may not capture with it. */
export const LIVE_SOURCE_STATES = ['ready', 'missing', 'not-permitted'] as const;
export const liveSourceSchema = z.object({
  kind: z.enum(LIVE_SOURCES),
  state: z.enum(LIVE_SOURCE_STATES),
  /** Path of the program; null when it is missing. */
  program: z.nullable(z.string()),
  version: z.nullable(z.string()),
  /** What the program itself said, for people who want to know exactly; empty when it said nothing. */
  said: z.string(),
  /** False: times are those of arrival at our process, not the kernel's. */
  kernelTimes: z.boolean(),
});
export type LiveSource = z.infer<typeof liveSourceSchema>;

export const liveSourcesSchema = z.object({
  /** Of this machine, in order of preference. */
  sources: z.array(liveSourceSchema),
  /** The one taken when none is asked for; null when none is ready. */
  chosen: z.nullable(z.enum(LIVE_SOURCES)),
  /** As Node names it: the words on what to do differ. */
  platform: z.string(),
  user: z.string(),
  /** Whether dumpcap can be started through pkexec, which asks the user for the administrator's password. */
  pkexec: z.boolean(),
});
export type LiveSources = z.infer<typeof liveSourcesSchema>;

export const liveInterfaceSchema = z.object({
  name: z.string(),
  description: z.nullable(z.string()),
  addresses: z.array(z.string()),
  state: z.enum(['up', 'down', 'unknown']),
  loopback: z.boolean(),
  /** Every interface of the machine at once. */
  all: z.boolean(),
  /** LINKTYPE_ name that a capture will have; null while it is not known. */
  linkType: z.nullable(z.string()),
});
export type LiveInterface = z.infer<typeof liveInterfaceSchema>;

/** Counters of an interface since it came up. */
export const liveTrafficSchema = z.array(z.object({ name: z.string(), packets: z.number(), bytes: z.number() }));
export type LiveTraffic = z.infer<typeof liveTrafficSchema>;

export const liveTargetSchema = z.object({
  /** Null: the first that is ready. */
  source: z.nullable(z.enum(LIVE_SOURCES)),
  remote: z.nullable(liveRemoteSchema),
  /** Name of an interface; for `pipe` the path of a named pipe, `-` for standard input. */
  interface: z.string().check(z.minLength(1), z.maxLength(4096)),
  /** BPF syntax (pcap-filter); empty: everything. */
  filter: z.string().check(z.maxLength(10_000)),
});
export type LiveTarget = z.infer<typeof liveTargetSchema>;

/** `message`: the compiler's, null when the filter is right; `checked` is false where no compiler could be asked. */
export const liveFilterCheckSchema = z.object({ valid: z.boolean(), checked: z.boolean(), message: z.nullable(z.string()) });
export type LiveFilterCheck = z.infer<typeof liveFilterCheckSchema>;

/** Null: no such limit. */
export const liveLimitsSchema = z.object({
  seconds: z.nullable(z.number().check(z.positive())),
  bytes: z.nullable(positive),
  packets: z.nullable(positive),
});

/** A new file after any of these; the oldest is removed when there are more than `files`. */
export const liveRingSchema = z.object({
  files: z.nullable(z.int().check(z.minimum(2), z.maximum(100_000))),
  bytes: z.nullable(z.int().check(z.minimum(4096))),
  seconds: z.nullable(z.number().check(z.positive())),
});
export type LiveRing = z.infer<typeof liveRingSchema>;

export const liveOptionsSchema = z.extend(liveTargetSchema, {
  /** Bytes kept of each packet; null: all. */
  snapLength: z.nullable(z.int().check(z.minimum(64), z.maximum(262_144))),
  promiscuous: z.boolean(),
  /** Of the kernel's buffer, in MiB. */
  bufferMiB: z.int().check(z.minimum(1), z.maximum(2048)),
  stopAfter: liveLimitsSchema,
  ring: z.nullable(liveRingSchema),
  /** Where the recording is written; null: a private temporary file. */
  file: z.nullable(z.string()),
  /** Start dumpcap through pkexec: the user was asked. */
  elevate: z.boolean(),
});
export type LiveOptions = z.infer<typeof liveOptionsSchema>;

/** Why a recording ended. The first three are wanted; the others are faults, whose words are `live.end.<code>`. */
export const LIVE_ENDS = [
  'stopped',
  'limit',
  'source-ended',
  'interface-gone',
  'interface-down',
  'source-died',
  'source-hangs',
  'source-silent',
  'not-permitted',
  'bad-filter',
  'disk-full',
  'not-writable',
  'remote-lost',
  'malformed-stream',
  'recorder-lost',
  'owner-lost',
] as const;
export const liveEndSchema = z.object({
  code: z.enum(LIVE_ENDS),
  /** What the program said last, or where the damage began. */
  detail: z.string(),
});
export type LiveEnd = z.infer<typeof liveEndSchema>;

/** Null: not told by the source (yet). */
export const liveCountersSchema = z.object({
  /** Packets that the recorder took from the source. */
  received: count,
  /** Packets that it wrote: the same, or some were lost by us. */
  written: count,
  bytes: count,
  droppedByKernel: z.nullable(count),
  /** Packets received that the analysis has not reached, and for how long the oldest of them has waited. */
  backlogPackets: count,
  backlogMs: z.number(),
  /** Times that the packets' clock went back by more than half a second. */
  clockSteps: count,
});

export const LIVE_RULES = [
  'probe-unanswered',
  'death-predicted',
  'given-up',
  'peer-reset',
  'beat-late',
  'listener-overflow',
  'syn-unanswered',
] as const;

const threshold = (name: LiveThreshold) => {
  const { least, most, whole } = LIVE_THRESHOLD_LIMITS[name];
  return (whole ? z.int() : z.number()).check(z.minimum(least), z.maximum(most));
};

/** When each rule speaks; whoever starts a capture may set other values. */
export const liveThresholdsSchema = z.object({
  /** A probe that nothing answered for so long, or that another probe followed. */
  probeUnansweredMs: threshold('probeUnansweredMs'),
  /** Unanswered probes in a row from which the time of death is told. */
  deathAfterProbes: threshold('deathAfterProbes'),
  /** A beat so late, as a share of its period. */
  beatLateShare: threshold('beatLateShare'),
  /** Handshakes of a listener whose final ACK, or whose SYN, the server ignored within ten seconds. */
  ignoredHandshakes: threshold('ignoredHandshakes'),
});
export type LiveThresholds = z.infer<typeof liveThresholdsSchema>;

/** Said while packets arrive; what the analysis says at the end is the last word. */
export const liveFindingSchema = z.object({
  /** Counts up; the same id again: the finding has changed. */
  id: count,
  rule: z.enum(LIVE_RULES),
  severity: z.enum(['error', 'warning', 'info']),
  connection: z.nullable(count),
  frames: z.array(positive),
  /** Of the packet, or the moment, that proves it as it stands: ms since the capture's first packet. Durations in `data` count from there. */
  timeMs: z.number(),
  /** Not so any more: the probe was answered late, the beat came. */
  resolved: z.boolean(),
  /** Values for the words `live.rule.<rule>`: durations end in `Ms`. */
  data: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])),
});
export type LiveFinding = z.infer<typeof liveFindingSchema>;

export const LIVE_PHASES = ['starting', 'recording', 'stopping', 'ended'] as const;
export const liveStateSchema = z.object({
  capture: count,
  phase: z.enum(LIVE_PHASES),
  source: z.enum(LIVE_SOURCES),
  interface: z.string(),
  filter: z.string(),
  /** The remote host; null for this machine. */
  host: z.nullable(z.string()),
  kernelTimes: z.boolean(),
  startedMs: z.number(),
  elapsedMs: z.number(),
  counters: liveCountersSchema,
  end: z.nullable(liveEndSchema),
  /** Files of the recording that are there now. */
  files: z.array(z.string()),
  /** True when the recording is nowhere but in our temporary folder. */
  unsaved: z.boolean(),
});
export type LiveState = z.infer<typeof liveStateSchema>;

/** What changed since the item before, at most ten a second. */
export const liveUpdateSchema = z.object({ state: liveStateSchema, findings: z.array(liveFindingSchema) });
export type LiveUpdate = z.infer<typeof liveUpdateSchema>;

/** A recording that nobody saved and whose owner is gone. */
export const liveRecoverySchema = z.object({
  id: z.string().check(z.regex(/^[0-9a-f]{24}$/)),
  interface: z.string(),
  filter: z.string(),
  startedMs: z.number(),
  bytes: count,
});
export type LiveRecovery = z.infer<typeof liveRecoverySchema>;

export const EXPORT_FORMATS = ['pcapng', 'pcap'] as const;
