import './live.css';
import { Button, DialogBody, DialogFooter, HTMLSelect, Spinner } from '@blueprintjs/core';
import { useEffect, useState } from 'react';
import type { LiveSourceKind } from '../../shared/contract/choices';
import type { LiveSources } from '../../shared/contract/live';
import { EmptyState } from '../app/empty-state';
import { ErrorState } from '../app/error-state';
import { Modal } from '../app/modal';
import { useWorkbench } from '../app/workbench';
import { useQuery } from '../connection/use-query';
import { usePreferences } from '../theme/preferences';
import { useTexts } from '../theme/use-texts';
import { FilterField, useFilterCheck } from './filter-field';
import { InterfaceList } from './interface-list';
import { firstForm, type LiveForm, liveOptionsOf, remoteOf, wrongFields } from './live-form';
import { useLivePreferences } from './live-store';
import { fieldLabel, OptionFields } from './option-fields';
import { RecoveryList } from './recovery-list';
import { SourceStatus } from './source-status';
import { ThresholdFields } from './threshold-fields';
import { useLiveCapture } from './use-live-capture';
import { useTraffic } from './use-traffic';

/** Programs of this machine that the dialog lets choose. */
const CHOICES: readonly LiveSourceKind[] = ['dumpcap', 'tcpdump', 'cap'];

/** Whether nothing may capture but dumpcap through pkexec. */
function mayElevate({ sources, chosen, pkexec }: LiveSources): boolean {
  return chosen === null && pkexec && sources.some(({ kind, program }) => kind === 'dumpcap' && program !== null);
}

export function LiveDialog() {
  const { t } = useTexts();
  const isOpen = useWorkbench((state) => state.dialog === 'live');
  const openDialog = useWorkbench((state) => state.openDialog);
  return (
    <Modal isOpen={isOpen} onClose={() => openDialog(null)} title={t('live.dialog.title')} className="wide-dialog live-dialog">
      {isOpen && <LiveDialogContent onClose={() => openDialog(null)} />}
    </Modal>
  );
}

function LiveDialogContent({ onClose }: { readonly onClose: () => void }) {
  const { t } = useTexts();
  const remembered = useLivePreferences((preferences) => preferences.filter);
  const defaults = usePreferences((preferences) => preferences.capture);
  const [form, setForm] = useState<LiveForm>(() => firstForm(defaults, remembered));
  const [starting, setStarting] = useState(false);
  const { start } = useLiveCapture();
  const sources = useQuery('live.sources', ({ engine }, signal) => engine['live.sources']({}, signal));
  const change = (changed: Partial<LiveForm>): void => setForm((known) => ({ ...known, ...changed }));
  const options = liveOptionsOf(form);
  const check = useFilterCheck(options);
  const wrong = check !== null && !check.valid;
  const cannotStart = options === null || wrong;
  const begin = (elevate: boolean): void => {
    const chosen = liveOptionsOf(form, elevate);
    if (chosen === null || wrong) return;
    setStarting(true);
    useLivePreferences.getState().setFilter(chosen.filter);
    void start(chosen).finally(() => setStarting(false));
  };
  const elevates = sources.value !== null && mayElevate(sources.value);
  return (
    <>
      <DialogBody>
        <RecoveryList />
        <InterfacePart form={form} sources={sources.value} onChange={change} />
        <FilterField filter={form.filter} check={check} onFilter={(filter) => change({ filter })} />
        {sources.value !== null && <SourceSelect form={form} sources={sources.value} onChange={change} />}
        <OptionFields form={form} onChange={change} />
        <details className="live-options">
          <summary>{t('live.thresholds')}</summary>
          <ThresholdFields />
        </details>
        {sources.error !== null && <ErrorState error={sources.error} />}
        {sources.value !== null && <SourceStatus sources={sources.value} />}
      </DialogBody>
      <DialogFooter
        actions={
          <>
            <Button text={t('live.dialog.cancel')} onClick={onClose} />
            {elevates && <Button text={t('live.dialog.elevate')} disabled={cannotStart} aria-describedby={MISSING} onClick={() => begin(true)} />}
            <Button
              intent="primary"
              loading={starting}
              disabled={cannotStart}
              aria-describedby={MISSING}
              text={t('live.dialog.start')}
              onClick={() => begin(false)}
            />
          </>
        }
      >
        <p id={MISSING} className="live-missing" role="status">
          {sources.value !== null && (sources.value.chosen !== null || elevates) && <Missing form={form} isFilterWrong={wrong} />}
        </p>
      </DialogFooter>
    </>
  );
}

