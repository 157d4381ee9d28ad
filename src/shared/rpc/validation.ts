import * as z from 'zod/mini';
import { AppError } from '../contract/errors';

/** The value as the schema gives it; throws AppError `code` with the place of the first mismatch. Typed arrays are checked by kind only. */
export function validated(schema: z.core.$ZodType, value: unknown, code: 'invalid-params' | 'invalid-result', method: string): unknown {
  const outcome = z.safeParse(schema, value);
  if (outcome.success) return outcome.data;
  const issue = outcome.error.issues[0];
  throw new AppError(code, { method, at: issue?.path.map(String).join('.') ?? '', problem: issue?.code ?? '' }, outcome.error);
}
