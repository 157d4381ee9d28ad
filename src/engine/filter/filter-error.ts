import { AppError } from '../../shared/contract/errors';

/** Part of a filter's text, in UTF-16 units. */
export interface TextRange {
  readonly position: number;
  readonly length: number;
}

/** What is wrong with a filter; the words are in the locales under `filter.problem.<problem>`. */
export type FilterProblem =
  | 'unexpected'
  | 'unexpected-end'
  | 'unterminated-string'
  | 'unknown-field'
  | 'unknown-function'
  | 'not-a-test'
  | 'not-a-value'
  | 'value-too-large'
  | 'wrong-type'
  | 'types-differ'
  | 'needs-field'
  | 'bad-pattern'
  | 'bad-slice'
  | 'not-sliceable'
  | 'wrong-arguments'
  | 'too-complex';

/** What to do about it; the words are in the locales under `filter.hint.<hint>`, with the error's other data. */
export type FilterHint =
  | 'write-equals'
  | 'write-or'
  | 'write-and'
  | 'operator-missing'
  | 'connective-missing'
  | 'comma-missing'
  | 'value-expected'
  | 'close-parenthesis'
  | 'close-brace'
  | 'close-calculation'
  | 'close-bracket'
  | 'close-string'
  | 'quote-text'
  | 'similar-field'
  | 'field-list'
  | 'function-list'
  | 'compare-field'
  | 'field-first'
  | 'number'
  | 'named-value'
  | 'boolean'
  | 'text'
  | 'bytes'
  | 'ipv4'
  | 'ipv6'
  | 'mac'
  | 'duration'
  | 'time'
  | 'presence-only'
  | 'contains-types'
  | 'matches-types'
  | 'arithmetic-types'
  | 'same-types'
  | 'pattern-string'
  | 'pattern-dialect'
  | 'slice-forms'
  | 'slice-types'
  | 'one-argument'
  | 'more-arguments'
  | 'remove'
  | 'shorten';

/** Data of an AppError `filter.syntax`: where, what and what to do. `near` is the text at the place; `suggestion` what the hint offers. */
export interface FilterErrorData {
  readonly filter: string;
  readonly position: number;
  readonly length: number;
  readonly problem: FilterProblem;
  readonly hint: FilterHint;
  readonly near: string;
  readonly suggestion: string;
}

const LONGEST_NEAR = 60;

/** An AppError `filter.syntax` with a place and a hint. */
export function filterError(filter: string, range: TextRange, problem: FilterProblem, hint: FilterHint, suggestion = ''): AppError {
  const position = Math.min(range.position, filter.length);
  const length = Math.max(1, range.length);
  const near = filter.slice(position, position + Math.min(length, LONGEST_NEAR));
  const data: FilterErrorData = { filter, position, length, problem, hint, near, suggestion };
  return new AppError('filter.syntax', { ...data });
}
