/** What a contract is: methods and streams by name, each with its schemas. */
import type * as z from 'zod/mini';

export interface MethodSpec<P extends z.core.$ZodType = z.core.$ZodType, R extends z.core.$ZodType = z.core.$ZodType> {
  readonly kind: 'method';
  readonly params: P;
  readonly result: R;
}
/** A stream sends items under credit until it ends, fails, or the client cancels it. */
export interface StreamSpec<P extends z.core.$ZodType = z.core.$ZodType, I extends z.core.$ZodType = z.core.$ZodType> {
  readonly kind: 'stream';
  readonly params: P;
  readonly item: I;
}
export type Contract = Readonly<Record<string, MethodSpec | StreamSpec>>;

export const method = <P extends z.core.$ZodType, R extends z.core.$ZodType>(params: P, result: R): MethodSpec<P, R> => ({
  kind: 'method',
  params,
  result,
});
export const stream = <P extends z.core.$ZodType, I extends z.core.$ZodType>(params: P, item: I): StreamSpec<P, I> => ({
  kind: 'stream',
  params,
  item,
});
