import { Button } from '@blueprintjs/core';
import { Document } from '@blueprintjs/icons';
import { useWorkbench } from '../app/workbench';
import { useExports } from '../export/use-exports';
import { useTexts } from '../theme/use-texts';
import { NoteField } from './note-field';
import { useTargetCapture } from './use-target-capture';

/** What the user notes about a listener, and a report of it alone. */
export function ListenerTools({ address, port }: { readonly address: string; readonly port: number }) {
  const { t } = useTexts();
  const id = useTargetCapture();
  const capture = useWorkbench((state) => state.capture);
  const { report } = useExports();
  if (id === null || capture === null) return null;
  return (
    <div className="packet-notes">
      <NoteField target={{ kind: 'listener', capture: id, address, port }} />
      <Button
        size="small"
        variant="minimal"
        icon={<Document size={14} />}
        text={t('project.report.menu')}
        onClick={() => void report('html', { kind: 'listener', capture, address, port })}
      />
    </div>
  );
}
