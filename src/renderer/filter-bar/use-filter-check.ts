import { useEffect, useState } from 'react';
import { CancelSource } from '../../shared/base/cancellation';
import type { Completion, FilterIssue } from '../../shared/contract/filter-methods';
import { useConnection } from '../connection/connection';

const TYPING_PAUSE_MS = 120;

/** What is wrong with what was typed, once the typing pauses; null: nothing. */
export function useFilterIssue(text: string): FilterIssue | null {
  const { engine } = useConnection();
  const [issue, setIssue] = useState<FilterIssue | null>(null);
  useEffect(() => {
    const source = new CancelSource();
    const filter = text.trim() === '' ? null : text;
    const timer = setTimeout(() => {
      if (filter === null) {
        setIssue(null);
        return;
      }
      engine['filter.check']({ filter }, source).then(
        (found) => !source.cancelled && setIssue(found),
        () => setIssue(null),
      );
    }, TYPING_PAUSE_MS);
    return () => {
      clearTimeout(timer);
      source.cancel();
    };
  }, [engine, text]);
  return issue;
}

/** What may be typed at the cursor; null while nothing is asked for. */
export function useCompletion(text: string, position: number | null): Completion | null {
  const { engine } = useConnection();
  const [completion, setCompletion] = useState<Completion | null>(null);
  useEffect(() => {
    if (position === null) {
      setCompletion(null);
      return;
    }
    const source = new CancelSource();
    engine['filter.complete']({ text, position }, source).then(
      (found) => !source.cancelled && setCompletion(found.items.length > 0 ? found : null),
      () => setCompletion(null),
    );
    return () => source.cancel();
  }, [engine, text, position]);
  return completion;
}
