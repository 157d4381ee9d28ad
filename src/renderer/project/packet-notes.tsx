import { Button } from '@blueprintjs/core';
import { Bookmark } from '@blueprintjs/icons';
import { useSettledSelection } from '../app/settled-selection';
import { useSummary } from '../summary/summary-context';
import { useTexts } from '../theme/use-texts';
import { NoteField } from './note-field';
import { isBookmarked, withBookmark } from './project-edits';
import { useProject } from './project-store';
import { useTargetCapture } from './use-target-capture';

/** Of the packet shown: comments that the capture holds, the user's note, a bookmark. */
export function PacketNotes() {
  const { t } = useTexts();
  const frame = useSettledSelection((state) => state.frame);
  const capture = useTargetCapture();
  const comments = useSummary().value?.comments ?? [];
  const marked = useProject((state) => capture !== null && frame !== null && isBookmarked(state.project, capture, frame));
  const edit = useProject((state) => state.edit);
  if (frame === null || capture === null) return null;
  return (
    <div className="packet-notes">
      {comments
        .filter((comment) => comment.frame === frame)
        .map(({ text }) => (
          <p key={text} className="packet-comment">
            <strong>{t('project.note.comment')}</strong> {text}
          </p>
        ))}
      <NoteField target={{ kind: 'packet', capture, frame }} />
      <Button
        size="small"
        variant="minimal"
        icon={<Bookmark size={14} />}
        aria-pressed={marked}
        text={t(marked ? 'project.bookmark.remove' : 'project.bookmark.add')}
        onClick={() => edit((project) => withBookmark(project, capture, frame, marked ? null : ''))}
      />
    </div>
  );
}
