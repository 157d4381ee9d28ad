/** Keep-alive while packets arrive: a probe that nothing answers, when the end will give up, and that it did. */
import type { LiveThresholds } from '../../shared/contract/live';
import { PACKET_MARK } from '../../shared/contract/packet-marks';
import type { AnalyzerInput } from '../analyzers/analyzer';
import { predictedDeath } from '../analyzers/keep-alive-prediction';
import type { KeepAliveProbes } from '../analyzers/keep-alive-probes';
import { keepAliveVerdict } from '../analyzers/keep-alive-verdict';
import { clientDirection, endOfDirection } from '../flows/roles';
import type { ProbeAnswer, Segment } from '../flows/segment';
import type { LiveFindingList } from './live-finding-list';

/** Probes of one end that nothing has answered yet. */
interface Unanswered {
  readonly frames: number[];
  /** Of the last one, by the clock of this machine. */
  sentMs: number;
  finding: number | null;
  death: number | null;
}

/** Frames that a finding names. */
const MOST_FRAMES = 64;

export class LiveProbeRules {
  readonly #open = new Map<number, Unanswered>();

  constructor(
    readonly input: AnalyzerInput,
    readonly probes: KeepAliveProbes,
    readonly findings: LiveFindingList,
    readonly thresholds: LiveThresholds,
  ) {}

  /** `nowMs`: monotonic clock of this machine. */
  onProbe(connection: number, direction: 0 | 1, frame: number, nowMs: number): void {
    const key = connection * 2 + direction;
    const open = this.#open.get(key);
    if (open === undefined) {
      this.#open.set(key, { frames: [frame], sentMs: nowMs, finding: null, death: null });
      return;
    }
    if (open.frames.length < MOST_FRAMES) open.frames.push(frame);
    open.sentMs = nowMs;
    // Another probe proves that nothing answered the one before.
    this.#unanswered(key, open, this.#timeMs(frame));
  }

  onAnswer(connection: number, direction: 0 | 1, kind: ProbeAnswer, frame: number): void {
    const key = connection * 2 + direction;
    const open = this.#open.get(key);
    if (open === undefined || kind === 'icmp') return;
    this.#open.delete(key);
    for (const id of [open.finding, open.death]) if (id !== null) this.findings.change(id, { resolved: true });
    if (kind === 'rst') this.#ended(key, 'peer-reset', [...open.frames, frame], frame);
  }

  onSegment(segment: Segment): void {
    if ((segment.marks & PACKET_MARK.rst) === 0 || this.#open.size === 0) return;
    const key = segment.connection * 2 + segment.direction;
    const open = this.#open.get(key);
    if (open === undefined) return;
    this.#open.delete(key);
    for (const id of [open.finding, open.death]) if (id !== null) this.findings.change(id, { resolved: true });
    this.#ended(key, 'given-up', [...open.frames, segment.frame], segment.frame);
  }

  tick(nowMs: number, captureMs: number): void {
    for (const [key, open] of this.#open) {
      if (open.finding === null && nowMs - open.sentMs >= this.thresholds.probeUnansweredMs) this.#unanswered(key, open, captureMs);
    }
  }

  #unanswered(key: number, open: Unanswered, timeMs: number): void {
    const data = { ...this.#ends(key), probes: open.frames.length, thresholdMs: this.thresholds.probeUnansweredMs };
    const frames = [...open.frames];
    if (open.finding === null) {
      open.finding = this.findings.add({ rule: 'probe-unanswered', severity: 'warning', connection: Math.floor(key / 2), frames, timeMs, data });
    } else this.findings.change(open.finding, { frames, timeMs, data });
    if (open.frames.length >= this.thresholds.deathAfterProbes) this.#predict(key, open, timeMs);
  }

  #predict(key: number, open: Unanswered, timeMs: number): void {
    const series = this.probes.seriesOf(Math.floor(key / 2), (key & 1) as 0 | 1);
    const death = series === undefined ? null : predictedDeath(this.probes, keepAliveVerdict(this.probes, series));
    if (death === null) return;
    const { packets } = this.input;
    const deathMs = (Number(death.time) - packets.baseSeconds) * 1000 - packets.baseNanoseconds / 1e6;
    const data = {
      ...this.#ends(key),
      probes: open.frames.length,
      count: death.count,
      assumed: death.assumed,
      deathMs,
      leftMs: Math.max(0, deathMs - timeMs),
    };
    const frames = [...open.frames];
    if (open.death === null) {
      open.death = this.findings.add({ rule: 'death-predicted', severity: 'warning', connection: Math.floor(key / 2), frames, timeMs, data });
    } else this.findings.change(open.death, { frames, timeMs, data });
  }

  #ended(key: number, rule: 'given-up' | 'peer-reset', frames: number[], frame: number): void {
    const data = { ...this.#ends(key), probes: frames.length - 1 };
    this.findings.add({ rule, severity: 'error', connection: Math.floor(key / 2), frames, timeMs: this.#timeMs(frame), data });
  }

  #timeMs(frame: number): number {
    return this.input.packets.timeMs(frame - 1);
  }

  /** Who probes, and the ends of the connection. */
  #ends(key: number): Record<string, string> {
    const { connections } = this.input;
    const connection = Math.floor(key / 2);
    const client = clientDirection(connections, connection);
    const name = (direction: 0 | 1): string => endName(connections.address(connection, direction), connections.port(connection, direction));
    return { end: endOfDirection(connections, connection, (key & 1) as 0 | 1), client: name(client), server: name((1 - client) as 0 | 1) };
  }
}

/** Address and port as they are written together (RFC 5952 section 6). */
export function endName(address: string, port: number): string {
  return address.includes(':') ? `[${address}]:${port}` : `${address}:${port}`;
}
