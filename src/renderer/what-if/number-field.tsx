import { FormGroup, InputGroup } from '@blueprintjs/core';
import { useId } from 'react';
import { useTexts } from '../theme/use-texts';

interface NumberFieldProps {
  readonly label: string;
  readonly text: string;
  readonly valid: boolean;
  /** Said when it is not valid. */
  readonly problem: string;
  readonly whole: boolean;
  readonly min: number;
  readonly onText: (text: string) => void;
}

/** A number that a model is asked about; an empty one is not set. */
export function NumberField({ label, text, valid, problem, whole, min, onText }: NumberFieldProps) {
  const { t } = useTexts();
  const id = useId();
  return (
    <FormGroup label={label} labelFor={id} {...(!valid && { helperText: problem })}>
      <InputGroup
        id={id}
        size="small"
        type="number"
        min={min}
        step={whole ? 1 : 'any'}
        value={text}
        placeholder={t('ui.whatIf.none')}
        aria-invalid={!valid}
        intent={valid ? 'none' : 'danger'}
        onChange={(event) => onText(event.target.value)}
      />
    </FormGroup>
  );
}
