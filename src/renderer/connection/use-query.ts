import { useEffect, useState } from 'react';
import { type CancelSignal, CancelSource } from '../../shared/base/cancellation';
import type { AppError } from '../../shared/contract/errors';
import { isCancelled, toAppError } from './app-error';
import { type Connection, useConnection } from './connection';

export interface Query<T> {
  /** The newest answer; kept while a newer one is on its way, dropped when the key's subject changes. */
  readonly value: T | null;
  readonly error: AppError | null;
  readonly loading: boolean;
  /** Asks again. */
  reload(): void;
}

interface Answer<T> {
  readonly subject: string;
  readonly value: T | null;
  readonly error: AppError | null;
  readonly loading: boolean;
}

/**
 * The one way that a view reads server state. `subject` says what is asked (null: nothing yet); `revision` changes when the answer may have.
 * A call that is no longer of interest is cancelled.
 */
export function useQuery<T>(
  subject: string | null,
  load: (connection: Connection, signal: CancelSignal) => Promise<T>,
  revision: string | number = 0,
): Query<T> {
  const connection = useConnection();
  const [answer, setAnswer] = useState<Answer<T> | null>(null);
  const [attempt, setAttempt] = useState(0);

  // biome-ignore lint/correctness/useExhaustiveDependencies: `load` is a new function each time; what it asks is told by `subject`.
  useEffect(() => {
    if (subject === null) return;
    const source = new CancelSource();
    setAnswer((old) => ({ subject, value: old?.subject === subject ? old.value : null, error: null, loading: true }));
    load(connection, source).then(
      (value) => !source.cancelled && setAnswer({ subject, value, error: null, loading: false }),
      (thrown) => {
        if (!source.cancelled && !isCancelled(thrown)) setAnswer({ subject, value: null, error: toAppError(thrown), loading: false });
      },
    );
    return () => source.cancel();
  }, [connection, subject, revision, attempt]);

  const current = answer?.subject === subject ? answer : null;
  return {
    value: current?.value ?? null,
    error: current?.error ?? null,
    loading: subject !== null && (current?.loading ?? true),
    reload: () => setAttempt((count) => count + 1),
  };
}
