import type { KeepAliveRow } from '../../shared/contract/methods';
import { formatDuration } from '../theme/format';
import { STATES, StateMark } from '../theme/states';
import { useTexts } from '../theme/use-texts';
import { LANE_PARTS, strokes } from './lane-strokes';
import { OUTCOME_STATES } from './outcome-states';

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
        {LANE_PARTS.map(({ value, state, top, bottom }) => (
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
