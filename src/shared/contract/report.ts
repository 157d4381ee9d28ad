/** The report, schema `tcpulse.report/1`: a promise to scripts. Times: decimal strings of seconds; durations: numbers in milliseconds (`Ms`). */
import * as z from 'zod/mini';
import { keepAliveHostSchema } from './keep-alive-cost';
import { captureSchema } from './report-capture';
import { heartbeatSchema } from './report-heartbeat';
import { httpSchema } from './report-http';
import { keepAliveSchema } from './report-keep-alive';
import { listenerSchema } from './report-listener';

export type { KeepAliveReport } from './report-keep-alive';

const frame = z.int().check(z.positive());
const frames = z.array(frame);
const time = z.string();
const ms = z.number();
export const endSchema = z.enum(['client', 'server']);
export type End = z.infer<typeof endSchema>;

export const endpointSchema = z.object({ address: z.string(), port: z.int() });

export const handshakeStateSchema = z.enum(['complete', 'half-open', 'refused', 'unanswered', 'reset', 'not-captured']);

export const connectionSchema = z.object({
  id: z.int(),
  capture: z.int(),
  client: endpointSchema,
  server: endpointSchema,
  rolesKnown: z.boolean(),
  /** The same connection in other captures of this report; absent where there is none. */
  alsoIn: z.optional(z.array(z.object({ capture: z.int(), connection: z.int() }))),
  packets: z.int(),
  bytes: z.number(),
  firstFrame: frame,
  lastFrame: frame,
  firstTime: time,
  lastTime: time,
  handshake: z.object({
    state: handshakeStateSchema,
    synFrames: frames,
    synAckFrames: frames,
    ackFrame: z.nullable(frame),
    connectMs: z.nullable(ms),
    fastOpen: z.boolean(),
    /** The SYN-ACK carries a SYN cookie, as its time stamp betrays. */
    cookieSuspected: z.boolean(),
  }),
  retransmissions: z.object({ client: frames, server: frames }),
  close: z.object({
    kind: z.enum(['fin', 'rst', 'timeout', 'open']),
    by: z.nullable(endSchema),
    frame: z.nullable(frame),
    states: z.object({ client: z.string(), server: z.string() }),
  }),
  keepAlive: z.array(keepAliveSchema),
  heartbeats: z.array(heartbeatSchema),
  http: z.nullable(httpSchema),
});
export type ConnectionReport = z.infer<typeof connectionSchema>;

export const findingSchema = z.object({
  code: z.string(),
  severity: z.enum(['info', 'warning', 'error']),
  confidence: z.number().check(z.minimum(0), z.maximum(1)),
  capture: z.int(),
  connection: z.nullable(z.int()),
  listener: z.nullable(z.int()),
  frames,
  data: z.record(z.string(), z.unknown()),
  ruledOut: z.array(z.object({ alternative: z.string(), because: z.string() })),
  applicationSees: z.nullable(z.string()),
  title: z.string(),
  detail: z.string(),
  advice: z.string(),
});
export type FindingReport = z.infer<typeof findingSchema>;

export const reportSchema = z.object({
  schema: z.literal('tcpulse.report/1'),
  generator: z.object({ name: z.literal('tcpulse'), version: z.string() }),
  captures: z.array(captureSchema),
  connections: z.array(connectionSchema),
  listeners: z.array(listenerSchema),
  /** Added later than the rest: absent from reports of earlier versions. */
  keepAliveHosts: z.optional(z.array(keepAliveHostSchema)),
  findings: z.array(findingSchema),
});
export type Report = z.infer<typeof reportSchema>;
