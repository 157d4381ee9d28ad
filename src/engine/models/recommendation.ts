/** Which numbers to recommend: pure functions of what a finding saw. Seconds, as people set them. */

/** What was seen of an end's settings; null where the capture does not show it. */
export interface SeenSettings {
  readonly idleMs: number | null;
  readonly intervalMs: number | null;
  readonly count: number | null;
}

export interface RecommendedKeepAlive {
  readonly idle: number;
  readonly interval: number;
  readonly count: number;
}

/** Notices a dead peer within two minutes and outlives outages of one. */
const QUICK: RecommendedKeepAlive = { idle: 60, interval: 10, count: 6 };
/** An outage as long again as the one that was seen is to be outlived too. */
const OUTAGE_MARGIN = 2;
/** Probes in the time a device waits: one may be lost. */
const DEVICE_ROUNDS = 2;
/** Largest count that Linux takes (MAX_TCP_KEEPCNT), and one below which a single lost probe would matter. */
const MOST_PROBES = 127;
const FEWEST_PROBES = 3;

/** To notice a dead peer: the settings seen where they are quick enough, else such as are. */
export function toNotice(seen: SeenSettings): RecommendedKeepAlive {
  const { idleMs, intervalMs, count } = seen;
  const known = idleMs !== null && intervalMs !== null && count !== null;
  const isQuick = known && idleMs + intervalMs * count <= deathMs(QUICK) && count >= FEWEST_PROBES;
  return isQuick ? { idle: wholeSeconds(idleMs), interval: wholeSeconds(intervalMs), count } : QUICK;
}

/** To outlive outages like the one that killed a connection. */
export function toOutlive(seen: SeenSettings, outageMs: number): RecommendedKeepAlive {
  const idle = seen.idleMs === null ? QUICK.idle : wholeSeconds(seen.idleMs);
  const interval = seen.intervalMs === null ? QUICK.interval : wholeSeconds(seen.intervalMs);
  const count = Math.ceil((OUTAGE_MARGIN * outageMs) / 1000 / interval);
  if (count <= MOST_PROBES) return { idle, interval, count: Math.max(FEWEST_PROBES, count) };
  return { idle, interval: Math.ceil((OUTAGE_MARGIN * outageMs) / 1000 / MOST_PROBES), count: MOST_PROBES };
}

/** To refresh a device that forgets idle connections after `timeoutMs`. */
export function toRefresh(seen: SeenSettings, timeoutMs: number): RecommendedKeepAlive {
  const idle = Math.max(1, Math.floor(timeoutMs / 1000 / DEVICE_ROUNDS));
  const interval = Math.min(idle, seen.intervalMs === null ? QUICK.interval : wholeSeconds(seen.intervalMs));
  return { idle, interval, count: Math.max(FEWEST_PROBES, seen.count ?? QUICK.count) };
}

/** Milliseconds from the last segment of a peer until it is given up. */
export function deathMs({ idle, interval, count }: RecommendedKeepAlive): number {
  return (idle + interval * count) * 1000;
}

/** Range that AWS Network Load Balancer takes, its default the least that is recommended; Azure's in minutes; the default of Cloud NAT. */
const NLB = { least: 350, most: 6000 } as const;
const AZURE_MINUTES = { least: 4, most: 100 } as const;
const CLOUD_NAT_LEAST = 1200;

/** The numbers of the `keep-alive` recipes. */
export function keepAliveNumbers(recommended: RecommendedKeepAlive): Readonly<Record<string, number>> {
  const { idle } = recommended;
  const patient = idle * DEVICE_ROUNDS;
  return {
    ...recommended,
    idleMs: idle * 1000,
    pingTime: idle,
    pingMinTime: Math.max(1, Math.floor(idle / 2)),
    nlbTimeout: Math.min(NLB.most, Math.max(NLB.least, patient)),
    azureMinutes: Math.min(AZURE_MINUTES.most, Math.max(AZURE_MINUTES.least, Math.ceil(patient / 60))),
    natTimeout: Math.max(CLOUD_NAT_LEAST, patient),
  };
}

/** A user timeout, where no setting tells a better one. */
export const USER_TIMEOUT_MS = 30_000;

/** Periods that an end waits for a heartbeat: one late and one lost beat are outlived. */
const HEARTBEAT_PERIODS = 3;

/** The numbers of the `heartbeat` recipes. */
export function heartbeatNumbers(periodMs: number): Readonly<Record<string, number>> {
  const period = Math.max(1, Math.round(periodMs / 1000));
  const timeout = Math.max(1, Math.ceil((HEARTBEAT_PERIODS * periodMs) / 1000));
  // A broker waits for one and a half times what the client announces (MQTT 3.1.1 section 3.1.2.10).
  return { period, timeout, timeoutMs: timeout * 1000, mqttKeepAlive: Math.ceil(timeout / 1.5) };
}

/** Seconds by which a client gives up an idle connection before the server: more than a round trip and both timers' steps. */
const HTTP_MARGIN = 5;
/** Longest time that a server is asked to hold an idle connection. */
const LONGEST_HTTP_IDLE = 620;

/** The numbers of the `http-idle` recipes: clients below the server's timeout, or a server that is more patient where its timeout is too short for that. */
export function httpIdleNumbers(serverMs: number | null, clientMs: number | null): Readonly<Record<string, number>> {
  const seen = Math.max(1, Math.round((serverMs ?? 60_000) / 1000));
  const wanted = clientMs === null ? seen : Math.ceil(clientMs / 1000) + HTTP_MARGIN;
  const server = Math.min(LONGEST_HTTP_IDLE, Math.max(seen, wanted, 2 * HTTP_MARGIN));
  const client = server - HTTP_MARGIN;
  return { server, client, serverMs: server * 1000, clientMs: client * 1000, headersMs: (server + 1) * 1000 };
}

function wholeSeconds(ms: number): number {
  return Math.max(1, Math.round(ms / 1000));
}
