import { Checkbox, FormGroup, InputGroup } from '@blueprintjs/core';
import { formatCount } from '../theme/format';
import { useTexts } from '../theme/use-texts';
import { type LiveField, type LiveForm, NUMBER_FIELDS, wrongFields } from './live-form';

interface OptionFieldsProps {
  readonly form: LiveForm;
  readonly onChange: (change: Partial<LiveForm>) => void;
}

type NumberField = keyof typeof NUMBER_FIELDS;

/** Key of the text that names a field. */
export function fieldLabel(name: LiveField): string {
  return `live.dialog.${name === 'bufferMiB' ? 'buffer' : name}`;
}

/** Everything that has a sensible value already. */
export function OptionFields({ form, onChange }: OptionFieldsProps) {
  const { t } = useTexts();
  const wrong = wrongFields(form);
  const intent = (name: LiveField) => (wrong.includes(name) ? 'danger' : 'none');
  const field = (name: NumberField, placeholder = ''): React.ReactElement => (
    <FormGroup
      label={t(fieldLabel(name))}
      labelFor={`live-${name}`}
      intent={intent(name)}
      helperText={wrong.includes(name) && <Limits name={name} />}
    >
      <InputGroup
        id={`live-${name}`}
        size="small"
        inputMode="decimal"
        intent={intent(name)}
        aria-invalid={wrong.includes(name)}
        {...(wrong.includes(name) ? { 'aria-describedby': `live-${name}-limits` } : {})}
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
        <FormGroup label={t('live.dialog.remote')} labelFor="live-remote" intent={intent('remote')} helperText={t('live.dialog.remoteHint')}>
          <InputGroup
            id="live-remote"
            size="small"
            spellCheck={false}
            intent={intent('remote')}
            aria-invalid={wrong.includes('remote')}
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

/** What may stand in the field. */
function Limits({ name }: { readonly name: NumberField }) {
  const { t, language } = useTexts();
  const { least, most, whole } = NUMBER_FIELDS[name];
  const isBounded = most < Number.MAX_SAFE_INTEGER;
  const words = { least: formatCount(least, language), most: formatCount(most, language) };
  const ring = name === 'ringMegabytes' ? t('live.dialog.limits.ring') : t('live.dialog.limits.positive');
  return <span id={`live-${name}-limits`}>{whole ? t(`live.dialog.limits.${isBounded ? 'between' : 'whole'}`, words) : ring}</span>;
}
