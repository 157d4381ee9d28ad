/** The connections of a report, digested while they pass by: counts, and the few that are worth a line. */
import { formatBytes, formatCount, formatDuration } from '../../shared/base/quantity';
import type { ConnectionReport, KeepAliveReport } from '../../shared/contract/report';
import type { HeartbeatReport } from '../../shared/contract/report-heartbeat';
import type { HttpReport } from '../../shared/contract/report-http';
import type { Translate } from '../../shared/locales/texts';
import type { HeartbeatOutline } from '../analyzers/heartbeat';
import { isUnanswered } from './probe-answer';
import type { ConnectionFate, ConnectionOutline, ProbingOutline } from './report-source';
import { COST_COLUMNS, costCells, MAX_COST_ROWS } from './report-text-cost';
import { HTTP_COLUMNS, httpCells } from './report-text-http';
import { left, MAX_ROWS, right, section } from './report-text-section';
import { TopList } from './top-list';

/** Frames named in one cell. */
const MAX_FRAMES = 8;
/** A connection with more probes than this is made again for each section that shows it, rather than held. */
const MOST_PROBES_HELD = 1000;

interface ProbingEnd extends ProbingOutline {
  readonly outline: ConnectionOutline;
}

/** A heartbeat; `place`: among those of its connection. */
interface BeatingEnd extends HeartbeatOutline {
  readonly place: number;
  readonly outline: ConnectionOutline;
}
/** Heartbeats of which beats failed come first, then the longest. */
const MOST_BEATS = 2 ** 32;
/** HTTP connections of which a request met a close come first, then those with the most requests. */
const MOST_REQUESTS = 2 ** 32;

/** Takes every connection once and keeps no more than it shows. */
export class ConnectionDigest {
  #connections = 0;
  #unlisted = 0;
  readonly #handshakes = new Map<string, number>();
  readonly #closes = new Map<string, number>();
  readonly #largest = new TopList<ConnectionOutline>(MAX_ROWS, ({ bytes }) => bytes);
  readonly #probing = new TopList<ProbingEnd>(MAX_ROWS, ({ probes }) => probes);
  readonly #costly = new TopList<ProbingEnd>(MAX_COST_ROWS, ({ bytesPerHour }) => bytesPerHour ?? 0);
  readonly #unanswered = new TopList<ProbingEnd>(MAX_ROWS, ({ unanswered }) => unanswered);
  readonly #beating = new TopList<BeatingEnd>(MAX_ROWS, ({ failed, beats }) => failed * MOST_BEATS + Math.min(beats, MOST_BEATS - 1));
  readonly #http = new TopList<ConnectionOutline>(MAX_ROWS, ({ http }) => (http?.raced === true ? MOST_REQUESTS : 0) + (http?.requests ?? 0));
  readonly #retransmitting = new TopList<ConnectionOutline>(MAX_ROWS, ({ retransmissions }) => retransmissions);
  readonly #reset = new TopList<ConnectionOutline>(MAX_ROWS, ({ packets }) => packets);

  /** A connection that no list of the report holds. */
  countUnlisted(fate: ConnectionFate): void {
    this.#unlisted++;
    this.#count(fate);
  }

  add(outline: ConnectionOutline): void {
    this.#count(outline);
    this.#largest.add(outline);
    if (outline.retransmissions > 0) this.#retransmitting.add(outline);
    if (outline.http !== null) this.#http.add(outline);
    if (outline.close === 'rst') this.#reset.add(outline);
    for (const [place, heartbeat] of outline.heartbeats.entries()) this.#beating.add({ ...heartbeat, place, outline });
    for (const ending of outline.probingEnds) {
      const end = { ...ending, outline };
      this.#probing.add(end);
      if (end.bytesPerHour !== null) this.#costly.add(end);
      if (end.unanswered > 0) this.#unanswered.add(end);
    }
  }

