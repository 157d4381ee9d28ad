import { z } from 'zod';
import type { Contract, MethodSpec, StreamSpec } from '../../src/shared/contract/contract';
import type { Handlers } from '../../src/shared/rpc/handlers';

const method = <P extends z.ZodType, R extends z.ZodType>(params: P, result: R): MethodSpec<P, R> => ({ kind: 'method', params, result });
const stream = <P extends z.ZodType, I extends z.ZodType>(params: P, item: I): StreamSpec<P, I> => ({ kind: 'stream', params, item });

/** A contract that shows every behaviour of a transport: what the suite calls over each of them. */
export const trialContract = {
  add: method(z.object({ left: z.number(), right: z.number() }), z.object({ sum: z.number() })),
  columns: method(
    z.object({ rows: z.number() }),
    z.object({ f64: z.instanceof(Float64Array), u32: z.instanceof(Uint32Array), u8: z.instanceof(Uint8Array), text: z.string(), nothing: z.null() }),
  ),
  fail: method(z.object({ how: z.enum(['app-error', 'bug', 'bad-result']) }), z.object({ ok: z.literal(true) })),
  untilCancelled: method(z.object({}), z.object({})),
  /** Uses memory until there is none. */
  exhaust: method(z.object({}), z.object({})),
  seen: method(z.object({}), z.object({ cancelled: z.number(), produced: z.number(), returned: z.number() })),
  count: stream(z.object({ to: z.number(), failAt: z.number().nullable() }), z.object({ value: z.number() })),
  chunks: stream(z.object({ chunks: z.number(), chunkBytes: z.number() }), z.instanceof(Uint8Array)),
  wrongItems: stream(z.object({}), z.object({ value: z.number() })),
} satisfies Contract;
export type TrialContract = typeof trialContract;

/** `AppErrorClass`: handed in, because a worker has its own copy of the module. */
export function trialHandlers(AppErrorClass: new (code: 'no-such-frame', data: { frame: number }) => Error): Handlers<TrialContract> {
  const seen = { cancelled: 0, produced: 0, returned: 0 };
  return {
    add: ({ left, right }) => ({ sum: left + right }),
    columns: ({ rows }) => ({
      f64: Float64Array.from({ length: rows }, (_, row) => (row === 0 ? Number.NaN : row + 0.25)),
      u32: Uint32Array.from({ length: rows }, (_, row) => 0xffff_ffff - row),
      u8: new Uint8Array(new Uint8Array([1, 2, 3, 4, 5]).buffer, 1, 3),
      text: '保活',
      nothing: null,
    }),
    fail: ({ how }) => {
      if (how === 'app-error') throw new AppErrorClass('no-such-frame', { frame: 7 });
      if (how === 'bug') throw new TypeError('a bug');
      return { ok: false } as unknown as { ok: true };
    },
    untilCancelled: (_, { signal }) =>
      new Promise((_, reject) => {
        signal.onCancel(() => {
          seen.cancelled++;
          reject(new Error('stopped'));
        });
      }),
    exhaust: () => {
      for (const eaten: unknown[] = []; ; ) eaten.push(new Array(1000).fill(eaten.length));
    },
    seen: () => ({ ...seen }),
    count: async function* ({ to, failAt }) {
      try {
        for (let value = 1; value <= to; value++) {
          if (value === failAt) throw new AppErrorClass('no-such-frame', { frame: value });
          seen.produced++;
          yield { value };
        }
      } finally {
        seen.returned++;
      }
    },
    chunks: async function* ({ chunks, chunkBytes }) {
      for (let chunk = 0; chunk < chunks; chunk++) yield new Uint8Array(chunkBytes).fill(chunk);
    },
    wrongItems: async function* () {
      yield { value: 1 };
      yield { value: 'two' } as unknown as { value: number };
    },
  };
}
