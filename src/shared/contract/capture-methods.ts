/** The part of the contract that reads captures and writes their report: all that `tcpulse analyze` needs, which it does not wait for the rest to load. */
import * as z from 'zod/mini';
import { analyzersSchema } from './analyzers';
import { type Contract, method, stream } from './contract';
import { decodeAsSchema } from './decode-as';
import { pricePerGbSchema } from './keep-alive-cost';
import { captureSchema } from './report-capture';

const capture = z.int().check(z.nonnegative());
const frame = z.int().check(z.positive());
const count = z.int().check(z.nonnegative());
const u8 = z.instanceof(Uint8Array);

export const captureSourceSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('file'), path: z.string() }),
  z.object({ kind: z.literal('sample'), id: z.string() }),
  z.object({ kind: z.literal('upload'), upload: z.string(), name: z.string() }),
  z.object({ kind: z.literal('text'), name: z.string(), text: z.string() }),
]);
export type CaptureSource = z.infer<typeof captureSourceSchema>;

export const captureProgressSchema = z.object({
  capture,
  name: z.string(),
  state: z.enum(['reading', 'done', 'cancelled', 'failed']),
  bytesRead: count,
  /** Null while the size is not known (standard input, compressed files). */
  bytesTotal: z.nullable(count),
  packets: count,
  connections: count,
  keepAliveConnections: count,
  findings: count,
  /** Findings of severity error among them: what `--fail-on error` asks for. */
  errorFindings: count,
  issues: count,
  error: z.nullable(z.object({ code: z.string(), data: z.record(z.string(), z.unknown()) })),
});
export type CaptureProgress = z.infer<typeof captureProgressSchema>;

export const captureSummarySchema = z.object({
  capture: captureSchema,
  name: z.string(),
  /** Whole seconds that `packets.rows` counts from. */
  baseSeconds: z.number(),
  durationMs: z.number(),
  /** Decimals of a second that the source holds: 6 or 9 usually. */
  timeDigits: count,
  connections: count,
  keepAliveConnections: count,
  /** Packets and bytes by the innermost protocol the pass walked to. */
  protocols: z.array(z.object({ name: z.string(), packets: count, bytes: z.number() })),
  marks: z.array(z.object({ name: z.string(), packets: count })),
  comments: z.array(z.object({ frame: z.nullable(frame), text: z.string() })),
  /** Names of addresses that the capture itself tells (name resolution blocks), at most 10,000. */
  names: z.record(z.string(), z.string()),
});
export type CaptureSummary = z.infer<typeof captureSummarySchema>;

export const captureContract = {
  /** `decodeAs`: rules that hold from the first packet on. */
  /** `without`: analyzers that are left out; absent: none. */
  'captures.open': method(
    z.object({ source: captureSourceSchema, decodeAs: z.optional(decodeAsSchema), without: z.optional(analyzersSchema) }),
    captureProgressSchema,
  ),
  'captures.progress': stream(z.object({ capture }), captureProgressSchema),
  'captures.summary': method(z.object({ capture }), captureSummarySchema),
  /** The report of the captures named, in the order given, as UTF-8 chunks. */
  'report.write': stream(
    z.object({
      captures: z.array(capture),
      format: z.enum(['json', 'ndjson', 'text']),
      allConnections: z.boolean(),
      /** Absent or null: not metered. */
      pricePerGb: z.optional(pricePerGbSchema),
      language: z.string(),
    }),
    u8,
  ),
} satisfies Contract;
export type CaptureContract = typeof captureContract;
