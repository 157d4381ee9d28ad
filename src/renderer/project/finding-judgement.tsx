import { Button, InputGroup } from '@blueprintjs/core';
import { useState } from 'react';
import type { FindingRow } from '../../shared/contract/finding-rows';
import type { ProjectTarget } from '../../shared/contract/project';
import { useTexts } from '../theme/use-texts';
import { NoteField } from './note-field';
import { dismissalOf, withDismissal } from './project-edits';
import { projectCaptureId, useProject } from './project-store';

export function findingTarget(capture: string, finding: Pick<FindingRow, 'code' | 'connection' | 'frames'>): ProjectTarget {
  return { kind: 'finding', capture, code: finding.code, connection: finding.connection, frame: finding.frames[0] ?? null };
}

/** What the user makes of a finding: a note, or that it is of no account and why. */
export function FindingJudgement({ finding }: { readonly finding: FindingRow }) {
  const capture = useProject((state) => projectCaptureId(state, finding.capture));
  if (capture === null) return null;
  const target = findingTarget(capture, finding);
  return (
    <div className="finding-judgement" key={JSON.stringify(target)}>
      <NoteField target={target} />
      <Dismissal target={target} />
    </div>
  );
}

function Dismissal({ target }: { readonly target: ProjectTarget }) {
  const { t } = useTexts();
  const reason = useProject((state) => dismissalOf(state.project, target));
  const edit = useProject((state) => state.edit);
  const [asking, setAsking] = useState(false);
  const [text, setText] = useState('');
  const dismiss = (given: string | null): void => {
    edit((project) => withDismissal(project, target, given, Date.now()));
    setAsking(false);
  };
  if (reason !== null) {
    return (
      <p className="dismissed-reason">
        <span>{t('project.dismiss.done', { reason })}</span>
        <Button size="small" text={t('project.dismiss.restore')} onClick={() => dismiss(null)} />
      </p>
    );
  }
  if (!asking) return <Button size="small" variant="minimal" text={t('project.dismiss.ask')} onClick={() => setAsking(true)} />;
  return (
    <form
      className="dismiss-form"
      onSubmit={(event) => {
        event.preventDefault();
        if (text.trim() !== '') dismiss(text.trim());
      }}
    >
      <InputGroup
        size="small"
        autoFocus
        aria-label={t('project.dismiss.reason')}
        placeholder={t('project.dismiss.reason')}
        value={text}
        onChange={(event) => setText(event.target.value)}
      />
      <Button size="small" type="submit" disabled={text.trim() === ''} text={t('project.dismiss.confirm')} />
      <Button size="small" variant="minimal" text={t('ui.dialog.cancel')} onClick={() => setAsking(false)} />
    </form>
  );
}
