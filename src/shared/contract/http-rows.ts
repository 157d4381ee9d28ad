/** What the HTTP view asks for: connections in windows, and one with its messages. */
import * as z from 'zod/mini';
import { endSchema } from './report';
import { httpSchema } from './report-http';

const count = z.int().check(z.nonnegative());
const frame = z.int().check(z.positive());
const ms = z.number();

export const HTTP_SORTS = ['connection', 'requests', 'longestReuseIdleMs', 'idleBeforeCloseMs', 'startMs'] as const;
export type HttpSort = (typeof HTTP_SORTS)[number];

export const httpRowSchema = z.extend(httpSchema, {
  connection: count,
  client: z.string(),
  clientPort: count,
  server: z.string(),
  serverPort: count,
  startMs: ms,
  endMs: ms,
  firstFrame: frame,
});
export type HttpRow = z.infer<typeof httpRowSchema>;

export const httpDetailSchema = z.object({
  http: httpRowSchema,
  /** Requests and responses in capture order; `line`: the first of the message; of HTTP/2, its stream, and what its fields tell. */
  messages: z.array(
    z.object({
      kind: z.enum(['request', 'response']),
      frame,
      timeMs: ms,
      line: z.string(),
      /** Of a request: since the response before it; null for a response, for the first request, and for one sent before its predecessor was answered. */
      idleMs: z.nullable(ms),
    }),
  ),
  /** The connection has more segments than were read for the messages. */
  truncated: z.boolean(),
  /** The first FIN or reset; null while open. */
  close: z.nullable(z.object({ kind: z.enum(['closed', 'reset']), frame, timeMs: ms, by: endSchema })),
});
export type HttpDetail = z.infer<typeof httpDetailSchema>;
export type HttpMessage = HttpDetail['messages'][number];