  #count({ handshake, close }: ConnectionFate): void {
    this.#connections++;
    countOne(this.#handshakes, handshake);
    countOne(this.#closes, endKey(handshake, close));
  }

  /** The lines about all connections taken; `manyCaptures` puts the capture's index in front of each connection's number. */
  *lines(t: Translate, manyCaptures: boolean): Generator<string> {
    yield '';
    yield t('cli.report.connections', { connections: formatCount(this.#connections) });
    if (this.#connections === 0) return;
    yield `  ${t('cli.report.handshakes', { counts: countsText(this.#handshakes, 'cli.report.handshake', t) })}`;
    yield `  ${t('cli.report.closes', { counts: countsText(this.#closes, 'cli.report.close', t) })}`;
    if (this.#unlisted > 0) yield `  ${t('cli.report.unlisted', { unlisted: formatCount(this.#unlisted) })}`;
    const reportOf = heldReports();
    const number = (connection: ConnectionReport) => (manyCaptures ? `${connection.capture}:${connection.id}` : String(connection.id));
    const row = (cells: (connection: ConnectionReport, id: string, t: Translate) => string[]) => (outline: ConnectionOutline) => {
      const connection = reportOf(outline);
      return cells(connection, number(connection), t);
    };
    const endRow = (cells: (connection: ConnectionReport, keepAlive: KeepAliveReport, id: string, t: Translate) => string[]) => (end: ProbingEnd) => {
      const connection = reportOf(end.outline);
      return cells(connection, connection.keepAlive.find(({ prober }) => prober === end.prober) as KeepAliveReport, number(connection), t);
    };
    const overview = this.#connections <= MAX_ROWS ? 'all' : 'largest';
    yield* section(t, overview, this.#largest, CONNECTION_COLUMNS, row(connectionCells));
    yield* section(t, 'keepAlive', this.#probing, PROBING_COLUMNS, endRow(probingCells));
    yield* section(t, 'keepAliveCost', this.#costly, END_COST_COLUMNS, endRow(endCostCells));
    yield* section(t, 'unanswered', this.#unanswered, UNANSWERED_COLUMNS, endRow(unansweredCells));
    yield* section(t, 'heartbeats', this.#beating, HEARTBEAT_COLUMNS, ({ outline, place }) => {
      const connection = reportOf(outline);
      return heartbeatCells(connection, connection.heartbeats[place] as HeartbeatReport, number(connection), t);
    });
    yield* section(t, 'http', this.#http, [right('id'), left('connection'), ...HTTP_COLUMNS], row(httpRowCells));
    yield* section(t, 'retransmissions', this.#retransmitting, RETRANSMISSION_COLUMNS, row(retransmissionCells));
    yield* section(t, 'resets', this.#reset, RESET_COLUMNS, row(resetCells));
  }
}

/** The reports of connections, each made once: the connections that probe most often cost most as well. */
function heldReports(): (outline: ConnectionOutline) => ConnectionReport {
  const held = new Map<ConnectionOutline, ConnectionReport>();
  return (outline) => {
    const known = held.get(outline);
    if (known !== undefined) return known;
    const report = outline.report();
    if (outline.probingEnds.reduce((sum, { probes }) => sum + probes, 0) <= MOST_PROBES_HELD) held.set(outline, report);
    return report;
  };
}

const CONNECTION_COLUMNS = [right('id'), left('connection'), right('packets'), right('bytes'), right('duration'), left('handshake'), left('close')];
const PROBING_COLUMNS = [
  right('id'),
  left('connection'),
  left('prober'),
  right('probes'),
  right('answered'),
  right('interval'),
  left('range'),
  left('settings'),
  left('peer'),
  left('certainty'),
];
const END_COST_COLUMNS = [right('id'), left('connection'), left('prober'), ...COST_COLUMNS];
const UNANSWERED_COLUMNS = [right('id'), left('connection'), left('prober'), right('unanswered'), left('frames')];
const HEARTBEAT_COLUMNS = [
  right('id'),
  left('connection'),
  left('sender'),
  left('protocol'),
  right('beats'),
  right('period'),
  right('late'),
  right('missed'),
  left('followedBy'),
];
const RETRANSMISSION_COLUMNS = [right('id'), left('connection'), right('byClient'), right('byServer'), left('frames')];
const RESET_COLUMNS = [right('id'), left('connection'), left('resetBy'), right('frame'), right('duration')];

function connectionCells(connection: ConnectionReport, id: string, t: Translate): string[] {
  return [
    id,
    endpointsText(connection),
    formatCount(connection.packets),
    formatBytes(connection.bytes),
    formatDuration(durationMs(connection)),
    t(`cli.report.handshake.${connection.handshake.state}`),
    t(`cli.report.close.${endKey(connection.handshake.state, connection.close.kind)}`),
  ];
}

function probingCells(connection: ConnectionReport, keepAlive: KeepAliveReport, id: string, t: Translate): string[] {
  const interval = keepAlive.intervalMs;
  const unanswered = unansweredFrames(keepAlive);
  const inferred = keepAlive.probes.some((probe) => probe.inferred);
  return [
    id,
    endpointsText(connection),
    t(`cli.report.end.${keepAlive.prober}`),
    formatCount(keepAlive.probes.length),
    formatCount(keepAlive.probes.length - unanswered.length),
    interval === null ? '-' : formatDuration(interval.median),
    interval === null ? '-' : `${formatDuration(interval.min)} … ${formatDuration(interval.max)}`,
    settingsText(keepAlive.settings),
    t(`report.peer.${keepAlive.peerState}`),
    t(inferred ? 'cli.report.inferred' : 'cli.report.measured'),
  ];
}

/** Idle time, interval and count that the end must have set; `?` for what the packets do not tell. */
function settingsText({ idleMs, intervalMs, count }: KeepAliveReport['settings']): string {
  const known = (ms: number | null) => (ms === null ? '?' : formatDuration(ms));
  return `${known(idleMs)} / ${known(intervalMs)} × ${count ?? '?'}`;
}

function endCostCells(connection: ConnectionReport, keepAlive: KeepAliveReport, id: string, t: Translate): string[] {
  return [id, endpointsText(connection), t(`cli.report.end.${keepAlive.prober}`), ...costCells(keepAlive.cost, t)];
}

function heartbeatCells(connection: ConnectionReport, heartbeat: HeartbeatReport, id: string, t: Translate): string[] {
  const { sender, protocol, count, periodMs, late, missed, outcome } = heartbeat;
  return [
    id,
    endpointsText(connection),
    t(`cli.report.end.${sender}`),
    protocol === 'unknown' ? '-' : protocol,
    formatCount(count),
    formatDuration(periodMs),
    formatCount(late.length),
    formatCount(missed.length),
    t(`cli.report.beatOutcome.${outcome.kind}`),
  ];
}

function httpRowCells(connection: ConnectionReport, id: string, t: Translate): string[] {
  return [id, endpointsText(connection), ...httpCells(connection.http as HttpReport, t)];
}

/** Text of the column `end`: what was never established is not open either. */
function endKey(handshake: ConnectionOutline['handshake'], close: ConnectionOutline['close']): string {
  const established = handshake === 'complete' || handshake === 'not-captured';
  return close === 'open' && !established ? 'notEstablished' : close;
}

function unansweredFrames({ probes }: KeepAliveReport): number[] {
  return probes.filter(isUnanswered).map(({ frame }) => frame);
}

function unansweredCells(connection: ConnectionReport, keepAlive: KeepAliveReport, id: string, t: Translate): string[] {
  const unanswered = unansweredFrames(keepAlive);
  return [id, endpointsText(connection), t(`cli.report.end.${keepAlive.prober}`), formatCount(unanswered.length), framesText(unanswered)];
}

function retransmissionCells(connection: ConnectionReport, id: string): string[] {
  const { client, server } = connection.retransmissions;
  const frames = [...client.slice(0, MAX_FRAMES + 1), ...server.slice(0, MAX_FRAMES + 1)].sort((a, b) => a - b);
  return [id, endpointsText(connection), formatCount(client.length), formatCount(server.length), framesText(frames)];
}

function resetCells(connection: ConnectionReport, id: string, t: Translate): string[] {
  const { by, frame } = connection.close;
  return [id, endpointsText(connection), by === null ? '-' : t(`cli.report.end.${by}`), String(frame ?? '-'), formatDuration(durationMs(connection))];
}

/** A trailing `?` says that the roles are a guess. */
function endpointsText({ client, server, rolesKnown }: ConnectionReport): string {
  const text = (end: ConnectionReport['client']) => (end.address.includes(':') ? `[${end.address}]:${end.port}` : `${end.address}:${end.port}`);
  return `${text(client)} → ${text(server)}${rolesKnown ? '' : ' ?'}`;
}

function framesText(frames: readonly number[]): string {
  const shown = frames.slice(0, MAX_FRAMES).join(' ');
  return frames.length > MAX_FRAMES ? `${shown} …` : shown;
}

function durationMs(connection: ConnectionReport): number {
  const ms = (Number(connection.lastTime) - Number(connection.firstTime)) * 1000;
  return Number.isFinite(ms) ? Math.round(ms * 1000) / 1000 : 0;
}

function countOne(counts: Map<string, number>, key: string): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}

/** `complete 19,000, half-open 1,000`, the most frequent first. */
function countsText(counts: ReadonlyMap<string, number>, namespace: string, t: Translate): string {
  return [...counts]
    .sort((a, b) => b[1] - a[1])
    .map(([key, count]) => `${t(`${namespace}.${key}`)} ${formatCount(count)}`)
    .join(', ');
}
