import { useEffect, useState } from 'react';
import { CancelSource } from '../../shared/base/cancellation';
import type { Completion, FilterIssue } from '../../shared/contract/filter-methods';
import { useWorkbench } from '../app/workbench';
import { toAppError } from '../connection/app-error';
import { useConnection } from '../connection/connection';
import { useFilter } from './filter-state';

const TYPING_PAUSE_MS = 120;

export interface FilterCheck {
  /** What is wrong with the text; null: nothing, or not known yet. */
  readonly issue: FilterIssue | null;
  /** Shows the packets of the text, unless something is wrong with it. */
  applyIfRight(): void;
}

/** Looks at what was typed once the typing pauses, and before it is applied. */
export function useFilterCheck(text: string): FilterCheck {
  const { engine } = useConnection();
  const [found, setFound] = useState<FilterIssue | null>(null);
  const isEmpty = text.trim() === '';
  useEffect(() => {
    if (isEmpty) return;
    const source = new CancelSource();
    const timer = setTimeout(() => engine['filter.check']({ filter: text }, source).then(setFound, ignore), TYPING_PAUSE_MS);
    return () => {
      clearTimeout(timer);
      source.cancel();
    };
  }, [engine, text, isEmpty]);
  const applyIfRight = async (): Promise<void> => {
    const issue = isEmpty ? null : await engine['filter.check']({ filter: text });
    setFound(issue);
    if (issue === null) useFilter.getState().limit(text);
  };
  return {
    issue: found?.filter === text && !isEmpty ? found : null,
    applyIfRight: () => void applyIfRight().catch((thrown: unknown) => useWorkbench.getState().notify(toAppError(thrown))),
  };
}

/** A check that was cancelled, or could not be made: applying the filter tells what is wrong. */
function ignore(): void {}

export interface OfferedCompletion extends Completion {
  /** False: for what was typed before; the engine has not answered for the present text yet. */
  readonly isCurrent: boolean;
}

/** What may be typed at the cursor; null while nothing is asked for. */
export function useCompletion(text: string, position: number | null): OfferedCompletion | null {
  const { engine } = useConnection();
  const [answer, setAnswer] = useState<{ readonly completion: Completion; readonly text: string; readonly position: number } | null>(null);
  useEffect(() => {
    if (position === null) {
      setAnswer(null);
      return;
    }
    const source = new CancelSource();
    engine['filter.complete']({ text, position }, source).then(
      (completion) => !source.cancelled && setAnswer(completion.items.length > 0 ? { completion, text, position } : null),
      () => !source.cancelled && setAnswer(null),
    );
    return () => source.cancel();
  }, [engine, text, position]);
  return answer && { ...answer.completion, isCurrent: answer.text === text && answer.position === position };
}
