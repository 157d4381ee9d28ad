import { Button, Checkbox, DialogBody, DialogFooter, FormGroup, HTMLSelect, SegmentedControl } from '@blueprintjs/core';
import { useState } from 'react';
import { REPORT_DOCUMENT_FORMATS, type ReportDocumentFormat } from '../../shared/contract/choices';
import type { ReportScope } from '../../shared/contract/export-methods';
import { Modal } from '../app/modal';
import { useCurrentCapture, useWorkbench } from '../app/workbench';
import { useTexts } from '../theme/use-texts';
import { useExports } from './use-exports';

/** A report to hand on: about everything that is open, or about the connection that is selected. */
export function ReportDialog() {
  const { t } = useTexts();
  const isOpen = useWorkbench((state) => state.dialog === 'report');
  const openDialog = useWorkbench((state) => state.openDialog);
  const [format, setFormat] = useState<ReportDocumentFormat>('html');
  return (
    <Modal isOpen={isOpen} onClose={() => openDialog(null)} title={t('project.report.title')}>
      <ReportForm format={format} onFormat={setFormat} />
    </Modal>
  );
}

interface ReportFormProps {
  readonly format: ReportDocumentFormat;
  readonly onFormat: (format: ReportDocumentFormat) => void;
}

function ReportForm({ format, onFormat }: ReportFormProps) {
  const { t } = useTexts();
  const openDialog = useWorkbench((state) => state.openDialog);
  const capture = useCurrentCapture()?.capture ?? null;
  const evidence = useWorkbench((state) => state.evidence);
  const { report } = useExports();
  const [about, setAbout] = useState('everything');
  const connection = evidence.kind === 'connection' ? evidence.connection : null;
  const scope: ReportScope =
    about === 'connection' && connection !== null && capture !== null ? { kind: 'connection', capture, connection } : { kind: 'everything' };
  const submit = (): void => {
    openDialog(null);
    void report(format, scope);
  };
  return (
    <>
      <DialogBody>
        <FormGroup label={t('project.report.about')} labelFor="report-about">
          <HTMLSelect
            id="report-about"
            value={scope.kind}
            onChange={(event) => setAbout(event.target.value)}
            options={[
              { value: 'everything', label: t('project.report.everything') },
              ...(connection === null ? [] : [{ value: 'connection', label: t('project.report.connection', { connection }) }]),
            ]}
          />
        </FormGroup>
        <FormGroup label={t('project.report.format')} helperText={t(`project.report.formats.${format}`)}>
          <SegmentedControl
            size="small"
            aria-label={t('project.report.format')}
            value={format}
            options={REPORT_DOCUMENT_FORMATS.map((value) => ({ value, label: t(`project.report.names.${value}`) }))}
            onValueChange={(value) => onFormat(value as ReportDocumentFormat)}
          />
        </FormGroup>
      </DialogBody>
      <DialogFooter
        actions={
          <>
            <Button text={t('ui.dialog.cancel')} onClick={() => openDialog(null)} />
            <Button intent="primary" text={t('project.report.write')} onClick={submit} />
          </>
        }
      />
    </>
  );
}

/** One file with the captures inside, to send to somebody else. */
export function BundleDialog() {
  const { t } = useTexts();
  const isOpen = useWorkbench((state) => state.dialog === 'bundle');
  const openDialog = useWorkbench((state) => state.openDialog);
  const { bundle } = useExports();
  const [anonymize, setAnonymize] = useState(false);
  const [cutPayload, setCutPayload] = useState(false);
  const submit = (): void => {
    openDialog(null);
    void bundle({ anonymize, cutPayload: anonymize || cutPayload });
  };
  return (
    <Modal isOpen={isOpen} onClose={() => openDialog(null)} title={t('project.bundle.title')}>
      <DialogBody>
        <p>{t('project.bundle.advice')}</p>
        <Checkbox checked={anonymize} label={t('project.bundle.anonymize')} onChange={(event) => setAnonymize(event.currentTarget.checked)} />
        <p className="muted">{t('project.bundle.anonymizeAdvice')}</p>
        <Checkbox
          checked={anonymize || cutPayload}
          disabled={anonymize}
          label={t('project.bundle.cut')}
          onChange={(event) => setCutPayload(event.currentTarget.checked)}
        />
        <p className="muted">{t('project.bundle.cutAdvice')}</p>
      </DialogBody>
      <DialogFooter
        actions={
          <>
            <Button text={t('ui.dialog.cancel')} onClick={() => openDialog(null)} />
            <Button intent="primary" text={t('project.bundle.write')} onClick={submit} />
          </>
        }
      />
    </Modal>
  );
}
