import { useEffect, useRef, useState } from 'react';

/** Answers mostly take a few ms. */
const KEPT_MS = 250;

export interface Kept<T> {
  readonly value: T | null;
  /** It answers what was asked before. */
  readonly isStale: boolean;
}

/**
 * What was shown before stays while the next answer is on its way, unless that takes long: a pane is not taken away and built anew for every step through a list.
 * Nothing of another `scope` (the capture) is kept.
 */
export function useKept<T>(value: T | null, loading: boolean, scope: unknown): Kept<T> {
  const last = useRef<{ readonly value: T; readonly scope: unknown } | null>(null);
  const [late, setLate] = useState(false);
  useEffect(() => {
    if (value !== null) last.current = { value, scope };
  }, [value, scope]);
  useEffect(() => {
    if (!loading) return;
    const timer = setTimeout(() => setLate(true), KEPT_MS);
    return () => {
      clearTimeout(timer);
      setLate(false);
    };
  }, [loading]);
  if (value !== null) return { value, isStale: false };
  const kept = loading && !late && last.current?.scope === scope ? last.current : null;
  return { value: kept?.value ?? null, isStale: kept !== null };
}
