/**
 * SYN cookies as packets betray them. With timestamps the SYN-ACK's TSval has its low six bits replaced, so it lags the TSval of the server's next segment
 * by up to 64 ms (net/ipv4/syncookies.c, cookie_init_timestamp); without, there is no place for the client's options, so window scaling is not agreed;
 * and nothing is kept, so no SYN-ACK is sent again by timer.
 */
import { SCALE_SHIFT } from '../flows/connection-table';
import { clientDirection } from '../flows/roles';
import { SCALE_ABSENT } from '../flows/syn-options';
import type { PacketTable } from '../store/packet-table';
import type { AnalyzerInput } from './analyzer';
import type { Attempt } from './listen-queue-attempt';
import type { ServerOpenings } from './listen-queue-openings';
import type { PlainAttempts } from './listen-queue-plain';
import { medianOfSorted } from './statistics';

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

/** Fewer SYN-ACKs without window scaling than this prove nothing, nor do those that come in shorter rows: several servers behind one address may differ. */
const LEAST_WITHHELD = 4;

export interface CookieSigns {
  readonly cookies: Likelihood;
  /** Connections to which window scaling was not granted though offered, to clients that were granted it at other times. */
  readonly withheld: readonly number[];
  /** Connections whose SYN-ACK lags; empty unless cookies are likely. */
  readonly lagging: readonly number[];
  /** Connections for which both time stamps are known. */
  readonly compared: number;
  readonly medianLagMs: number | null;
}

/** Connections whose SYN-ACK's TSval lags that of the server's next segment, and those whose leads. */
class Lags {
  compared = 0;
  leading = 0;
  readonly lagging: number[] = [];
  /** Of each of them. */
  readonly #lagsMs: Float64Array;
  /** Ticks a millisecond of the lagging ones. */
  #slowestRate = Number.POSITIVE_INFINITY;
  #fastestRate = Number.NEGATIVE_INFINITY;

  constructor(
    readonly packets: PacketTable,
    readonly openings: ServerOpenings,
    mostCompared: number,
  ) {
    this.#lagsMs = new Float64Array(mostCompared);
  }

  compare(connection: number): void {
    const stamps = this.openings.stamps(connection);
    if (stamps === null) return;
    const ticks = (stamps.first - stamps.synAck) | 0;
    const elapsedMs = this.packets.differenceNs(stamps.firstFrame - 1, stamps.synAckFrame - 1) / 1e6;
    const lagMs = ticks - elapsedMs;
    this.compared++;
    if (lagMs < -BLUR_MS) this.leading++;
    if (lagMs <= BLUR_MS || lagMs > LARGEST_LAG_MS + BLUR_MS) return;
    const rate = ticks / Math.max(elapsedMs, 1e-6);
    if (rate < this.#slowestRate) this.#slowestRate = rate;
    if (rate > this.#fastestRate) this.#fastestRate = rate;
    this.#lagsMs[this.lagging.length] = lagMs;
    this.lagging.push(connection);
  }

  /** Null where none lags. Asked once: sorts what it is told from. */
  medianLagMs(): number | null {
    return this.lagging.length === 0 ? null : medianOfSorted(this.#lagsMs.subarray(0, this.lagging.length).sort());
  }

  isSteadyClock(): boolean {
    return this.#fastestRate < STEADY_RATE * this.#slowestRate;
  }
}

/** Is window scaling granted to a client that offers it? Null where that does not show. */
function grantsScaling({ connections }: AnalyzerInput, connection: number): boolean | null {
  const client = clientDirection(connections, connection);
  const offered = connections.endState(connection, client) >>> SCALE_SHIFT;
  const granted = connections.endState(connection, (1 - client) as 0 | 1) >>> SCALE_SHIFT;
  return offered === 0 || offered === SCALE_ABSENT || granted === 0 ? null : granted !== SCALE_ABSENT;
}

/** A listener's settings do not change from one SYN to the next: only cookies take back, for a while, what the same clients were granted before or after. */
function withheldScaling(input: AnalyzerInput, attempts: readonly Attempt[], plain: PlainAttempts): readonly number[] {
  // Most listeners withhold nothing: no list is made for them.
  let withheld = attempts.reduce((count, { connection }) => count + (grantsScaling(input, connection) === false ? 1 : 0), 0);
  for (let place = 0; place < plain.count; place++) if (grantsScaling(input, plain.connections[place] as number) === false) withheld++;
  if (withheld < LEAST_WITHHELD) return NONE;
  const ids = [...plain.connections.subarray(0, plain.count), ...attempts.map(({ connection }) => connection)];
  const source = (id: number) => input.connections.addressNumber(id, clientDirection(input.connections, id));
  const granted = new Set(ids.filter((id) => grantsScaling(input, id) === true).map(source));
  const told = ids.filter((id) => granted.has(source(id)) && grantsScaling(input, id) !== null).sort((a, b) => a - b);
  const changes = told.filter((id, index) => index > 0 && grantsScaling(input, id) !== grantsScaling(input, told[index - 1] as number)).length;
  const found = told.filter((id) => grantsScaling(input, id) === false);
  return found.length >= LEAST_WITHHELD && 2 * changes <= found.length ? found : NONE;
}

const NONE: readonly number[] = [];

/** `stateless`: attempts that the server kept nothing for; `stalls` of them completed on the client's side. `timed`: SYN-ACKs sent again by timer. */
export function cookieSigns(
  attempts: readonly Attempt[],
  plain: PlainAttempts,
  stateless: { readonly halfOpen: number; readonly stalls: number },
  timed: number,
): CookieSigns {
  const lags = new Lags(plain.input.packets, plain.openings, plain.count + attempts.length);
  for (let place = 0; place < plain.count; place++) lags.compare(plain.connections[place] as number);
  for (const { connection, served } of attempts) if (served !== null) lags.compare(connection);
  const { lagging, leading, compared } = lags;
  const medianLagMs = lags.medianLagMs();
  const lagsAsCookies =
    lagging.length >= Math.max(LEAST_LAGGING, leading * LAGGING_TO_LEADING) && (medianLagMs ?? 0) >= LEAST_MEDIAN_LAG_MS && !lags.isSteadyClock();
  const keepsNothing = stateless.stalls >= LEAST_STATELESS_STALLS || (stateless.halfOpen >= LEAST_STATELESS && timed > 0);
  const withheld = withheldScaling(plain.input, attempts, plain);
  if (lagsAsCookies) return { cookies: 'likely', lagging, withheld, compared, medianLagMs };
  const unlikely = (compared >= LEAST_LAGGING && lagging.length === 0) || (timed > 0 && stateless.halfOpen + stateless.stalls === 0);
  const likely = keepsNothing || withheld.length > 0;
  return { cookies: likely ? 'likely' : unlikely ? 'unlikely' : 'unknown', lagging: NONE, withheld, compared, medianLagMs: null };
}
