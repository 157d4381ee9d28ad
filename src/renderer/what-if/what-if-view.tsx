import './what-if.css';
import { SegmentedControl } from '@blueprintjs/core';
import { useTexts } from '../theme/use-texts';
import { BackoffWhatIf } from './backoff-what-if';
import { KeepAliveWhatIf } from './keep-alive-what-if';
import { QueueWhatIf } from './queue-what-if';
import { MODELS, type Model, useModel } from './what-if-model';

/** What the models expect of settings that are typed in. */
export function WhatIfView() {
  const { t } = useTexts();
  const model = useModel((state) => state.model);
  return (
    <div className="what-if-models">
      <SegmentedControl
        size="small"
        aria-label={t('ui.whatIf.model.label')}
        value={model}
        options={MODELS.map((value) => ({ value, label: t(`ui.whatIf.model.${value}`) }))}
        onValueChange={(value) => useModel.setState({ model: value as Model })}
      />
      {model === 'keepAlive' && <KeepAliveWhatIf />}
      {model === 'queue' && <QueueWhatIf />}
      {(model === 'synAck' || model === 'syn') && <BackoffWhatIf key={model} segment={model} />}
    </div>
  );
}
