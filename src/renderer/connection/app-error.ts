import type { CaptureProgress } from '../../shared/contract/capture-methods';
import { AppError, ERROR_CODES, type ErrorData } from '../../shared/contract/errors';

/** What was thrown, as an error with a code; what has none is a fault of the program itself. */
export function toAppError(thrown: unknown): AppError {
  if (thrown instanceof AppError) return thrown;
  const detail = thrown instanceof Error ? thrown.message : String(thrown);
  return new AppError('internal', { detail }, thrown);
}

/** The error that ended the reading of a capture, or null. */
export function failureOf({ error }: Pick<CaptureProgress, 'error'>): AppError | null {
  if (!error) return null;
  const code = ERROR_CODES.find((known) => known === error.code) ?? 'internal';
  return new AppError(code, { detail: error.code, ...(error.data as ErrorData) });
}

export function isCancelled(thrown: unknown): boolean {
  return thrown instanceof AppError && thrown.code === 'cancelled';
}
