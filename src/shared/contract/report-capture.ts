/** What the report tells of a capture; see `report.ts`. */
import * as z from 'zod/mini';

const frame = z.int().check(z.positive());
const time = z.string();

export const captureIssueSchema = z.object({
  code: z.string(),
  frame: z.nullable(frame),
  offset: z.number(),
  detail: z.string(),
});

export const captureSchema = z.object({
  path: z.string(),
  format: z.string(),
  bytes: z.number(),
  packets: z.int(),
  firstTime: z.nullable(time),
  lastTime: z.nullable(time),
  timeBase: z.enum(['epoch', 'time-of-day', 'relative']),
  interfaces: z.array(
    z.object({
      id: z.int(),
      name: z.nullable(z.string()),
      linkType: z.string(),
      linkTypeNumber: z.int(),
      snapLength: z.number(),
      timestampResolution: z.string(),
      received: z.nullable(z.number()),
      dropped: z.nullable(z.number()),
    }),
  ),
  duplicateFrames: z.int(),
  issues: z.array(captureIssueSchema),
});
export type CaptureReport = z.infer<typeof captureSchema>;
