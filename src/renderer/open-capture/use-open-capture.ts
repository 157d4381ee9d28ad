import { useMemo } from 'react';
import type { CaptureProgress, CaptureSource } from '../../shared/contract/methods';
import { useWorkbench } from '../app/workbench';
import { failureOf, isCancelled, toAppError } from '../connection/app-error';
import { type Connection, useConnection } from '../connection/connection';
import { sendFile } from './uploads';

export interface OpenCapture {
  /** Opens a capture and shows it; failures become notices. */
  open(source: CaptureSource): Promise<void>;
  /** The system's dialog, in Electron. */
  openDialog(): Promise<void>;
  /** Files given to a page of browser mode. */
  upload(files: readonly File[]): Promise<void>;
  cancel(capture: number): Promise<void>;
  close(capture: number): Promise<void>;
}

/** Keeps the progress of a capture in the workbench until it was read to its end. */
export async function followProgress({ engine }: Connection, capture: number): Promise<void> {
  const { setProgress, notify } = useWorkbench.getState();
  for await (const progress of engine['captures.progress']({ capture })) {
    // A capture that was closed meanwhile is not brought back.
    if (!useWorkbench.getState().captures.some((known) => known.capture === capture)) return;
    setProgress(progress);
    const failure = failureOf(progress);
    if (failure && progress.packets > 0) notify(failure);
  }
}

/** Runs what may fail; the user sees why. */
async function noticing(work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (thrown) {
    if (!isCancelled(thrown)) useWorkbench.getState().notify(toAppError(thrown));
  }
}

function show(connection: Connection, progress: CaptureProgress): void {
  const { setProgress, showCapture, openDialog } = useWorkbench.getState();
  setProgress(progress);
  showCapture(progress.capture);
  openDialog(null);
  void noticing(() => followProgress(connection, progress.capture));
}

export function useOpenCapture(): OpenCapture {
  const connection = useConnection();
  return useMemo(() => {
    const { engine, shell } = connection;
    const openOne = async (source: CaptureSource): Promise<void> => {
      show(connection, await engine['captures.open']({ source }));
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
      close: (capture) =>
        noticing(async () => {
          await engine['captures.close']({ capture });
          useWorkbench.getState().removeCapture(capture);
        }),
    };
  }, [connection]);
}
