import { Button } from '@blueprintjs/core';
import type { KeepAliveForecast } from '../../shared/contract/keep-alive-simulation';
import { useTexts } from '../theme/use-texts';
import { NumberField } from './number-field';
import { askWith, isValid, LINUX_DEFAULTS, SCENARIO_FIELDS, type ScenarioField, useScenario } from './scenario';

/** The numbers that the model is asked about, in seconds as people set them. */
export function ScenarioForm({ recommended }: { readonly recommended: KeepAliveForecast['recommended'] }) {
  const { t } = useTexts();
  return (
    <form className="scenario" aria-label={t('ui.whatIf.form')} onSubmit={(event) => event.preventDefault()}>
      {SCENARIO_FIELDS.map((field) => (
        <Field key={field} field={field} />
      ))}
      <Button size="small" fill text={t('ui.whatIf.defaults')} onClick={() => useScenario.setState(LINUX_DEFAULTS)} />
      {recommended && <Button size="small" fill text={t('ui.whatIf.apply')} onClick={() => askWith(recommended)} />}
    </form>
  );
}

function Field({ field }: { readonly field: ScenarioField }) {
  const { t } = useTexts();
  const text = useScenario((texts) => texts[field]);
  const whole = field === 'count';
  return (
    <NumberField
      label={t(`ui.whatIf.${field}`)}
      text={text}
      valid={isValid(field, text)}
      problem={t(whole ? 'ui.whatIf.badCount' : 'ui.whatIf.badSeconds')}
      whole={whole}
      min={whole ? 1 : 0}
      onText={(typed) => useScenario.setState({ [field]: typed })}
    />
  );
}