const MISSING = 'live-missing';

/** Why nothing can be started yet. */
function Missing({ form, isFilterWrong }: { readonly form: LiveForm; readonly isFilterWrong: boolean }) {
  const { t } = useTexts();
  const fields = wrongFields(form);
  if (fields.length > 0)
    return t('live.dialog.missing.fields', { fields: fields.map((name) => t(fieldLabel(name))).join(t('live.dialog.missing.and')) });
  if (form.interface === null) return t('live.dialog.missing.interface');
  return isFilterWrong ? t('live.dialog.missing.filter') : null;
}

interface PartProps {
  readonly form: LiveForm;
  readonly onChange: (change: Partial<LiveForm>) => void;
}

function InterfacePart({ form, sources, onChange }: PartProps & { readonly sources: LiveSources | null }) {
  const { t } = useTexts();
  const remote = remoteOf(form);
  const rates = useTraffic(remote === null);
  const source = remote !== null ? 'ssh' : sources !== null && mayElevate(sources) ? 'dumpcap' : form.source;
  const isAny = sources !== null && (sources.chosen !== null || source !== null);
  const found = useQuery(isAny ? JSON.stringify(['live.interfaces', source, remote]) : null, ({ engine }, signal) =>
    engine['live.interfaces']({ source, remote }, signal),
  );
  const preferred = usePreferences((preferences) => preferences.capture.interface);
  const hasPreferred = form.interface === null && found.value?.interfaces.some(({ name }) => name === preferred) === true;
  // biome-ignore lint/correctness/useExhaustiveDependencies: `onChange` is a new function each time, and does the same.
  useEffect(() => {
    if (hasPreferred && preferred !== undefined) onChange({ interface: preferred });
  }, [hasPreferred, preferred]);
  if (sources !== null && !isAny) return <EmptyState title={t('live.dialog.none')} advice={t('live.dialog.noneAdvice')} />;
  if (found.error !== null) return <ErrorState error={found.error} />;
  if (found.value === null) return <Spinner size={24} aria-label={t('live.dialog.loading')} />;
  return (
    <InterfaceList interfaces={found.value.interfaces} chosen={form.interface} rates={rates} onChoose={(name) => onChange({ interface: name })} />
  );
}

function SourceSelect({ form, sources, onChange }: PartProps & { readonly sources: LiveSources }) {
  const { t } = useTexts();
  const ready = CHOICES.filter((kind) => sources.sources.some((source) => source.kind === kind && source.state === 'ready'));
  const taken = form.source ?? sources.chosen;
  const arrival = sources.sources.some(({ kind, kernelTimes }) => kind === taken && !kernelTimes);
  return (
    <div className="live-source">
      <label htmlFor="live-source-select">{t('live.dialog.source')}</label>
      <HTMLSelect
        id="live-source-select"
        className="bp6-small"
        value={form.source ?? ''}
        disabled={form.remote.trim() !== ''}
        options={[
          { value: '', label: t('live.dialog.automatic', { source: sources.chosen ?? '–' }) },
          ...ready.map((kind) => ({ value: kind, label: kind })),
        ]}
        onChange={(event) => onChange({ source: event.target.value === '' ? null : (event.target.value as LiveSourceKind) })}
      />
      {arrival && <p className="muted">{t('live.dialog.arrivalTimes')}</p>}
    </div>
  );
}
