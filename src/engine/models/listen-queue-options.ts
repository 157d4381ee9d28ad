/** What a simulation of listen queues is told, and what it tells. */

/** Times in milliseconds from the start. Settings are those of Linux: `listen()` backlog, `net.core.somaxconn`, `net.ipv4.tcp_...`. */
export interface QueueOptions {
  /** Arrivals of first SYNs at the server, ascending. */
  readonly arrivalsMs: readonly number[];
  /** Arrivals of SYNs whose senders never send anything else: a flood. */
  readonly floodMs: readonly number[];
  readonly backlog: number;
  readonly somaxconn: number;
  readonly maxSynBacklog: number;
  readonly syncookies: 0 | 1 | 2;
  readonly abortOnOverflow: boolean;
  readonly synAckRetries: number;
  readonly synRetries: number;
  readonly synLinearTimeouts: number;
  /** Time that the application takes for one connection before it accepts the next; 0: at once, Infinity: it never accepts. */
  readonly acceptEveryMs: number;
  readonly roundTripMs: number;
  /** The client sends one segment of data as soon as it is connected, and repeats it until it is acknowledged. */
  readonly sendsData: boolean;
  /** Both queues hold `limit + 1`, or (older kernels) `limit` half-open connections. */
  readonly synQueueHolds: 'limit' | 'limit+1';
  readonly durationMs: number;
}

export const DEFAULT_QUEUE_OPTIONS: QueueOptions = {
  arrivalsMs: [],
  floodMs: [],
  backlog: 128,
  somaxconn: 4096,
  maxSynBacklog: 2048,
  syncookies: 1,
  abortOnOverflow: false,
  synAckRetries: 5,
  synRetries: 6,
  synLinearTimeouts: 4,
  acceptEveryMs: 0,
  roundTripMs: 1,
  sendsData: true,
  synQueueHolds: 'limit+1',
  durationMs: 60_000,
};

/** The kernel's counters (/proc/net/netstat) as they would have risen. */
export interface QueueCounters {
  listenOverflows: number;
  listenDrops: number;
  reqQFullDrop: number;
  reqQFullDoCookies: number;
  synAckRetransmissions: number;
  synRetransmissions: number;
  dataRetransmissions: number;
  embryonicResets: number;
}

export interface QueueOutcomes {
  /** Taken by the server's kernel; `accepted` of them by the application. */
  established: number;
  accepted: number;
  /** The client believes that it is connected, the server does not. */
  stalled: number;
  reset: number;
  /** connect() has not returned, or has failed with ETIMEDOUT. */
  waiting: number;
  timedOut: number;
}

export interface QueueSample {
  readonly ms: number;
  readonly halfOpen: number;
  readonly acceptQueue: number;
}

export interface QueueResult {
  /** min(backlog, somaxconn). */
  readonly limit: number;
  readonly counters: QueueCounters;
  readonly outcomes: QueueOutcomes;
  readonly peaks: { readonly halfOpen: number; readonly acceptQueue: number };
  /** One entry whenever a queue's length changed. */
  readonly series: readonly QueueSample[];
  /** Time from the client's first SYN until connect() returned, of those for whom it did, in order of their arrival. */
  readonly connectMs: readonly number[];
}
