/** Who talked with whom, how much each address sent, and which protocols lie in which: Wireshark's conversations, endpoints and protocol hierarchy. */
import * as z from 'zod/mini';
import { STATISTICS_LAYERS } from './choices';

const count = z.int().check(z.nonnegative());
const layer = z.enum(STATISTICS_LAYERS);
const port = z.nullable(count);
const window = { from: count, count: z.int().check(z.minimum(0), z.maximum(1000)) };

/** The packets that are counted: those that the display filter shows (null: all) in a part of the capture, in ms since its first packet (null: without that bound). */
const scope = { capture: count, filter: z.nullable(z.string()), fromMs: z.nullable(z.number()), toMs: z.nullable(z.number()) };
export interface StatisticsScope {
  readonly filter: string | null;
  readonly fromMs: number | null;
  readonly toMs: number | null;
}
export const WHOLE_CAPTURE: StatisticsScope = { filter: null, fromMs: null, toMs: null };

/** How far the packets are counted. */
export const statisticsProgressSchema = z.object({ scanned: count, packets: count, done: z.boolean() });
export type StatisticsProgress = z.infer<typeof statisticsProgressSchema>;

/** End A sent the first packet. Bytes are whole frames on the wire. Over TCP one row a connection, else one row a pair of ends. */
export const conversationRowSchema = z.object({
  id: count,
  addressA: z.string(),
  /** Null below TCP and UDP. */
  portA: port,
  addressB: z.string(),
  portB: port,
  packets: count,
  bytes: z.number(),
  packetsAB: count,
  bytesAB: z.number(),
  packetsBA: count,
  bytesBA: z.number(),
  firstFrame: count,
  /** Since the capture's first packet. */
  startMs: z.number(),
  durationMs: z.number(),
  /** Number of the connection; null below TCP. */
  connection: z.nullable(count),
  /** Shows its packets. */
  filter: z.string(),
});
export type ConversationRow = z.infer<typeof conversationRowSchema>;

export const endpointRowSchema = z.object({
  id: count,
  address: z.string(),
  port,
  packets: count,
  bytes: z.number(),
  sentPackets: count,
  sentBytes: z.number(),
  receivedPackets: count,
  receivedBytes: z.number(),
  filter: z.string(),
});
export type EndpointRow = z.infer<typeof endpointRowSchema>;

/** A protocol within those above it; parents stand before their children. `endPackets`: of those, the ones in which nothing further was told. */
export const hierarchyNodeSchema = z.object({
  depth: count,
  /** Wireshark's filter name. */
  protocol: z.string(),
  title: z.string(),
  packets: count,
  bytes: z.number(),
  endPackets: count,
  endBytes: z.number(),
  filter: z.string(),
});
export type HierarchyNode = z.infer<typeof hierarchyNodeSchema>;

export const CONVERSATION_SORTS = [
  'id',
  'addressA',
  'portA',
  'addressB',
  'portB',
  'packets',
  'bytes',
  'packetsAB',
  'bytesAB',
  'packetsBA',
  'bytesBA',
  'startMs',
  'durationMs',
] as const;
export type ConversationSort = (typeof CONVERSATION_SORTS)[number];
export const ENDPOINT_SORTS = ['id', 'address', 'port', 'packets', 'bytes', 'sentPackets', 'sentBytes', 'receivedPackets', 'receivedBytes'] as const;
export type EndpointSort = (typeof ENDPOINT_SORTS)[number];

/** The rows are those of the packets counted so far; `statistics.count` counts. All throw AppError `filter.syntax`. */
export const statisticsContract = {
  /** Counts the packets in the background; cancelled, it stays where it is and goes on when asked again. Follows a capture that is still read to its end. */
  'statistics.count': { kind: 'stream', params: z.object(scope), item: statisticsProgressSchema },
  'statistics.conversations': {
    kind: 'method',
    params: z.object({ ...scope, layer, ...window, sort: z.enum(CONVERSATION_SORTS), descending: z.boolean(), search: z.string() }),
    result: z.object({ total: count, rows: z.array(conversationRowSchema) }),
  },
  'statistics.endpoints': {
    kind: 'method',
    params: z.object({ ...scope, layer, ...window, sort: z.enum(ENDPOINT_SORTS), descending: z.boolean(), search: z.string() }),
    result: z.object({ total: count, rows: z.array(endpointRowSchema) }),
  },
  'statistics.hierarchy': {
    kind: 'method',
    params: z.object(scope),
    result: z.object({ packets: count, bytes: z.number(), nodes: z.array(hierarchyNodeSchema) }),
  },
} as const;
