import { Checkbox, FormGroup, InputGroup } from '@blueprintjs/core';
import { useTexts } from '../theme/use-texts';
import type { LiveForm } from './live-form';

interface OptionFieldsProps {
  readonly form: LiveForm;
  readonly onChange: (change: Partial<LiveForm>) => void;
}

type TextField = { [K in keyof LiveForm]: LiveForm[K] extends string ? K : never }[keyof LiveForm];

/** Everything that has a sensible value already. */
export function OptionFields({ form, onChange }: OptionFieldsProps) {
  const { t } = useTexts();
  const field = (name: TextField, placeholder = ''): React.ReactElement => (
    <FormGroup label={t(`live.dialog.${name === 'bufferMiB' ? 'buffer' : name}`)} labelFor={`live-${name}`}>
      <InputGroup
        id={`live-${name}`}
        size="small"
        inputMode="decimal"
        value={form[name]}
        placeholder={placeholder}
        onChange={(event) => onChange({ [name]: event.target.value })}
      />
    </FormGroup>
  );
  return (
    <details className="live-options">
      <summary>{t('live.dialog.options')}</summary>
      <div className="live-fields">
        {field('snapLength', t('live.dialog.snapLengthAll'))}
        {field('bufferMiB')}
        {field('seconds')}
        {field('megabytes')}
        {field('packets')}
      </div>
      <Checkbox
        checked={form.promiscuous}
        label={t('live.dialog.promiscuous')}
        onChange={(event) => onChange({ promiscuous: event.currentTarget.checked })}
      />
      <Checkbox checked={form.ring} label={t('live.dialog.ring')} onChange={(event) => onChange({ ring: event.currentTarget.checked })} />
      {form.ring && (
        <div className="live-fields">
          {field('ringFiles')}
          {field('ringMegabytes')}
          {field('ringSeconds')}
        </div>
      )}
      <div className="live-fields">
        <FormGroup label={t('live.dialog.remote')} labelFor="live-remote" helperText={t('live.dialog.remoteHint')}>
          <InputGroup
            id="live-remote"
            size="small"
            spellCheck={false}
            value={form.remote}
            onChange={(event) => onChange({ remote: event.target.value, interface: null })}
          />
        </FormGroup>
        {form.remote !== '' && (
          <Checkbox checked={form.sudo} label={t('live.dialog.sudo')} onChange={(event) => onChange({ sudo: event.currentTarget.checked })} />
        )}
      </div>
    </details>
  );
}
