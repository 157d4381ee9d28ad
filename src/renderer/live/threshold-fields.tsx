import { FormGroup, NumericInput } from '@blueprintjs/core';
import { LIVE_THRESHOLD_LIMITS, type LiveThreshold } from '../../shared/contract/choices';
import type { LiveThresholds } from '../../shared/contract/live';
import { usePreferences } from '../theme/preferences';
import { useTexts } from '../theme/use-texts';

const NAMES = Object.keys(LIVE_THRESHOLD_LIMITS) as readonly LiveThreshold[];
const SHARE_STEP = 0.05;

interface ThresholdFieldsProps {
  /** Told what was changed; the settings hold it already. */
  readonly onChange?: (thresholds: LiveThresholds) => void;
}

/** When each rule of a live capture speaks, as the settings hold it. */
export function ThresholdFields({ onChange }: ThresholdFieldsProps) {
  const { t } = useTexts();
  const thresholds = usePreferences((preferences) => preferences.liveThresholds);
  const change = usePreferences((preferences) => preferences.change);
  const set = (name: LiveThreshold, value: number): void => {
    const { least, most, whole } = LIVE_THRESHOLD_LIMITS[name];
    if (!(value >= least && value <= most)) return;
    const changed = { ...thresholds, [name]: whole ? Math.round(value) : value };
    change({ liveThresholds: changed });
    onChange?.(changed);
  };
  return (
    <fieldset className="live-fields live-thresholds">
      <legend>{t('live.thresholds')}</legend>
      {NAMES.map((name) => {
        const { least, most, whole } = LIVE_THRESHOLD_LIMITS[name];
        return (
          <FormGroup key={name} label={t(`live.threshold.${name}`)} labelFor={`threshold-${name}`}>
            <NumericInput
              id={`threshold-${name}`}
              size="small"
              buttonPosition="none"
              min={least}
              max={most}
              stepSize={whole ? 1 : SHARE_STEP}
              minorStepSize={whole ? null : SHARE_STEP}
              clampValueOnBlur
              value={thresholds[name]}
              onValueChange={(value) => set(name, value)}
            />
          </FormGroup>
        );
      })}
    </fieldset>
  );
}
