/** What may be chosen, by name, and within what limits: plain values, so that the command line can say them without loading a schema. */

/** Analyzers in the order in which they run: what `--without` may leave out. */
export const ANALYZER_IDS = [
  'keep-alive',
  'heartbeat',
  'http-reuse',
  'listen-queue',
  'unanswered-data',
  'unprobed-idle',
  'zero-window',
  'close-wait',
] as const;
export type AnalyzerId = (typeof ANALYZER_IDS)[number];

export const DECODE_AS_SELECTORS = ['tcp.port', 'udp.port', 'tcp.stream'] as const;

export const STATISTICS_LAYERS = ['eth', 'ip', 'ipv6', 'tcp', 'udp'] as const;
export type StatisticsLayer = (typeof STATISTICS_LAYERS)[number];

export const REPORT_DOCUMENT_FORMATS = ['html', 'md', 'json'] as const;
export type ReportDocumentFormat = (typeof REPORT_DOCUMENT_FORMATS)[number];

/** In the order in which they are preferred on this machine; `ssh` and `pipe` only when they are asked for. */
export const LIVE_SOURCES = ['dumpcap', 'tcpdump', 'cap', 'ssh', 'pipe'] as const;
export type LiveSourceKind = (typeof LIVE_SOURCES)[number];

export type LiveThreshold = 'probeUnansweredMs' | 'deathAfterProbes' | 'beatLateShare' | 'ignoredHandshakes';
/** What each threshold may be; `whole`: no fractions. */
export const LIVE_THRESHOLD_LIMITS: Readonly<Record<LiveThreshold, { readonly least: number; readonly most: number; readonly whole: boolean }>> = {
  probeUnansweredMs: { least: 1, most: 3_600_000, whole: false },
  deathAfterProbes: { least: 1, most: 1000, whole: true },
  beatLateShare: { least: 0.01, most: 100, whole: false },
  ignoredHandshakes: { least: 1, most: 1_000_000, whole: true },
};
export const LIVE_THRESHOLDS: Record<LiveThreshold, number> = {
  probeUnansweredMs: 1000,
  deathAfterProbes: 2,
  beatLateShare: 0.25,
  ignoredHandshakes: 3,
};

/** Name of a network namespace, as in `ip netns list`. */
export const NETNS_NAME = /^[\w.+][\w.+-]{0,254}$/;
/** `user@host`, `ssh://user@host:port` or a name of the user's ssh configuration. */
export const SSH_DESTINATION = /^[\w[][\w.@:/%[\]+-]{0,254}$/;
/** Time between two samples of a kernel's counters. */
export const MIN_HOST_INTERVAL_MS = 100;
export const MAX_HOST_INTERVAL_MS = 60_000;
