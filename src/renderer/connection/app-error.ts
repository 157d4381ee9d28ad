import { AppError } from '../../shared/contract/errors';

/** What was thrown, as an error with a code; what has none is a fault of the program itself. */
export function toAppError(thrown: unknown): AppError {
  if (thrown instanceof AppError) return thrown;
  const detail = thrown instanceof Error ? thrown.message : String(thrown);
  return new AppError('internal', { detail }, thrown);
}

export function isCancelled(thrown: unknown): boolean {
  return thrown instanceof AppError && thrown.code === 'cancelled';
}
