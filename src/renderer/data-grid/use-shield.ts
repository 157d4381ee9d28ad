import { type RefObject, useEffect, useMemo, useRef } from 'react';

/** The pointer is taken to rest for so long after a key. */
const SHIELD_MS = 150;

export interface Shield {
  raise(): void;
  lower(): void;
}

/**
 * While keys move the rows, a pointer that rests above them means none of them: a shield keeps it from pointing at each that passes, which would also
 * cost the browser a look for it and the events of coming and going in every frame.
 */
export function useShield(layer: RefObject<HTMLElement | null>): Shield {
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);
  return useMemo(() => {
    const lower = (): void => layer.current?.classList.remove('grid-shielded');
    const raise = (): void => {
      layer.current?.classList.add('grid-shielded');
      clearTimeout(timer.current);
      timer.current = setTimeout(lower, SHIELD_MS);
    };
    return { raise, lower };
  }, [layer]);
}
