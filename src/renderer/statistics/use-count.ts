import { useCallback, useEffect, useState } from 'react';
import { CancelSource } from '../../shared/base/cancellation';
import type { AppError } from '../../shared/contract/errors';
import type { StatisticsProgress } from '../../shared/contract/statistics';
import { useCurrentCapture } from '../app/workbench';
import { isCancelled, toAppError } from '../connection/app-error';
import { useConnection } from '../connection/connection';

/** While a capture grows, tables are read anew this often. */
const RENEW_MS = 5000;

export interface Count {
  readonly progress: StatisticsProgress | null;
  readonly error: AppError | null;
  /** False after it was stopped. */
  readonly isRunning: boolean;
  /** Changes when tables are worth reading anew; 0: nothing is counted yet. */
  readonly revision: number;
  stop(): void;
  goOn(): void;
}

/** Has the packets of the capture in sight counted, for as long as the view is open or until it is stopped. */
export function useCount(): Count {
  const { engine } = useConnection();
  const capture = useCurrentCapture()?.capture ?? 0;
  const [progress, setProgress] = useState<StatisticsProgress | null>(null);
  const [error, setError] = useState<AppError | null>(null);
  const [isRunning, setRunning] = useState(true);
  const [revision, setRevision] = useState(0);
  useEffect(() => {
    if (!isRunning) return;
    const source = new CancelSource();
    const run = async (): Promise<void> => {
      let renewed = Number.NEGATIVE_INFINITY;
      let shown = -1;
      for await (const step of engine['statistics.count']({ capture }, source)) {
        if (source.cancelled) return;
        setProgress(step);
        if (step.scanned < step.packets || step.scanned === shown || (!step.done && performance.now() - renewed < RENEW_MS)) continue;
        renewed = performance.now();
        shown = step.scanned;
        setRevision((count) => count + 1);
      }
    };
    setError(null);
    run().catch((thrown: unknown) => !source.cancelled && !isCancelled(thrown) && setError(toAppError(thrown)));
    return () => source.cancel();
  }, [engine, capture, isRunning]);
  const stop = useCallback(() => {
    setRunning(false);
    setRevision((count) => count + 1);
  }, []);
  const goOn = useCallback(() => setRunning(true), []);
  return { progress, error, isRunning, revision, stop, goOn };
}
