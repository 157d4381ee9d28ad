import type { KeepAliveRow } from '../../shared/contract/methods';
import { formatDuration } from '../theme/format';
import { STATES, StateMark, type StateName } from '../theme/states';
import { useTexts } from '../theme/use-texts';
import { OUTCOME_STATES } from './outcome-states';

/** By the value of a part: its state, and how tall it is drawn: what was lost stands out. */
const PARTS: readonly { readonly value: number; readonly state: StateName; readonly top: number; readonly bottom: number }[] = [
  { value: 1, state: 'answered', top: 8, bottom: 14 },
  { value: 2, state: 'icmp', top: 4, bottom: 18 },
  { value: 3, state: 'reset', top: 4, bottom: 18 },
  { value: 4, state: 'lost', top: 4, bottom: 18 },
];

/** When an end probed, on the scale of the whole capture: a stroke where a probe was answered, a taller one where it was not, and how it ended. */
export function ProbeLane({ row, durationMs }: { readonly row: KeepAliveRow; readonly durationMs: number }) {
  const { t } = useTexts();
  if (durationMs <= 0) return null;
  const { lane, outcome, outcomeMs, startMs, endMs } = row;
  const text = t('ui.keepAlive.laneText', {
    from: formatDuration(startMs),
    to: formatDuration(endMs),
    state: t(`ui.keepAlive.outcomes.${outcome.kind}`),
  });
  return (
    <span className="probe-lane" role="img" aria-label={text} title={text}>
      <svg viewBox={`0 0 ${lane.length} 22`} preserveAspectRatio="none" aria-hidden="true">
        {PARTS.map(({ value, state, top, bottom }) => (
          <path key={state} d={strokes(lane, value, top, bottom)} fill={STATES[state].color} />
        ))}
      </svg>
      {outcomeMs !== null && (
        <span className="probe-lane-end" style={{ left: `${(outcomeMs / durationMs) * 100}%` }}>
          <StateMark state={OUTCOME_STATES[outcome.kind]} />
        </span>
      )}
    </span>
  );
}

/** Neighbouring parts of one value are one stroke, a single part is as wide as can be seen. */
function strokes(lane: Uint8Array, value: number, top: number, bottom: number): string {
  const drawn: string[] = [];
  for (let start = 0; start < lane.length; start++) {
    if (lane[start] !== value) continue;
    let end = start;
    while (lane[end] === value) end++;
    drawn.push(`M${start} ${top}H${Math.max(end, start + 2)}V${bottom}H${start}Z`);
    start = end;
  }
  return drawn.join('');
}
