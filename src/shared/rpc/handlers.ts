import type * as z from 'zod/mini';
import type { CancelSignal } from '../base/cancellation';
import type { Contract, MethodSpec, StreamSpec } from '../contract/contract';

export interface CallContext {
  /** Cancelled when the client cancels the call or goes away. */
  readonly signal: CancelSignal;
}

/** What answers a contract: one function a method, one async iterable a stream. Params arrive validated; a thrown AppError crosses the wire as code and data. */
export type Handlers<C extends Contract> = {
  readonly [K in keyof C]: C[K] extends MethodSpec<infer P, infer R>
    ? (params: z.infer<P>, context: CallContext) => Promise<z.infer<R>> | z.infer<R>
    : C[K] extends StreamSpec<infer P, infer I>
      ? (params: z.infer<P>, context: CallContext) => AsyncIterable<z.infer<I>>
      : never;
};

/** What a client of a contract calls. */
export type Client<C extends Contract> = {
  readonly [K in keyof C]: C[K] extends MethodSpec<infer P, infer R>
    ? (params: z.infer<P>, signal?: CancelSignal) => Promise<z.infer<R>>
    : C[K] extends StreamSpec<infer P, infer I>
      ? (params: z.infer<P>, signal?: CancelSignal) => AsyncIterable<z.infer<I>>
      : never;
};
