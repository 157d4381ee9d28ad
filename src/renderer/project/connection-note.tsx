import { NoteField } from './note-field';
import { useTargetCapture } from './use-target-capture';

/** What the user notes about the connection whose packets are shown. */
export function ConnectionNote({ connection }: { readonly connection: number }) {
  const capture = useTargetCapture();
  if (capture === null) return null;
  return (
    <div className="packet-notes">
      <NoteField target={{ kind: 'connection', capture, connection }} />
    </div>
  );
}
