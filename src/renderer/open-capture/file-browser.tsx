import { Button, Dialog, DialogBody, Spinner } from '@blueprintjs/core';
import { ArrowUp, Document, FolderClose } from '@blueprintjs/icons';
import { useState } from 'react';
import { EmptyState } from '../app/empty-state';
import { ErrorState } from '../app/error-state';
import { useWorkbench } from '../app/workbench';
import { useQuery } from '../connection/use-query';
import { formatBytes } from '../theme/format';
import { useTexts } from '../theme/use-texts';
import { useOpenCapture } from './use-open-capture';

/** Files of the machine that the server runs on, inside its root folder. */
export function FileBrowser() {
  const { t } = useTexts();
  const isOpen = useWorkbench((state) => state.dialog === 'files');
  const openDialog = useWorkbench((state) => state.openDialog);
  return (
    <Dialog isOpen={isOpen} onClose={() => openDialog(null)} title={t('ui.files.title')} className="wide-dialog">
      <DialogBody>{isOpen && <Folder />}</DialogBody>
    </Dialog>
  );
}

function Folder() {
  const { t, language } = useTexts();
  const [path, setPath] = useState<string | null>(null);
  const { open } = useOpenCapture();
  const { value: folder, error, reload } = useQuery(`files ${path}`, ({ engine }, signal) => engine['files.list']({ path }, signal));
  if (error) return <ErrorState error={error} onRetry={path === null ? reload : () => setPath(null)} />;
  if (!folder) return <Spinner size={24} aria-label={t('ui.view.loading')} />;
  const { parent } = folder;
  return (
    <>
      <div className="folder-path">
        <Button
          size="small"
          icon={<ArrowUp size={14} />}
          disabled={parent === null}
          aria-label={t('ui.files.parent')}
          onClick={() => parent !== null && setPath(parent)}
        />
        <span className="mono">{folder.path}</span>
      </div>
      {folder.entries.length === 0 ? (
        <EmptyState title={t('ui.files.emptyTitle')} advice={t('ui.files.emptyAdvice')} />
      ) : (
        <ul className="file-list" aria-label={t('ui.files.list')}>
          {folder.entries.map((entry) => (
            <li key={entry.path}>
              <button type="button" onClick={() => (entry.kind === 'folder' ? setPath(entry.path) : void open({ kind: 'file', path: entry.path }))}>
                {entry.kind === 'folder' ? <FolderClose size={14} /> : <Document size={14} />}
                <span className="file-name">{entry.name}</span>
                <span className="muted number">{entry.kind === 'file' && formatBytes(entry.bytes, language)}</span>
                <span className="muted number">
                  {new Date(entry.modifiedMs).toLocaleString(language, { dateStyle: 'medium', timeStyle: 'short' })}
                </span>
              </button>
            </li>
          ))}
        </ul>
      )}
    </>
  );
}
