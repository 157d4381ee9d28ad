import { Button, Checkbox, FormGroup, HTMLSelect } from '@blueprintjs/core';
import { useId } from 'react';
import { useTexts } from '../theme/use-texts';
import { NumberField } from './number-field';
import { isValidQueueField, QUEUE_DEFAULTS, type QueueField, type QueueTexts, queueLimits, usedFields, useQueueTexts } from './queue-scenario';

/** Who arrives, how fast they are accepted, and the settings of the kernel. */
export function QueueForm() {
  const { t } = useTexts();
  const texts = useQueueTexts();
  const { captured } = texts;
  return (
    <form className="scenario" aria-label={t('ui.whatIf.form')} onSubmit={(event) => event.preventDefault()}>
      {captured && (
        <div className="scenario-captured">
          <span>{t('ui.whatIf.queue.captured', { listener: captured.endpoint })}</span>
          <Button size="small" fill text={t('ui.whatIf.queue.steady')} onClick={() => useQueueTexts.setState({ captured: null })} />
        </div>
      )}
      {usedFields(texts).map((field) => (
        <Field key={field} field={field} texts={texts} />
      ))}
      <Syncookies value={texts.syncookies} />
      <Checkbox
        label={t('ui.whatIf.queue.abort')}
        checked={texts.abort}
        onChange={(event) => useQueueTexts.setState({ abort: event.currentTarget.checked })}
      />
      <Checkbox
        label={t('ui.whatIf.queue.oldKernel')}
        checked={texts.oldKernel}
        onChange={(event) => useQueueTexts.setState({ oldKernel: event.currentTarget.checked })}
      />
      <Button size="small" fill text={t('ui.whatIf.defaults')} onClick={() => useQueueTexts.setState({ ...QUEUE_DEFAULTS, captured })} />
    </form>
  );
}

function Field({ field, texts }: { readonly field: QueueField; readonly texts: QueueTexts }) {
  const { t } = useTexts();
  const { least, most, whole } = queueLimits(field);
  return (
    <NumberField
      label={t(`ui.whatIf.queue.${field}`)}
      text={texts[field]}
      valid={isValidQueueField(field, texts)}
      problem={t(field === 'flood' ? 'ui.whatIf.queue.tooMany' : 'ui.whatIf.queue.bad', { least, most })}
      whole={whole}
      min={0}
      onText={(typed) => useQueueTexts.setState({ [field]: typed })}
    />
  );
}

const SYNCOOKIES = ['0', '1', '2'] as const;

function Syncookies({ value }: { readonly value: QueueTexts['syncookies'] }) {
  const { t } = useTexts();
  const id = useId();
  return (
    <FormGroup label="tcp_syncookies" labelFor={id}>
      <HTMLSelect
        id={id}
        fill
        value={value}
        options={SYNCOOKIES.map((setting) => ({ value: setting, label: t(`ui.whatIf.queue.syncookies.${setting}`) }))}
        onChange={(event) => useQueueTexts.setState({ syncookies: event.target.value as QueueTexts['syncookies'] })}
      />
    </FormGroup>
  );
}
