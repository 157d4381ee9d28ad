import { useWorkbench } from '../app/workbench';
import { toAppError } from '../connection/app-error';
import type { Connection } from '../connection/connection';

/** Samples of a host are held against captures that were read before: asks how many findings those have now. Captures still being read tell it themselves. */
export async function refreshFindings({ engine }: Pick<Connection, 'engine'>): Promise<void> {
  try {
    for (const progress of await engine['captures.list']({})) {
      const { captures, setProgress } = useWorkbench.getState();
      const known = captures.find(({ capture }) => capture === progress.capture);
      if (known !== undefined && known.state !== 'reading' && progress.state !== 'reading' && known.findings !== progress.findings)
        setProgress(progress);
    }
  } catch (thrown) {
    useWorkbench.getState().notify(toAppError(thrown));
  }
}
