import { Button, DialogBody, DialogFooter, FormGroup, InputGroup } from '@blueprintjs/core';
import { type FormEvent, useEffect, useState } from 'react';
import { Modal } from '../app/modal';
import { useWorkbench } from '../app/workbench';
import { useConnection } from '../connection/connection';
import { useQuery } from '../connection/use-query';
import { useTexts } from '../theme/use-texts';
import { type ProjectQuestion, useProjectQuestion } from './project-dialog-state';
import { projectName, useProject } from './project-store';
import { suggestedName, useProjectActions } from './use-project-actions';

/** Every dialog about projects. */
export function ProjectDialogs() {
  return (
    <>
      <SaveDialog />
      <QuestionDialog />
      <HolderDialog />
      <RecoveryDialog />
    </>
  );
}

/** Where the system offers no dialog, a name is typed: inside the folder that the server may write to. */
function SaveDialog() {
  const { t } = useTexts();
  const isOpen = useWorkbench((state) => state.dialog === 'saveProject');
  const openDialog = useWorkbench((state) => state.openDialog);
  return (
    <Modal isOpen={isOpen} onClose={() => openDialog(null)} title={t('project.saveTitle')} className="wide-dialog">
      {isOpen && <SaveForm />}
    </Modal>
  );
}

function SaveForm() {
  const { t } = useTexts();
  const openDialog = useWorkbench((state) => state.openDialog);
  const { saveTo } = useProjectActions();
  const root = useQuery('describe', ({ engine }, signal) => engine['workbench.describe']({}, signal)).value?.root ?? null;
  const [path, setPath] = useState<string | null>(null);
  const name = suggestedName();
  const shown = path ?? (name.includes('/') || root === null ? name : `${root}/${name}`);
  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    if (await saveTo(shown.trim(), true)) openDialog(null);
  };
  return (
    <form onSubmit={(event) => void submit(event)}>
      <DialogBody>
        <FormGroup label={t('project.savePath')} labelFor="project-path" helperText={t('project.savePathAdvice', { root: root ?? '/' })}>
          <InputGroup id="project-path" className="mono" autoFocus value={shown} onChange={(event) => setPath(event.target.value)} />
        </FormGroup>
      </DialogBody>
      <DialogFooter
        actions={
          <>
            <Button text={t('ui.dialog.cancel')} onClick={() => openDialog(null)} />
            <Button type="submit" intent="primary" disabled={shown.trim() === ''} text={t('project.save')} />
          </>
        }
      />
    </form>
  );
}

function QuestionDialog() {
  const { t } = useTexts();
  const asked = useProjectQuestion((state) => state.asked);
  const [last, setLast] = useState<ProjectQuestion | null>(null);
  useEffect(() => {
    if (asked) setLast(asked.question);
  }, [asked]);
  const question = asked?.question ?? last;
  if (!question) return null;
  const text = question.kind === 'discard' ? t('project.question.discard') : t(`error.${question.error.code}`, question.error.data);
  return (
    <Modal isOpen={asked !== null} onClose={() => asked?.answer(false)} title={t(`project.question.${question.kind}Title`)} role="alertdialog">
      <DialogBody>
        <p>{text}</p>
      </DialogBody>
      <DialogFooter
        actions={
          <>
            <Button autoFocus text={t('ui.dialog.cancel')} onClick={() => asked?.answer(false)} />
            <Button intent="primary" text={t(`project.question.${question.kind}Yes`)} onClick={() => asked?.answer(true)} />
          </>
        }
      />
    </Modal>
  );
}

/** Two windows that save one project would undo each other's work. */
function HolderDialog() {
  const { t, language } = useTexts();
  const holder = useProject((state) => state.holder);
  const path = useProject((state) => state.path);
  const [accepted, setAccepted] = useState<string | null>(null);
  const isOther = holder?.state === 'other' && path !== null && accepted !== path;
  const actions = useProjectActions();
  if (!holder) return null;
  const since = new Date(holder.sinceMs).toLocaleString(language, { dateStyle: 'medium', timeStyle: 'short' });
  return (
    <Modal isOpen={isOther} onClose={() => setAccepted(path)} title={t('project.holder.title')} role="alertdialog">
      <DialogBody>
        <p>{t('project.holder.text', { name: projectName(path), pid: holder.pid, host: holder.host, since })}</p>
      </DialogBody>
      <DialogFooter
        actions={
          <>
            <Button text={t('project.holder.close')} onClick={() => void actions.create()} />
            <Button text={t('project.holder.look')} onClick={() => setAccepted(path)} />
            <Button intent="primary" text={t('project.holder.take')} onClick={() => useProject.setState(({ takes }) => ({ takes: takes + 1 }))} />
          </>
        }
      />
    </Modal>
  );
}

/** What windows left that died. */
function RecoveryDialog() {
  const { t } = useTexts();
  const isOpen = useWorkbench((state) => state.dialog === 'recovery');
  const openDialog = useWorkbench((state) => state.openDialog);
  return (
    <Modal isOpen={isOpen} onClose={() => openDialog(null)} title={t('project.recovery.title')} className="wide-dialog">
      <DialogBody>{isOpen && <Recoveries />}</DialogBody>
    </Modal>
  );
}

function Recoveries() {
  const { t, language } = useTexts();
  const { shell } = useConnection();
  const openDialog = useWorkbench((state) => state.openDialog);
  const actions = useProjectActions();
  const { value, reload } = useQuery('recoveries', (connection, signal) => connection.shell['project.recoveries']({}, signal));
  const recoveries = value?.recoveries ?? [];
  const discard = async (id: string): Promise<void> => {
    await shell['project.discard']({ id });
    if (recoveries.length === 1) openDialog(null);
    else reload();
  };
  return (
    <>
      <p>{t('project.recovery.advice')}</p>
      <ul className="recovery-list">
        {recoveries.map(({ id, path, savedMs, captures, notes }) => (
          <li key={id}>
            <span>
              <strong>{projectName(path) ?? captures[0] ?? t('project.untitled')}</strong>
              <span className="muted">
                {' '}
                {t('project.recovery.what', {
                  time: new Date(savedMs).toLocaleString(language, { dateStyle: 'medium', timeStyle: 'medium' }),
                  captures: captures.length,
                  notes,
                })}
              </span>
            </span>
            <Button
              size="small"
              intent="primary"
              text={t('project.recovery.restore')}
              onClick={() => {
                openDialog(null);
                void actions.recover(id);
              }}
            />
            <Button size="small" text={t('project.recovery.discard')} onClick={() => void discard(id)} />
          </li>
        ))}
      </ul>
    </>
  );
}
