import { useEffect, useState } from 'react';
import { CancelSource } from '../../shared/base/cancellation';
import type { AppError } from '../../shared/contract/errors';
import type { HostLook, HostTarget } from '../../shared/contract/host';
import { isCancelled, toAppError } from '../connection/app-error';
import { useConnection } from '../connection/connection';
import { refreshFindings } from '../findings/refresh-findings';

/** By then the engine has ended the watch, and held what was sampled against the captures. */
const WATCH_ENDS_MS = 500;

export interface HostWatch {
  /** The newest; null before the first. */
  readonly look: HostLook | null;
  readonly error: AppError | null;
  retry(): void;
}

/** Samples a host for as long as the component is shown; null: none. */
export function useHostWatch(target: HostTarget | null, intervalMs: number): HostWatch {
  const { engine } = useConnection();
  const [state, setState] = useState<Omit<HostWatch, 'retry'>>({ look: null, error: null });
  const [attempt, setAttempt] = useState(0);
  const asked = target === null ? null : JSON.stringify({ target, intervalMs });

  // biome-ignore lint/correctness/useExhaustiveDependencies: `asked` says all of target and interval; a new attempt asks again.
  useEffect(() => {
    setState({ look: null, error: null });
    if (target === null) return;
    const source = new CancelSource();
    const watch = async (): Promise<void> => {
      for await (const look of engine['host.watch']({ target, intervalMs }, source)) {
        if (source.cancelled) return;
        setState({ look, error: null });
      }
    };
    watch().catch((thrown: unknown) => {
      if (!source.cancelled && !isCancelled(thrown)) setState({ look: null, error: toAppError(thrown) });
    });
    return () => {
      source.cancel();
      setTimeout(() => void refreshFindings({ engine }), WATCH_ENDS_MS);
    };
  }, [engine, asked, attempt]);

  return { ...state, retry: () => setAttempt((number) => number + 1) };
}
