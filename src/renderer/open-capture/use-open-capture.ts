import { useMemo } from 'react';
import type { CaptureProgress, CaptureSource } from '../../shared/contract/capture-methods';
import { BUNDLE_EXTENSION, PROJECT_EXTENSION } from '../../shared/contract/project';
import { noticing } from '../app/noticing';
import { useWorkbench } from '../app/workbench';
import { type Connection, useConnection } from '../connection/connection';
import { useLiveStore } from '../live/live-store';
import { useProject } from '../project/project-store';
import { type ProjectActions, useProjectActions } from '../project/use-project-actions';
import { followProgress } from './follow-progress';
import { sendFile } from './uploads';

export interface OpenCapture {
  /** Opens a capture and shows it; failures become notices. */
  open(source: CaptureSource): Promise<void>;
  /** The system's dialog, in Electron. */
  openDialog(): Promise<void>;
  /** Files given to a page of browser mode. */
  upload(files: readonly File[]): Promise<void>;
  cancel(capture: number): Promise<void>;
  /** `confirmed`: the user knows that the recording is deleted; else one that is nowhere else is asked about. */
  close(capture: number, confirmed?: boolean): Promise<void>;
}

/** Projects and bundles are opened by the same ways as captures. */
async function openedAsProject(source: CaptureSource, projects: ProjectActions): Promise<boolean> {
  const name = source.kind === 'file' ? source.path : source.kind === 'upload' ? source.name : '';
  if (!name.endsWith(PROJECT_EXTENSION) && !name.endsWith(BUNDLE_EXTENSION)) return false;
  useWorkbench.getState().openDialog(null);
  await projects.open(name, source.kind === 'upload' ? source.upload : null);
  return true;
}

function show(connection: Connection, progress: CaptureProgress, source: CaptureSource): void {
  const { setProgress, showCapture, openDialog } = useWorkbench.getState();
  useProject.getState().captureOpened(progress.capture, progress.name, source, null);
  setProgress(progress);
  showCapture(progress.capture);
  openDialog(null);
  void noticing(() => followProgress(connection, progress.capture));
}

export function useOpenCapture(): OpenCapture {
  const connection = useConnection();
  const projects = useProjectActions();
  return useMemo(() => {
    const { engine, shell } = connection;
    const openOne = async (source: CaptureSource): Promise<void> => {
      if (await openedAsProject(source, projects)) return;
      show(connection, await engine['captures.open']({ source }), source);
      if (source.kind === 'file') await shell['shell.addRecentFile']({ path: source.path });
    };
    return {
      open: (source) => noticing(() => openOne(source)),
      openDialog: () =>
        noticing(async () => {
          const { paths } = await shell['shell.openDialog']({});
          for (const path of paths) await openOne({ kind: 'file', path });
        }),
      upload: (files) =>
        noticing(async () => {
          for (const file of files) await openOne({ kind: 'upload', upload: await sendFile(file), name: file.name });
        }),
      cancel: (capture) =>
        noticing(async () => {
          await engine['captures.cancel']({ capture });
        }),
      close: (capture, confirmed = false) =>
        noticing(async () => {
          const live = useLiveStore.getState();
          if (!confirmed && live.views.get(capture)?.state.unsaved === true) return live.ask(capture);
          await engine['captures.close']({ capture });
          useWorkbench.getState().removeCapture(capture);
          useProject.getState().captureClosed(capture);
          useLiveStore.getState().forget(capture);
        }),
    };
  }, [connection, projects]);
}
