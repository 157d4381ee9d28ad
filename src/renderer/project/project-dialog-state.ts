import { create } from 'zustand';
import type { AppError } from '../../shared/contract/errors';

export type ProjectQuestion =
  /** Changes would be lost. */
  | { readonly kind: 'discard' }
  /** The file is damaged, and there is a backup. */
  | { readonly kind: 'damaged'; readonly error: AppError }
  /** Somebody else has written the file. */
  | { readonly kind: 'changed'; readonly error: AppError };

interface Asked {
  readonly question: ProjectQuestion;
  answer(yes: boolean): void;
}

export const useProjectQuestion = create<{ readonly asked: Asked | null }>()(() => ({ asked: null }));

/** Asks the user; resolves to false when the question is put away. */
export function askProject(question: ProjectQuestion): Promise<boolean> {
  useProjectQuestion.getState().asked?.answer(false);
  return new Promise((resolve) => {
    const answer = (yes: boolean): void => {
      useProjectQuestion.setState({ asked: null });
      resolve(yes);
    };
    useProjectQuestion.setState({ asked: { question, answer } });
  });
}
