import { Button, HTMLTable } from '@blueprintjs/core';
import type { ProjectTarget } from '../../shared/contract/project';
import { useWorkbench } from '../app/workbench';
import { useExports } from '../export/use-exports';
import { useTexts } from '../theme/use-texts';
import { withBookmark, withDismissal, withNote } from './project-edits';
import { openCaptureOf, useProject } from './project-store';

/** Notes, bookmarks and dismissed findings, each with the way to what it is about. */
export function ProjectNotes() {
  const { t } = useTexts();
  const project = useProject((state) => state.project);
  const edit = useProject((state) => state.edit);
  const now = Date.now();
  const capture = useWorkbench((state) => state.capture);
  const { annotated } = useExports();
  const rows = [
    ...project.notes.map(({ id, target, text }) => ({
      key: id,
      kind: 'note',
      target,
      text,
      remove: () => edit((p) => withNote(p, target, '', now)),
    })),
    ...project.bookmarks.map(({ capture: owner, frame, label }) => ({
      key: `bookmark ${owner} ${frame}`,
      kind: 'bookmark',
      target: { kind: 'packet', capture: owner, frame } as ProjectTarget,
      text: label,
      remove: () => edit((p) => withBookmark(p, owner, frame, null)),
    })),
    ...project.dismissed.map(({ target, reason }) => ({
      key: JSON.stringify(target),
      kind: 'dismissal',
      target,
      text: reason,
      remove: () => edit((p) => withDismissal(p, target, null, now)),
    })),
  ];
  return (
    <section>
      <h3>{t('project.notes.title')}</h3>
      {rows.length === 0 ? (
        <p className="muted">{t('project.notes.none')}</p>
      ) : (
        <HTMLTable compact className="project-table">
          <tbody>
            {rows.map(({ key, kind, target, text, remove }) => (
              <tr key={key}>
                <td>{t(`project.notes.${kind}`)}</td>
                <td>
                  <TargetLink target={target} />
                </td>
                <td>{text}</td>
                <td>
                  <Button size="small" variant="minimal" text={t('project.notes.remove')} onClick={remove} />
                </td>
              </tr>
            ))}
          </tbody>
        </HTMLTable>
      )}
      {capture !== null && project.notes.some(({ target }) => target.kind === 'packet') && (
        <Button size="small" text={t('project.notes.intoCapture')} onClick={() => void annotated(capture)} />
      )}
    </section>
  );
}

function TargetLink({ target }: { readonly target: ProjectTarget }) {
  const { t } = useTexts();
  const open = useProject((state) => openCaptureOf(state, target.capture));
  const name = useProject((state) => state.project.captures.find(({ id }) => id === target.capture)?.name ?? '');
  const text = t(`report.target.${target.kind}`, { ...target, capture: name });
  const { showCapture, showEvidence } = useWorkbench.getState();
  if (open === null) return <span>{text}</span>;
  const show = (): void => {
    showCapture(open);
    if (target.kind === 'packet') showEvidence({ kind: 'frames', frames: [target.frame] }, target.frame);
    else if (target.kind === 'connection') showEvidence({ kind: 'connection', connection: target.connection }, null);
    else if (target.kind === 'finding' && target.frame !== null) showEvidence({ kind: 'frames', frames: [target.frame] }, target.frame);
  };
  return (
    <button type="button" className="text-link" onClick={show}>
      {text}
    </button>
  );
}
