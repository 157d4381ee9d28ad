/** What a connection carries, as streams of bytes, and what its bytes are taken for. */
import * as z from 'zod/mini';
import { decodeAsRuleSchema, decodeAsSchema } from './decode-as';
import { endSchema } from './report';

const count = z.int().check(z.nonnegative());

/** Bytes of one segment in the order of its stream, repeated ones left out. */
export const streamSegmentSchema = z.object({
  from: endSchema,
  frame: z.int().check(z.positive()),
  /** Since the first packet of the capture; null where the record has no time. */
  timeMs: z.nullable(z.number()),
  /** Bytes of this direction that were not captured, before these. */
  missing: count,
  bytes: z.instanceof(Uint8Array),
});
export type StreamSegment = z.infer<typeof streamSegmentSchema>;

const DECODE_AS_RULES = 1000;

export const streamContract = {
  /** Rules of one capture; `protocols`: what can be chosen. */
  'decodeAs.read': {
    kind: 'method',
    params: z.object({ capture: count }),
    result: z.extend(decodeAsSchema, { protocols: z.array(z.object({ id: z.string(), title: z.string() })) }),
  },
  /** Takes the place of the rules set before; protocols by id or a usual name. Fails with `no-such-protocol`. */
  'decodeAs.set': {
    kind: 'method',
    params: z.object({ capture: count, rules: z.array(decodeAsRuleSchema).check(z.maxLength(DECODE_AS_RULES)), heuristics: z.boolean() }),
    result: decodeAsSchema,
  },
  /** Both directions of a connection, segment by segment in the order in which their bytes could be read; ends behind `limitBytes`. */
  'streams.follow': {
    kind: 'stream',
    params: z.object({ capture: count, connection: count, limitBytes: z.nullable(count) }),
    item: z.object({ segments: z.array(streamSegmentSchema) }),
  },
} as const;
