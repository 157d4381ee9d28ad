import { Button, DialogBody, Spinner } from '@blueprintjs/core';
import { ArrowUp, Document, FolderClose } from '@blueprintjs/icons';
import { useEffect, useRef, useState } from 'react';
import { EmptyState } from '../app/empty-state';
import { ErrorState } from '../app/error-state';
import { goInto } from '../app/focus-place';
import { Modal } from '../app/modal';
import { useWorkbench } from '../app/workbench';
import type { Connection } from '../connection/connection';
import { useKept } from '../connection/use-kept';
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
    <Modal isOpen={isOpen} onClose={() => openDialog(null)} title={t('ui.files.title')} className="wide-dialog">
      <DialogBody>{isOpen && <Folder />}</DialogBody>
    </Modal>
  );
}

function Folder() {
  const { t } = useTexts();
  const [path, setPath] = useState<string | null>(null);
  const { value, error, loading, reload } = useQuery(`files ${path}`, ({ engine }, signal) => engine['files.list']({ path }, signal));
  const folder = useKept(value, loading, null).value;
  const place = useRef<HTMLDivElement>(null);
  // Escape is heard where the focus is: it is never left on what another folder took away.
  // biome-ignore lint/correctness/useExhaustiveDependencies: what is there to be focused is another then.
  useEffect(() => goInto(place.current?.querySelector<HTMLElement>('.file-list') ?? place.current), [folder, error]);
  return (
    <div ref={place} className="folder">
      {error ? (
        <ErrorState error={error} onRetry={path === null ? reload : () => setPath(null)} />
      ) : folder ? (
        <FolderEntries folder={folder} onEnter={setPath} />
      ) : (
        <Spinner size={24} aria-label={t('ui.view.loading')} />
      )}
    </div>
  );
}

type FolderListing = Awaited<ReturnType<Connection['engine']['files.list']>>;

interface FolderEntriesProps {
  readonly folder: FolderListing;
  readonly onEnter: (path: string) => void;
}

function FolderEntries({ folder, onEnter }: FolderEntriesProps) {
  const { t, language } = useTexts();
  const { open } = useOpenCapture();
  const { parent } = folder;
  return (
    <>
      <div className="folder-path">
        <Button
          size="small"
          icon={<ArrowUp size={14} />}
          disabled={parent === null}
          aria-label={t('ui.files.parent')}
          onClick={() => parent !== null && onEnter(parent)}
        />
        <span className="mono">{folder.path}</span>
      </div>
      {folder.entries.length === 0 ? (
        <EmptyState title={t('ui.files.emptyTitle')} advice={t('ui.files.emptyAdvice')} />
      ) : (
        <ul className="file-list" aria-label={t('ui.files.list')}>
          {folder.entries.map((entry) => (
            <li key={entry.path}>
              <button type="button" onClick={() => (entry.kind === 'folder' ? onEnter(entry.path) : void open({ kind: 'file', path: entry.path }))}>
                {entry.kind === 'folder' ? <FolderClose size={14} /> : <Document size={14} />}
                <span className="file-name" title={entry.name}>
                  {entry.name}
                </span>
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
