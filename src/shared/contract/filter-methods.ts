/** Finding packets: display filters, their completion, and searches. */
import * as z from 'zod/mini';

const capture = z.int().check(z.nonnegative());
const count = z.int().check(z.nonnegative());
const frame = z.int().check(z.positive());

/** What is wrong with a filter: data of the error `filter.syntax`. The words are `filter.problem.*` and `filter.hint.*` in the locales. */
export const filterIssueSchema = z.object({
  filter: z.string(),
  /** Place in the filter's text, in UTF-16 units. */
  position: count,
  length: count,
  problem: z.string(),
  hint: z.string(),
  near: z.string(),
  suggestion: z.string(),
});
export type FilterIssue = z.infer<typeof filterIssueSchema>;

export const completionSchema = z.object({
  /** Part of the text that a completion takes the place of. */
  from: count,
  to: count,
  items: z.array(
    z.object({
      text: z.string(),
      kind: z.enum(['field', 'protocol', 'operator', 'function', 'value']),
      /** Label of a field, name of a value. */
      detail: z.string(),
    }),
  ),
});
export type Completion = z.infer<typeof completionSchema>;

/** How far a filter is. `shown`: packets found among the first `scanned` of `packets`. */
export const filterProgressSchema = z.object({ scanned: count, packets: count, shown: count, done: z.boolean() });
export type FilterProgress = z.infer<typeof filterProgressSchema>;

/** What a search looks for. `text`: in any case unless told; `bytes`: hex digits, separated or not. */
export const packetSearchSchema = z.object({
  what: z.enum(['text', 'bytes', 'filter']),
  pattern: z.string(),
  /** Where a text is looked for. */
  within: z.enum(['info', 'details', 'bytes']),
  matchCase: z.boolean(),
});
export type PacketSearch = z.infer<typeof packetSearchSchema>;

export const filterContract = {
  /** Null: the filter can be used. */
  'filter.check': { kind: 'method', params: z.object({ filter: z.string() }), result: z.nullable(filterIssueSchema) },
  /** What may stand at `position` of the text. */
  'filter.complete': { kind: 'method', params: z.object({ text: z.string(), position: count }), result: completionSchema },
  /** Runs a filter over the capture; `packets.rows` gives what it found so far. Ends with `done`; cancelled, it stays where it is and goes on when asked again. */
  'packets.filter': { kind: 'stream', params: z.object({ capture, filter: z.string() }), item: filterProgressSchema },
  /**
   * Row of a frame among the packets that a filter shows, or among those of a connection where `filter` is null; null when it is not one of them. Waits for
   * the filter as far as the frame.
   */
  'packets.place': {
    kind: 'method',
    params: z.object({ capture, filter: z.nullable(z.string()), connection: z.optional(z.nullable(count)), frame }),
    result: z.object({ row: z.nullable(count) }),
  },
  /** The next packet after `from` (before it, with `backwards`) that holds what is looked for, round the end of the capture; null when none does. */
  'packets.find': {
    kind: 'method',
    params: z.object({ capture, filter: z.nullable(z.string()), from: count, backwards: z.boolean(), search: packetSearchSchema }),
    result: z.object({ frame: z.nullable(frame) }),
  },
  /** The first packet at or after a time in ms since the first packet; null when all are earlier. */
  'packets.atTime': { kind: 'method', params: z.object({ capture, timeMs: z.number() }), result: z.object({ frame: z.nullable(frame) }) },
} as const;
