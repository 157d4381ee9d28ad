import { STATES, type StateName } from './state-marks';
import { useTexts } from './use-texts';

export { STATES, type StateName };

interface StateMarkProps {
  readonly state: StateName;
  /** An inferred state is drawn hollow. */
  readonly hollow?: boolean;
}

/** The mark alone; the word stands beside it or in its column. */
export function StateMark({ state, hollow = false }: StateMarkProps) {
  const { color, path } = STATES[state];
  return (
    <svg className="state-mark" viewBox="-1 -1 12 12" width="10" height="10" aria-hidden="true">
      <path d={path} fill={hollow ? 'none' : color} stroke={color} strokeWidth={hollow ? 1.6 : 0} />
    </svg>
  );
}

/** Mark and word. */
export function StateLabel({ state, hollow = false, text }: StateMarkProps & { readonly text?: string }) {
  const { t } = useTexts();
  return (
    <span className="state-label">
      <StateMark state={state} hollow={hollow} />
      <span>{text ?? t(`ui.state.${state}`)}</span>
    </span>
  );
}
