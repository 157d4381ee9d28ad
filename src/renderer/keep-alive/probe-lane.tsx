import type { KeepAliveRow } from '../../shared/contract/methods';
import { formatDuration } from '../theme/format';
import { STATES, StateMark } from '../theme/states';
import { useTexts } from '../theme/use-texts';

/** When an end probed, on the scale of the whole capture: a bar from the first probe to the last, with its outcome at the end. */
export function ProbeLane({ row, durationMs }: { readonly row: KeepAliveRow; readonly durationMs: number }) {
  const { t } = useTexts();
  if (durationMs <= 0) return null;
  const state = row.answered === row.probes ? 'answered' : 'lost';
  const left = (row.startMs / durationMs) * 100;
  const width = ((row.endMs - row.startMs) / durationMs) * 100;
  const text = t('ui.keepAlive.laneText', { from: formatDuration(row.startMs), to: formatDuration(row.endMs), state: t(`ui.state.${state}`) });
  return (
    <span className="probe-lane" role="img" aria-label={text} title={text}>
      <span className="probe-lane-bar" style={{ left: `${left}%`, width: `${width}%`, background: STATES[state].color }} />
      <span className="probe-lane-end" style={{ left: `${left + width}%` }}>
        <StateMark state={state} hollow={row.inferred} />
      </span>
    </span>
  );
}
