import type { CaptureIssueCode } from '../engine/formats/format';
import { isDamage } from '../engine/formats/issue-log';
import { AppError, type ErrorCode } from '../shared/contract/errors';

/** Exit statuses of every command; scripts rely on them (docs/report.md). */
export const EXIT = {
  done: 0,
  /** `--fail-on error` was given and there are such findings. */
  findings: 1,
  usage: 2,
  /** Nothing could be read. */
  unreadable: 3,
  /** What could be read was analysed and printed; some of the capture is missing. */
  readInPart: 4,
  /** 128 + SIGINT, as shells expect it. */
  interrupted: 130,
} as const;
export type ExitStatus = (typeof EXIT)[keyof typeof EXIT];

/** Wrong use of the command; `message` is a finished text for people. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** Errors that the one who typed the command can mend by typing another. */
const USAGE_CODES: ReadonlySet<ErrorCode> = new Set([
  'no-such-frame',
  'no-such-connection',
  'no-such-listener',
  'no-such-protocol',
  'no-such-field',
  'no-such-sample',
  'invalid-params',
  'filter.syntax',
  'port-not-available',
  'bad-capture-filter',
]);

export function statusOfError(error: unknown): ExitStatus {
  if (error instanceof UsageError) return EXIT.usage;
  if (!(error instanceof AppError)) return EXIT.unreadable;
  if (error.code === 'cancelled') return EXIT.interrupted;
  return USAGE_CODES.has(error.code) ? EXIT.usage : EXIT.unreadable;
}

/** The first issue that kept some of the capture from being read; null when all of it was. */
export function firstDamage<T extends { readonly code: string }>(issues: readonly T[]): T | null {
  return issues.find((issue) => isDamage(issue.code as CaptureIssueCode)) ?? null;
}
