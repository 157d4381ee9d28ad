/** Application heartbeats: periodic messages, learned from the packets; late and missing ones with their cause and what followed. */
import { formatSeconds } from '../../shared/base/time';
import type { HeartbeatReport } from '../../shared/contract/report-heartbeat';
import { clientDirection, endOfDirection } from '../flows/roles';
import type { Segment } from '../flows/segment';
import { type AnalyzerInput, type AnalyzerRun, type ConnectionDescriber, defineAnalyzer, type Finding } from './analyzer';
import { type Heartbeat, heartbeatsOf } from './heartbeat-analysis';
import { beatFindings } from './heartbeat-findings';
import { type HeartbeatProtocol, heartbeatProtocol, isEncrypted, protocolOfPort } from './heartbeat-protocols';
import { HeartbeatScreen } from './heartbeat-screen';

/** A connection with fewer packets, or with more traffic than this between packets on average, is not kept alive by its beats. */
const FEWEST_PACKETS = 8;
const SHORTEST_MEAN_GAP_MS = 50;

export interface HeartbeatOutline {
  readonly beats: number;
  readonly failed: number;
}
const NO_OUTLINES: readonly HeartbeatOutline[] = [];

export class HeartbeatRun implements AnalyzerRun {
  readonly describer: ConnectionDescriber = {
    field: 'heartbeats',
    describe: (connection, sink) => sink.put('heartbeats', this.reports(connection)),
  };

  /** Protocols by connection, direction and length, as `keyOf` makes them; one entry for each that was seen. */
  readonly #protocols = new Map<number, HeartbeatProtocol>();

  /** Heartbeats by connection; null before the last packet. */
  #found: Map<number, Heartbeat[]> | null = null;

  /** While the connections are studied. */
  #screen: HeartbeatScreen | null = null;

  constructor(readonly input: AnalyzerInput) {}

  onPayload(segment: Segment, bytes: Uint8Array, at: number, end: number): void {
    const protocol = heartbeatProtocol(bytes, at, end, segment.payloadLength);
    if (protocol === null) return;
    const key = keyOf(segment.connection, segment.direction, isEncrypted(protocol) ? 0 : segment.payloadLength);
    if (!this.#protocols.has(key)) this.#protocols.set(key, protocol);
  }

  reports(connection: number): HeartbeatReport[] {
    return this.#heartbeats(connection).map((heartbeat) => this.#report(connection, heartbeat));
  }

  /** Of each heartbeat in `reports`: its beats, and those that came late or not at all. */
  outlines(connection: number): readonly HeartbeatOutline[] {
    const heartbeats = this.#heartbeats(connection);
    if (heartbeats.length === 0) return NO_OUTLINES;
    return heartbeats.map(({ series, beats }) => ({ beats: series.rows.length, failed: beats.late.length + beats.missed.length }));
  }

  study(connection: number): void {
    this.#found ??= new Map();
    if (this.input.connections.packets(connection) < FEWEST_PACKETS) return;
    this.#screen ??= new HeartbeatScreen(this.input.packets, this.input.connections, (id) => this.#isCandidate(id));
    if (!this.#screen.mayHave(connection)) return;
    const heartbeats = heartbeatsOf(this.input, connection);
    if (heartbeats.length > 0) this.#found.set(connection, heartbeats);
  }

  finish(): Finding[] {
    this.#screen = null;
    const findings: Finding[] = [];
    for (const [id, heartbeats] of this.#found ?? []) {
      for (const heartbeat of heartbeats) findings.push(...beatFindings(this.input, id, heartbeat, this.#protocol(id, heartbeat)));
    }
    return findings;
  }

  #heartbeats(connection: number): Heartbeat[] {
    return this.#found === null ? this.#learn(connection) : (this.#found.get(connection) ?? []);
  }

  #learn(connection: number): Heartbeat[] {
    return this.#isCandidate(connection) ? heartbeatsOf(this.input, connection) : [];
  }

  #isCandidate(connection: number): boolean {
    const { packets, connections } = this.input;
    const count = connections.packets(connection);
    if (count < FEWEST_PACKETS) return false;
    const durationMs = packets.timeMs(connections.lastFrame(connection) - 1) - packets.timeMs(connections.firstFrame(connection) - 1);
    return durationMs / count >= SHORTEST_MEAN_GAP_MS;
  }

  #protocol(connection: number, { series }: Heartbeat): HeartbeatProtocol | null {
    const { connections } = this.input;
    const server = (1 - clientDirection(connections, connection)) as 0 | 1;
    const byLength = series.payloadBytes < LENGTHS ? this.#protocols.get(keyOf(connection, series.direction, series.payloadBytes)) : undefined;
    return byLength ?? this.#protocols.get(keyOf(connection, series.direction, 0)) ?? protocolOfPort(connections.port(connection, server));
  }

  #report(connection: number, heartbeat: Heartbeat): HeartbeatReport {
    const { series, beats, outcome } = heartbeat;
    const protocol = this.input.chosenProtocol?.(connection) ?? this.#protocol(connection, heartbeat);
    const off = (list: Heartbeat['beats']['late']) =>
      list.map(({ row, expectedMs, observedMs, cause }) => ({
        frame: row + 1,
        expectedMs: rounded(expectedMs),
        observedMs: rounded(observedMs),
        cause,
      }));
    const { answers } = beats;
    return {
      sender: endOfDirection(this.input.connections, connection, series.direction),
      protocol: protocol ?? 'unknown',
      encrypted: protocol !== null && isEncrypted(protocol),
      count: series.rows.length,
      payloadBytes: series.payloadBytes,
      periodMs: rounded(series.periodMs),
      madMs: rounded(series.madMs),
      firstFrame: (series.rows[0] as number) + 1,
      lastFrame: (series.rows.at(-1) as number) + 1,
      answers: answers === null ? null : { ...answers, medianLatencyMs: rounded(answers.medianLatencyMs) },
      late: off(beats.late),
      early: off(beats.early),
      missed: beats.missed.map(({ dueMs, cause }) => ({ time: this.#time(dueMs), cause })),
      outcome,
    };
  }

  #time(ms: number): string {
    const { packets, timeDigits } = this.input;
    const sinceBaseMs = ms + packets.baseNanoseconds / 1e6;
    const seconds = Math.floor(sinceBaseMs / 1000);
    const nanoseconds = Math.min(999_999_999, Math.round((sinceBaseMs - seconds * 1000) * 1e6));
    return formatSeconds(packets.baseSeconds + seconds, nanoseconds, timeDigits());
  }
}

/** Known heartbeats are shorter. */
const LENGTHS = 1024;

/** `length` 0 stands for every length. */
function keyOf(connection: number, direction: 0 | 1, length: number): number {
  return (connection * 2 + direction) * LENGTHS + length;
}

/** Microseconds. */
function rounded(ms: number): number {
  return Math.round(ms * 1e3) / 1e3;
}

export const heartbeat = defineAnalyzer({
  id: 'heartbeat',
  title: 'Application heartbeats',
  findings: ['heartbeat.late', 'heartbeat.missed'],
  create: (input) => new HeartbeatRun(input),
});
