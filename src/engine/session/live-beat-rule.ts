/** Heartbeats while packets arrive: learns the period of messages that keep one, and says when a beat is late. */
import type { LiveThresholds } from '../../shared/contract/live';
import { PACKET_MARK } from '../../shared/contract/packet-marks';
import type { AnalyzerInput } from '../analyzers/analyzer';
import { withPeriod } from '../analyzers/heartbeat-periods';
import { clientDirection, endOfDirection } from '../flows/roles';
import type { Segment } from '../flows/segment';
import type { LiveFindingList } from './live-finding-list';
import { endName } from './live-probe-rules';

interface Beats {
  readonly connection: number;
  readonly direction: 0 | 1;
  readonly payloadBytes: number;
  readonly rows: number[];
  /** Of the capture. */
  readonly timesMs: number[];
  /** Null until the messages keep a period. */
  period: { readonly ms: number; readonly lateMs: number } | null;
  /** Of the last beat, by the clock of this machine. */
  heardMs: number;
  finding: number | null;
}

/** A message that no packet of its connection came shortly before: others are answers, or part of a transfer. */
const QUIET_BEFORE_NS = 500e6;
/** Beats remembered: as many as a period is learned from. */
const MOST_BEATS = 12;
/** Connections are many, those with beats few; beyond this no more are learned. */
const MOST_SERIES = 50_000;
const LENGTHS = 65_536;
const UNWANTED = PACKET_MARK.keepAlive | PACKET_MARK.retransmission | PACKET_MARK.outOfOrder | PACKET_MARK.syn;

export class LiveBeatRule {
  readonly #series = new Map<number, Beats>();
  /** Those that keep a period. */
  readonly #beating = new Map<number, Beats>();

  constructor(
    readonly input: AnalyzerInput,
    readonly findings: LiveFindingList,
    readonly thresholds: LiveThresholds,
    readonly now: () => number,
  ) {}

  onSegment(segment: Segment): void {
    if ((segment.marks & (PACKET_MARK.fin | PACKET_MARK.rst)) !== 0) this.#closed(segment.connection);
    if ((segment.marks & PACKET_MARK.data) === 0 || (segment.marks & UNWANTED) !== 0) return;
    const { packets } = this.input;
    const row = segment.frame - 1;
    const previous = packets.previousFrame.get(row);
    if (previous === 0 || packets.differenceNs(row, previous - 1) < QUIET_BEFORE_NS) return;
    this.#beat(segment, row, this.now());
  }

  tick(nowMs: number, captureMs: number): void {
    for (const beats of this.#beating.values()) {
      const { period } = beats;
      if (period === null || beats.finding !== null || nowMs - beats.heardMs < period.ms + period.lateMs) continue;
      beats.finding = this.findings.add({
        rule: 'beat-late',
        severity: 'warning',
        connection: beats.connection,
        frames: beats.rows.slice(-2).map((at) => at + 1),
        timeMs: captureMs,
        data: { ...this.#ends(beats), periodMs: period.ms, waitedMs: nowMs - beats.heardMs, thresholdMs: period.ms + period.lateMs },
      });
    }
  }

  #beat({ connection, direction, payloadLength }: Segment, row: number, nowMs: number): void {
    const key = (connection * 2 + direction) * LENGTHS + Math.min(payloadLength, LENGTHS - 1);
    let beats = this.#series.get(key);
    if (beats === undefined) {
      if (this.#series.size >= MOST_SERIES) return;
      beats = { connection, direction, payloadBytes: payloadLength, rows: [], timesMs: [], period: null, heardMs: nowMs, finding: null };
      this.#series.set(key, beats);
    }
    const timeMs = this.input.packets.timeMs(row);
    if (beats.finding !== null) {
      this.findings.change(beats.finding, { resolved: true, frames: [...beats.rows.slice(-1), row].map((at) => at + 1) });
      beats.finding = null;
    }
    beats.heardMs = nowMs;
    beats.rows.push(row);
    beats.timesMs.push(timeMs);
    if (beats.rows.length > MOST_BEATS) {
      beats.rows.shift();
      beats.timesMs.shift();
    }
    this.#learn(key, beats);
  }

  #learn(key: number, beats: Beats): void {
    const found = withPeriod(beats);
    beats.period = found === null ? null : { ms: found.periodMs, lateMs: Math.max(found.bandMs, this.thresholds.beatLateShare * found.periodMs) };
    if (beats.period === null) this.#beating.delete(key);
    else this.#beating.set(key, beats);
  }

  #closed(connection: number): void {
    if (this.#beating.size === 0) return;
    for (const [key, beats] of this.#beating) if (beats.connection === connection) this.#beating.delete(key);
  }

  #ends({ connection, direction }: Beats): Record<string, string> {
    const { connections } = this.input;
    const client = clientDirection(connections, connection);
    const name = (of: 0 | 1): string => endName(connections.address(connection, of), connections.port(connection, of));
    return { end: endOfDirection(connections, connection, direction), client: name(client), server: name((1 - client) as 0 | 1) };
  }
}
