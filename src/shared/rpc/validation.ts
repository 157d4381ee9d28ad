import * as z from 'zod/mini';
import { AppError } from '../contract/errors';

/** Each schema would be compiled at its first use, which takes longer than hundreds of checks, and makes those that follow no faster. */
const AS_IT_IS = { jitless: true };

/** The value as the schema gives it; throws AppError `code` with the place of the first mismatch. Typed arrays are checked by kind only. */
export function validated(schema: z.core.$ZodType, value: unknown, code: 'invalid-params' | 'invalid-result', method: string): unknown {
  const outcome = z.safeParse(schema, value, AS_IT_IS);
  if (outcome.success) return outcome.data;
  const issue = outcome.error.issues[0];
  throw new AppError(code, { method, at: issue?.path.map(String).join('.') ?? '', problem: issue?.code ?? '' }, outcome.error);
}
