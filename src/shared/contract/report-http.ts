/** HTTP on a connection: how it was reused, and who closed it. */
import * as z from 'zod/mini';

const frame = z.int().check(z.positive());
const ms = z.number();
const end = z.enum(['client', 'server']);

export const httpSchema = z.object({
  /** `1.0`, `1.1` or `2`. */
  version: z.string(),
  requests: z.int(),
  responses: z.int(),
  persistent: z.boolean(),
  /** What decides `persistent`: the version's default, or a Connection header. */
  persistentBy: z.enum(['version', 'connection-close', 'connection-keep-alive']),
  /** Hints of Keep-Alive headers (RFC 2068 section 19.7.1.1); null when not sent. */
  keepAlive: z.object({ clientTimeoutMs: z.nullable(ms), serverTimeoutMs: z.nullable(ms), max: z.nullable(z.int()) }),
  /** Longest time from a response to the next request; null without reuse. */
  longestReuseIdleMs: z.nullable(ms),
  closedBy: z.nullable(end),
  /** From the last data to the close; null while open. */
  idleBeforeCloseMs: z.nullable(ms),
  /** How a persistent connection was told to end before it did: `Connection: close` after responses without it, or GOAWAY. */
  drain: z.nullable(z.enum(['connection-close', 'goaway'])),
  /**
   * A request that met the server's close: `crossing` when the client could not know of it, `sloppy` when it had been told; `forgotten`: no close was
   * captured, but the reset in `closeFrame` is that of a host that knew no such connection when the request came.
   */
  reuseRace: z.nullable(
    z.object({ kind: z.enum(['crossing', 'sloppy', 'forgotten']), requestFrame: frame, closeFrame: frame, idleMs: z.nullable(ms) }),
  ),
});
export type HttpReport = z.infer<typeof httpSchema>;
