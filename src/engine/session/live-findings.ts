/** What can be said while packets arrive: one more listener of a live pass. A pass over a file has none, and pays nothing. */
import type { LiveFinding, LiveThresholds } from '../../shared/contract/live';
import type { AnalyzerInput, AnalyzerRun } from '../analyzers/analyzer';
import type { KeepAliveProbes } from '../analyzers/keep-alive-probes';
import type { ProbeAnswer, Segment } from '../flows/segment';
import { LiveBeatRule } from './live-beat-rule';
import { LiveFindingList } from './live-finding-list';
import { LiveHandshakeRule } from './live-handshake-rule';
import { LiveProbeRules } from './live-probe-rules';

/** A view is sent no more at once. */
const MOST_AT_ONCE = 200;

export class LiveFindings implements AnalyzerRun {
  readonly #list = new LiveFindingList();
  readonly #probes: LiveProbeRules;
  readonly #beats: LiveBeatRule;
  readonly #handshakes: LiveHandshakeRule;
  /** The rules look at it each time. */
  readonly #thresholds: LiveThresholds;

  /** `now`: monotonic clock of this machine, which no change of the wall clock disturbs. */
  constructor(
    readonly input: AnalyzerInput,
    probes: KeepAliveProbes,
    thresholds: LiveThresholds,
    readonly now: () => number,
  ) {
    this.#thresholds = { ...thresholds };
    this.#probes = new LiveProbeRules(input, probes, this.#list, this.#thresholds);
    this.#beats = new LiveBeatRule(input, this.#list, this.#thresholds, now);
    this.#handshakes = new LiveHandshakeRule(input, this.#list, this.#thresholds);
  }

  /** For what is noticed from now on. */
  setThresholds(thresholds: LiveThresholds): void {
    Object.assign(this.#thresholds, thresholds);
  }

  get version(): number {
    return this.#list.version;
  }

  onProbe(connection: number, direction: 0 | 1, frame: number): void {
    this.#probes.onProbe(connection, direction, frame, this.now());
  }

  onProbeAnswer(connection: number, direction: 0 | 1, kind: ProbeAnswer, frame: number): void {
    this.#probes.onAnswer(connection, direction, kind, frame);
  }

  onSegment(segment: Segment): void {
    this.#probes.onSegment(segment);
    this.#beats.onSegment(segment);
    this.#handshakes.onSegment(segment);
  }

  /** Looks for what is overdue. Call only while the analysis is up to date: what answers may be on its way else. */
  tick(): void {
    const nowMs = this.now();
    const { packets } = this.input;
    const captureMs = packets.length === 0 ? 0 : packets.timeMs(packets.length - 1);
    this.#probes.tick(nowMs, captureMs);
    this.#beats.tick(nowMs, captureMs);
    this.#handshakes.tick(nowMs);
  }

  since(version: number): LiveFinding[] {
    return this.#list.since(version, MOST_AT_ONCE);
  }

  /** The analysis itself has the last word. */
  finish(): [] {
    this.#handshakes.finish();
    return [];
  }
}
