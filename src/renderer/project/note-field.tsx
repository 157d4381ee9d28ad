import { Button, TextArea } from '@blueprintjs/core';
import { Annotation } from '@blueprintjs/icons';
import { useEffect, useId, useState } from 'react';
import type { ProjectTarget } from '../../shared/contract/project';
import { useTexts } from '../theme/use-texts';
import { noteOn, withNote } from './project-edits';
import { useProject } from './project-store';

/** What the user notes about something; kept in the project when the field is left. */
export function NoteField({ target }: { readonly target: ProjectTarget }) {
  const { t } = useTexts();
  const stored = useProject((state) => noteOn(state.project, target)?.text ?? '');
  const edit = useProject((state) => state.edit);
  const [text, setText] = useState(stored);
  const [open, setOpen] = useState(stored !== '');
  const id = useId();
  const key = JSON.stringify(target);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another target has another note.
  useEffect(() => {
    setText(stored);
    setOpen(stored !== '');
  }, [key, stored]);
  const keep = (): void => {
    if (text.trim() !== stored) edit((project) => withNote(project, target, text, Date.now()));
    if (text.trim() === '') setOpen(false);
  };
  if (!open) {
    return <Button size="small" variant="minimal" icon={<Annotation size={14} />} text={t('project.note.add')} onClick={() => setOpen(true)} />;
  }
  return (
    <div className="note-field">
      <label htmlFor={id}>{t('project.note.label')}</label>
      <TextArea
        id={id}
        fill
        autoFocus={stored === ''}
        value={text}
        placeholder={t('project.note.placeholder')}
        onChange={(event) => setText(event.target.value)}
        onBlur={keep}
        onKeyDown={(event) => {
          if (event.key === 'Escape') setText(stored);
          if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) event.currentTarget.blur();
        }}
      />
    </div>
  );
}
