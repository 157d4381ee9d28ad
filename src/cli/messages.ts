import { printable } from '../shared/base/printable';
import { AppError, type ErrorData } from '../shared/contract/errors';
import type { FilterIssue } from '../shared/contract/filter-methods';
import { filterMessage, filterPlace } from '../shared/locales/filter-message';
import type { Texts, Translate } from '../shared/locales/texts';
import { UsageError } from './exit-status';

/** One line for people: what went wrong and what to do. Never a stack trace. */
export function errorMessage(error: unknown, texts: Texts): string {
  if (error instanceof UsageError) return error.message;
  if (error instanceof AppError && error.code === 'filter.syntax') return filterText(error.data as unknown as FilterIssue, texts);
  if (error instanceof AppError) return errorText(error.code, shownData(error.data, texts), texts);
  return errorText('internal', { detail: error instanceof Error ? error.message : String(error) }, texts);
}

/** Of a file as it was typed: `-` is standard input. */
export function sourceName(path: string, t: Translate): string {
  return path === '-' ? t('cli.report.standardInput') : path;
}

function shownData(data: ErrorData, { t }: Texts): ErrorData {
  return typeof data.path === 'string' ? { ...data, path: sourceName(data.path, t) } : data;
}

/** The place is shown below: over several lines. */
function filterText(issue: FilterIssue, { t }: Texts): string {
  const safe = { ...issue, filter: printable(issue.filter) };
  const { problem, hint } = filterMessage(issue, t);
  // The bar of the workbench lists fields at a key; the terminal has none.
  const shownHint = issue.hint === 'field-list' ? t('cli.usage.fieldNames') : hint;
  return `${printable(t('filter.place', { place: issue.position + 1, problem, hint: shownHint }))}\n${filterPlace(safe)}`;
}

export function errorText(code: string, data: ErrorData | Readonly<Record<string, unknown>>, texts: Texts): string {
  return printable(texts.t(`error.${code}`, data));
}
