import { useEffect, useState } from 'react';
import { toAppError } from '../connection/app-error';
import { useConnection } from '../connection/connection';
import { followLive, isLive } from '../live/follow-live';
import { followProgress } from '../open-capture/follow-progress';
import { useOpenCapture } from '../open-capture/use-open-capture';
import { adoptCapture } from '../project/adopt-capture';
import { useTexts } from '../theme/use-texts';
import { useWorkbench } from './workbench';

/**
 * Shows what the engine has open already, and opens what the shell is asked to open: command line, menu, drop, a second instance. False until it is
 * known what is open.
 */
export function useStartup(): boolean {
  const connection = useConnection();
  const { open } = useOpenCapture();
  const { t } = useTexts();
  const [started, setStarted] = useState(false);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another language opens nothing anew.
  useEffect(() => {
    let current = true;
    const { setProgress, showCapture, notify } = useWorkbench.getState();
    const restore = async (): Promise<void> => {
      const captures = await connection.engine['captures.list']({});
      if (!current) return;
      for (const progress of captures) {
        setProgress(progress);
        // A recording belongs to no project: it is nowhere but in a temporary folder.
        if (await isLive(connection, progress.capture))
          void followLive(connection, progress.capture, null, t).catch((thrown) => notify(toAppError(thrown)));
        else await adoptCapture(connection, progress);
        if (progress.state === 'reading') void followProgress(connection, progress.capture).catch((thrown) => notify(toAppError(thrown)));
      }
      showCapture(captures.at(-1)?.capture ?? null);
      setStarted(true);
    };
    const listen = async (): Promise<void> => {
      for await (const { paths } of connection.shell['shell.openRequests']({})) {
        if (!current) return;
        for (const path of paths) await open({ kind: 'file', path });
      }
    };
    restore()
      .then(listen)
      .catch((thrown) => current && notify(toAppError(thrown)));
    return () => {
      current = false;
    };
  }, [connection, open]);
  return started;
}
