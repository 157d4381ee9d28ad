import { Button, TextArea } from '@blueprintjs/core';
import { Annotation } from '@blueprintjs/icons';
import { useEffect, useId, useRef, useState } from 'react';
import type { ProjectTarget } from '../../shared/contract/project';
import { isFocusLost } from '../app/focus-place';
import { useTexts } from '../theme/use-texts';
import { noteOn, withNote } from './project-edits';
import { useProject } from './project-store';

/** What the user notes about something; in the project with every key, so that nothing is lost that was typed: a packet is left by keys, too, and a window dies. */
export function NoteField({ target }: { readonly target: ProjectTarget }) {
  const { t } = useTexts();
  const stored = useProject((state) => noteOn(state.project, target)?.text ?? '');
  const edit = useProject((state) => state.edit);
  const [text, setText] = useState(stored);
  const [open, setOpen] = useState(stored !== '');
  /** What was noted when the field was entered: Escape brings it back. */
  const before = useRef(stored);
  const opener = useRef<HTMLButtonElement>(null);
  const id = useId();
  const key = JSON.stringify(target);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another target has another note.
  useEffect(() => {
    before.current = stored;
    setText(stored);
    setOpen(stored !== '');
  }, [key]);
  // Removed or brought back elsewhere; what is typed here stays as it is typed.
  useEffect(() => {
    setText((typed) => (typed.trim() === stored ? typed : stored));
    if (document.activeElement?.id !== id) setOpen(stored !== '');
  }, [stored, id]);
  useEffect(() => {
    if (!open && isFocusLost()) opener.current?.focus();
  }, [open]);
  const note = (typed: string): void => {
    setText(typed);
    if (typed.trim() !== stored) edit((project) => withNote(project, target, typed, Date.now()));
  };
  if (!open) {
    return (
      <Button
        ref={opener}
        size="small"
        variant="minimal"
        icon={<Annotation size={14} />}
        text={t('project.note.add')}
        onClick={() => setOpen(true)}
      />
    );
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
        onFocus={() => {
          before.current = stored;
        }}
        onChange={(event) => note(event.target.value)}
        onBlur={() => text.trim() === '' && setOpen(false)}
        onKeyDown={(event) => {
          if (event.key === 'Escape') {
            note(before.current);
            if (before.current === '') setOpen(false);
          }
          if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) event.currentTarget.blur();
        }}
      />
    </div>
  );
}
