/** Packets and bytes over time, of all packets and of those that display filters show: Wireshark's I/O graph. */
import * as z from 'zod/mini';

export const MOST_IO_SERIES = 5;

const count = z.int().check(z.nonnegative());

export const ioContract = {
  /** Of each filter, in their order; an empty one shows all packets. Runs filters to their end. AppError `filter.syntax`. */
  'io.read': {
    kind: 'method',
    params: z.object({
      capture: count,
      filters: z.array(z.string()).check(z.maxLength(MOST_IO_SERIES)),
      buckets: z.int().check(z.minimum(1), z.maximum(5000)),
      fromMs: z.nullable(z.number()),
      toMs: z.nullable(z.number()),
    }),
    result: z.object({
      startMs: z.number(),
      bucketMs: z.number(),
      series: z.array(z.object({ packets: z.instanceof(Uint32Array), bytes: z.instanceof(Float64Array) })),
    }),
  },
} as const;
