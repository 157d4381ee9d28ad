import { Button, FormGroup, InputGroup } from '@blueprintjs/core';
import { useId } from 'react';
import type { KeepAliveForecast } from '../../shared/contract/keep-alive-simulation';
import { useTexts } from '../theme/use-texts';
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
  const id = useId();
  const text = useScenario((texts) => texts[field]);
  const valid = isValid(field, text);
  return (
    <FormGroup
      label={t(`ui.whatIf.${field}`)}
      labelFor={id}
      {...(!valid && { helperText: t(field === 'count' ? 'ui.whatIf.badCount' : 'ui.whatIf.badSeconds') })}
    >
      <InputGroup
        id={id}
        size="small"
        type="number"
        min={field === 'count' ? 1 : 0}
        step={field === 'count' ? 1 : 'any'}
        value={text}
        placeholder={t('ui.whatIf.none')}
        aria-invalid={!valid}
        intent={valid ? 'none' : 'danger'}
        onChange={(event) => useScenario.setState({ [field]: event.target.value })}
      />
    </FormGroup>
  );
}
