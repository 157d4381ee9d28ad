/**
 * SYN cookies as packets betray them. With timestamps the SYN-ACK's TSval has its low six bits replaced, so it lags the TSval of the server's next segment
 * by up to 64 ms (net/ipv4/syncookies.c, cookie_init_timestamp); and nothing is kept, so no SYN-ACK is sent again by timer.
 */
import type { AnalyzerInput } from './analyzer';
import type { ServerOpenings } from './listen-queue-openings';
import { largest, smallest, spreadOf } from './statistics';

export type Likelihood = 'likely' | 'unlikely' | 'unknown';

/** TSBITS of the kernel: 6, in ticks of a millisecond. */
const LARGEST_LAG_MS = 64;
/** Clocks and capture points blur a lag by this much. */
const BLUR_MS = 2;
/** Fewer connections than this prove nothing. */
const LEAST_LAGGING = 3;
/** Lags of cookies spread over the whole range; those of a jittery path crowd at its low end, and come early as often as late. */
const LEAST_MEDIAN_LAG_MS = 10;
const LAGGING_TO_LEADING = 5;
/** Timestamps that merely tick at another rate are in proportion to the time that passed. */
const STEADY_RATE = 1.5;
/** Attempts whose SYN-ACK was never sent again, beside others whose was: few may be another thing, such as a capture that lost them. */
const LEAST_STATELESS = 20;
const LEAST_STATELESS_STALLS = 2;

interface Lag {
  readonly connection: number;
  readonly ticks: number;
  readonly elapsedMs: number;
  readonly lagMs: number;
}

export interface CookieSigns {
  readonly cookies: Likelihood;
  /** Connections whose SYN-ACK lags; empty unless cookies are likely. */
  readonly lagging: readonly number[];
  /** Connections for which both time stamps are known. */
  readonly compared: number;
  readonly medianLagMs: number | null;
}

/** `stateless`: attempts that the server kept nothing for; `stalls` of them completed on the client's side. `timed`: SYN-ACKs sent again by timer. */
export function cookieSigns(
  input: AnalyzerInput,
  openings: ServerOpenings,
  connections: readonly number[],
  stateless: { readonly halfOpen: number; readonly stalls: number },
  timed: number,
): CookieSigns {
  const lagging: Lag[] = [];
  let compared = 0;
  let leading = 0;
  for (const connection of connections) {
    const lag = lagOf(input, openings, connection);
    if (lag === null) continue;
    compared++;
    if (lag.lagMs < -BLUR_MS) leading++;
    else if (lag.lagMs > BLUR_MS && lag.lagMs <= LARGEST_LAG_MS + BLUR_MS) lagging.push(lag);
  }
  const medianLagMs = spreadOf(Float64Array.from(lagging, ({ lagMs }) => lagMs))?.median ?? null;
  const lagsAsCookies =
    lagging.length >= Math.max(LEAST_LAGGING, leading * LAGGING_TO_LEADING) && (medianLagMs ?? 0) >= LEAST_MEDIAN_LAG_MS && !isSteadyClock(lagging);
  const keepsNothing = stateless.stalls >= LEAST_STATELESS_STALLS || (stateless.halfOpen >= LEAST_STATELESS && timed > 0);
  if (lagsAsCookies) return { cookies: 'likely', lagging: lagging.map(({ connection }) => connection), compared, medianLagMs };
  const unlikely = (compared >= LEAST_LAGGING && lagging.length === 0) || (timed > 0 && stateless.halfOpen + stateless.stalls === 0);
  return { cookies: keepsNothing ? 'likely' : unlikely ? 'unlikely' : 'unknown', lagging: [], compared, medianLagMs: null };
}

function lagOf({ packets }: AnalyzerInput, openings: ServerOpenings, connection: number): Lag | null {
  const stamps = openings.stamps(connection);
  if (stamps === null) return null;
  const ticks = (stamps.first - stamps.synAck) | 0;
  const elapsedMs = packets.differenceNs(stamps.firstFrame - 1, stamps.synAckFrame - 1) / 1e6;
  return { connection, ticks, elapsedMs, lagMs: ticks - elapsedMs };
}

function isSteadyClock(lags: readonly Lag[]): boolean {
  const rates = lags.map(({ ticks, elapsedMs }) => ticks / Math.max(elapsedMs, 1e-6));
  return largest(rates) < STEADY_RATE * smallest(rates);
}
