/** What the findings view asks for: findings in windows, how many of each kind there are, and where they lie in time. */
import * as z from 'zod/mini';
import { findingSchema } from './report';

const count = z.int().check(z.nonnegative());

export const SEVERITIES = ['error', 'warning', 'info'] as const;
export type Severity = (typeof SEVERITIES)[number];

export const FINDING_SORTS = ['severity', 'confidence', 'time'] as const;
export type FindingSort = (typeof FINDING_SORTS)[number];

const ends = z.object({ client: z.string(), clientPort: count, server: z.string(), serverPort: count });

/** A finding in the words of the language asked for. One that holds between captures is listed with each of the two, and the same in both but for `timeMs`. */
export const findingRowSchema = z.extend(findingSchema, {
  /** Its place among the capture's findings; of one between captures a number that is the same in both. */
  id: count,
  /** When it happened, in ms since the first packet of the capture it is listed with: of its first packet there, where there is one. */
  timeMs: z.number(),
  /** Ends of its connection; null when it is about no single one. */
  ends: z.nullable(ends),
  /** Where it is seen besides; null of what one capture shows alone. No frames: it is found because they are missing there. */
  elsewhere: z.nullable(z.object({ capture: count, connection: count, ends, frames: z.array(count) })),
});
export type FindingRow = z.infer<typeof findingRowSchema>;

/** All findings of a capture, whatever a view filters. */
export const findingCountsSchema = z.object({
  severities: z.object({ error: count, warning: count, info: count }),
  /** Codes that occur, the most frequent first. */
  codes: z.array(z.object({ code: z.string(), findings: count })),
});
export type FindingCounts = z.infer<typeof findingCountsSchema>;

/** One element a finding: its time in ms, and its severity's place in `SEVERITIES`. */
export const findingMarksSchema = z.object({ timesMs: z.instanceof(Float64Array), severities: z.instanceof(Uint8Array) });
export type FindingMarks = z.infer<typeof findingMarksSchema>;
