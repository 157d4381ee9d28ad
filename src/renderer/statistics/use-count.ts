import { useCallback, useEffect, useState } from 'react';
import { CancelSource } from '../../shared/base/cancellation';
import type { AppError } from '../../shared/contract/errors';
import type { StatisticsProgress, StatisticsScope } from '../../shared/contract/statistics';
import { useCurrentCapture } from '../app/workbench';
import { isCancelled, toAppError } from '../connection/app-error';
import { useConnection } from '../connection/connection';

/** While a capture grows, tables are read anew this often. */
const RENEW_MS = 5000;

interface Counted {
  /** Capture and scope. */
  readonly subject: string;
  readonly progress: StatisticsProgress | null;
  readonly error: AppError | null;
  readonly revision: number;
}

const NOTHING: Counted = { subject: '', progress: null, error: null, revision: 0 };

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

/**
 * Has the packets of the capture in sight counted, as far as the scope goes, for as long as the view is open or until it is stopped. Tables are worth reading as soon as
 * some packets are counted, and again when all are.
 */
export function useCount(scope: StatisticsScope): Count {
  const { engine } = useConnection();
  const capture = useCurrentCapture()?.capture ?? 0;
  const [counted, setCounted] = useState<Counted>(NOTHING);
  const [isRunning, setRunning] = useState(true);
  const subject = JSON.stringify([capture, scope]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the subject tells the scope.
  useEffect(() => {
    if (!isRunning) return;
    const source = new CancelSource();
    const change = (edit: (old: Counted) => Partial<Counted>): void =>
      setCounted((last) => {
        const old = last.subject === subject ? last : { ...NOTHING, subject };
        return { ...old, ...edit(old) };
      });
    const run = async (): Promise<void> => {
      let renewed = Number.NEGATIVE_INFINITY;
      let shown = -1;
      for await (const progress of engine['statistics.count']({ capture, ...scope }, source)) {
        if (source.cancelled) return;
        change(() => ({ progress }));
        const { scanned, packets, done } = progress;
        const isFirst = shown < 0 && scanned > 0;
        if (!isFirst && (scanned < packets || scanned === shown || (!done && performance.now() - renewed < RENEW_MS))) continue;
        renewed = performance.now();
        shown = scanned;
        change(({ revision }) => ({ revision: revision + 1 }));
      }
    };
    change(() => ({ error: null }));
    run().catch((thrown: unknown) => !source.cancelled && !isCancelled(thrown) && change(() => ({ error: toAppError(thrown) })));
    return () => source.cancel();
  }, [engine, subject, isRunning]);
  const stop = useCallback(() => {
    setRunning(false);
    setCounted((old) => ({ ...old, revision: old.revision + 1 }));
  }, []);
  const goOn = useCallback(() => setRunning(true), []);
  const { progress, error, revision } = counted.subject === subject ? counted : NOTHING;
  return { progress, error, isRunning, revision, stop, goOn };
}
