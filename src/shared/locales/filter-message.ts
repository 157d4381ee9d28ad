import type { FilterIssue } from '../contract/filter-methods';
import type { Translate } from './texts';

/** What is wrong with a filter and what to do about it, in the reader's words. */
export function filterMessage(issue: FilterIssue, t: Translate): { problem: string; hint: string } {
  return {
    problem: t(`filter.problem.${issue.problem}`, { near: issue.near }),
    hint: t(`filter.hint.${issue.hint}`, { suggestion: issue.suggestion }),
  };
}

/** The filter with a mark below the place, for a face of fixed width. */
export function filterPlace({ filter, position, length }: FilterIssue): string {
  return `  ${filter}\n  ${' '.repeat(position)}^${'~'.repeat(Math.max(0, length - 1))}`;
}
