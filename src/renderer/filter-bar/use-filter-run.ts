import { useEffect, useState } from 'react';
import { CancelSource } from '../../shared/base/cancellation';
import type { AppError } from '../../shared/contract/errors';
import { isCancelled, toAppError } from '../connection/app-error';
import { useConnection } from '../connection/connection';
import { useFilter } from './filter-state';

/** Runs a filter over a capture and tells how far it is; a filter that is no longer shown is stopped. Returns what made it fail. */
export function useFilterRun(capture: number, filter: string | null): AppError | null {
  const { engine } = useConnection();
  const [error, setError] = useState<AppError | null>(null);
  useEffect(() => {
    const { setProgress } = useFilter.getState();
    setProgress(null);
    setError(null);
    if (filter === null) return;
    const source = new CancelSource();
    const run = async (): Promise<void> => {
      for await (const progress of engine['packets.filter']({ capture, filter }, source)) {
        if (source.cancelled) return;
        setProgress(progress);
      }
    };
    run().catch((thrown: unknown) => !source.cancelled && !isCancelled(thrown) && setError(toAppError(thrown)));
    return () => source.cancel();
  }, [engine, capture, filter]);
  return error;
}
