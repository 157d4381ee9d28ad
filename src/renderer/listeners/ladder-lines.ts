import type { AttemptLadder, AttemptRung } from '../../shared/contract/listener-rows';
import type { Translate } from '../../shared/locales/texts';
import type { StateName } from '../theme/states';
import { RUNG_STATES } from './listener-states';

/** One line of the ladder: a SYN or SYN-ACK, or another packet that matters; times in ms since the attempt's first packet. */
export interface LadderLine {
  readonly place: number;
  readonly name: string;
  readonly segment: AttemptRung['segment'] | null;
  readonly atMs: number | null;
  readonly expectedMs: number | null;
  readonly frame: number | null;
  readonly how: string;
  readonly state: StateName;
}

type Moment = AttemptLadder['moments'][number];
const MOMENT_STATES: Readonly<Record<Moment['kind'], StateName>> = {
  ack: 'answered',
  ignored: 'icmp',
  served: 'answered',
  spoken: 'answered',
  reset: 'reset',
  icmp: 'icmp',
};

/** In order of time. */
export function ladderLines({ rungs, moments }: AttemptLadder, t: Translate): LadderLine[] {
  const steps = rungs.map((rung) => ({
    name: rungName(rung, t),
    segment: rung.segment,
    atMs: rung.atMs,
    expectedMs: rung.expectedMs,
    frame: rung.frame,
    how: t(`ui.listeners.ladder.cause.${rung.cause}`),
    state: rung.atMs === null ? ('muted' as const) : RUNG_STATES[rung.segment],
  }));
  const others = moments.map(({ kind, atMs, frame }) => ({
    name: t(`ui.listeners.ladder.moment.${kind}`),
    segment: null,
    atMs,
    expectedMs: null,
    frame,
    how: '',
    state: MOMENT_STATES[kind],
  }));
  return [...steps, ...others]
    .sort((a, b) => (a.atMs ?? a.expectedMs ?? 0) - (b.atMs ?? b.expectedMs ?? 0))
    .map((line, place) => ({ ...line, place }));
}

/** `SYN-ACK`, and from the first retransmission on `SYN-ACK 1`. */
function rungName({ segment, number }: AttemptRung, t: Translate): string {
  const name = t(`ui.listeners.ladder.segment.${segment}`);
  return number === 0 ? name : `${name} ${number}`;
}

/** Rows of the CSV export: ms since the attempt's first packet. */
export function ladderCsv(lines: readonly LadderLine[]): (string | number)[][] {
  return [
    ['step', 'observed_ms', 'expected_ms', 'frame', 'how'],
    ...lines.map(({ name, atMs, expectedMs, frame, how }) => [name, atMs ?? '', expectedMs ?? '', frame ?? '', how]),
  ];
}
