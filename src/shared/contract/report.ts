/** The report, schema `tcpulse.report/1`: a promise to scripts. Times: decimal strings of seconds; durations: numbers in milliseconds (`Ms`). */
import { z } from 'zod';

const frame = z.number().int().positive();
const frames = z.array(frame);
const time = z.string();
const ms = z.number();
export const endSchema = z.enum(['client', 'server']);
export type End = z.infer<typeof endSchema>;

export const captureIssueSchema = z.object({
  code: z.string(),
  frame: frame.nullable(),
  offset: z.number(),
  detail: z.string(),
});

export const captureSchema = z.object({
  path: z.string(),
  format: z.string(),
  bytes: z.number(),
  packets: z.number().int(),
  firstTime: time.nullable(),
  lastTime: time.nullable(),
  timeBase: z.enum(['epoch', 'time-of-day', 'relative']),
  interfaces: z.array(
    z.object({
      id: z.number().int(),
      name: z.string().nullable(),
      linkType: z.string(),
      linkTypeNumber: z.number().int(),
      snapLength: z.number(),
      timestampResolution: z.string(),
      received: z.number().nullable(),
      dropped: z.number().nullable(),
    }),
  ),
  duplicateFrames: z.number().int(),
  issues: z.array(captureIssueSchema),
});
export type CaptureReport = z.infer<typeof captureSchema>;

export const endpointSchema = z.object({ address: z.string(), port: z.number().int() });

export const handshakeStateSchema = z.enum(['complete', 'half-open', 'refused', 'unanswered', 'reset', 'not-captured']);

export const probeSchema = z.object({
  frame,
  time,
  payloadBytes: z.number().int(),
  /** True when the capture does not hold the sequence number: the verdict is an inference. */
  inferred: z.boolean(),
  answer: z.object({ kind: z.enum(['ack', 'rst', 'icmp', 'none']), frame: frame.nullable(), latencyMs: ms.nullable() }),
});

export const keepAliveSchema = z.object({
  prober: endSchema,
  probes: z.array(probeSchema),
  intervalMs: z.object({ median: ms, min: ms, max: ms, mad: ms }).nullable(),
  cost: z.object({ packets: z.number().int(), bytes: z.number() }),
});
export type KeepAliveReport = z.infer<typeof keepAliveSchema>;

export const connectionSchema = z.object({
  id: z.number().int(),
  capture: z.number().int(),
  client: endpointSchema,
  server: endpointSchema,
  rolesKnown: z.boolean(),
  packets: z.number().int(),
  bytes: z.number(),
  firstFrame: frame,
  lastFrame: frame,
  firstTime: time,
  lastTime: time,
  handshake: z.object({
    state: handshakeStateSchema,
    synFrames: frames,
    synAckFrames: frames,
    ackFrame: frame.nullable(),
    connectMs: ms.nullable(),
    fastOpen: z.boolean(),
  }),
  retransmissions: z.object({ client: frames, server: frames }),
  close: z.object({
    kind: z.enum(['fin', 'rst', 'timeout', 'open']),
    by: endSchema.nullable(),
    frame: frame.nullable(),
    states: z.object({ client: z.string(), server: z.string() }),
  }),
  keepAlive: z.array(keepAliveSchema),
  heartbeats: z.array(z.unknown()),
  http: z.null(),
});
export type ConnectionReport = z.infer<typeof connectionSchema>;

export const findingSchema = z.object({
  code: z.string(),
  severity: z.enum(['info', 'warning', 'error']),
  confidence: z.number().min(0).max(1),
  capture: z.number().int(),
  connection: z.number().int().nullable(),
  listener: z.number().int().nullable(),
  frames,
  data: z.record(z.string(), z.unknown()),
  ruledOut: z.array(z.object({ alternative: z.string(), because: z.string() })),
  applicationSees: z.string().nullable(),
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
  listeners: z.array(z.unknown()),
  findings: z.array(findingSchema),
});
export type Report = z.infer<typeof reportSchema>;
