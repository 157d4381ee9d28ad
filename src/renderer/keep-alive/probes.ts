import type { KeepAliveDetail, KeepAliveEnd } from '../../shared/contract/methods';
import type { End } from '../../shared/contract/report';
import type { StateName } from '../theme/states';

/** One probe with its answer; times in ms since the capture's first packet, NaN and null where there is none. */
export interface Probe {
  readonly prober: End;
  readonly frame: number;
  readonly timeMs: number;
  readonly intervalMs: number;
  readonly payloadBytes: number;
  readonly inferred: boolean;
  /** Of what its end's probes tell, 0 to 1. */
  readonly confidence: number;
  readonly state: StateName;
  readonly answerFrame: number | null;
  readonly latencyMs: number;
}

/** By `KeepAliveEnd.answerKinds`. */
const ANSWER_STATES: readonly StateName[] = ['lost', 'answered', 'reset', 'icmp'];

function probesOfEnd(end: KeepAliveEnd, confidence: number): Probe[] {
  return Array.from(end.frames, (frame, i) => ({
    prober: end.prober,
    frame,
    timeMs: end.timesMs[i] ?? Number.NaN,
    intervalMs: end.intervalsMs[i] ?? Number.NaN,
    payloadBytes: end.payloadBytes[i] ?? 0,
    inferred: end.inferred[i] === 1,
    confidence,
    state: ANSWER_STATES[end.answerKinds[i] ?? 0] ?? 'lost',
    answerFrame: end.answerFrames[i] || null,
    latencyMs: end.latenciesMs[i] ?? Number.NaN,
  }));
}

/** Probes of both ends in the order of time. */
export function probesOf(detail: KeepAliveDetail): Probe[] {
  const ofEnds = detail.ends.flatMap((end, i) => probesOfEnd(end, detail.verdicts[i]?.settings.confidence ?? 0));
  return ofEnds.sort((left, right) => left.timeMs - right.timeMs || left.frame - right.frame);
}
