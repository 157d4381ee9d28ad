/** One connection segment by segment, with the TCP state of each end: what the sequence diagram and the charts of its sequence space show. */
import * as z from 'zod/mini';

const count = z.int().check(z.nonnegative());
const f64 = z.instanceof(Float64Array);
const u32 = z.instanceof(Uint32Array);
const u16 = z.instanceof(Uint16Array);
const u8 = z.instanceof(Uint8Array);

/** States of an end (RFC 9293 section 3.3.2), in the order of the numbers in `ConnectionLife.clientStates`. `unknown`: nothing seen tells. */
export const TCP_STATES = [
  'unknown',
  'CLOSED',
  'LISTEN',
  'SYN_SENT',
  'SYN_RECEIVED',
  'ESTABLISHED',
  'FIN_WAIT_1',
  'FIN_WAIT_2',
  'CLOSE_WAIT',
  'CLOSING',
  'LAST_ACK',
  'TIME_WAIT',
] as const;
export type TcpState = (typeof TCP_STATES)[number];

/** A window of the connection's segments, column-wise; copies of frames are left out. Sequence numbers are relative: a SYN has 0, the first byte 1. */
export const connectionLifeSchema = z.object({
  /** All segments of the connection. */
  total: count,
  frames: u32,
  /** Since the capture's first packet; NaN where the record has no time. */
  timesMs: f64,
  /** 0: sent by the client. */
  directions: u8,
  /** TCP flags in the low nine bits. */
  flags: u16,
  sequences: u32,
  /** Of a segment without ACK: 0. */
  acknowledgements: u32,
  payloadBytes: u32,
  /** Announced window in bytes, scaled where the scale is known; NaN where it is not. */
  windows: f64,
  /** Bits of PACKET_MARK. */
  marks: u32,
  /** Frame of the peer that ends where this segment's acknowledgement points to; 0 where none was captured. */
  acknowledgedFrames: u32,
  /** State of each end once the segment has arrived, as places in TCP_STATES. */
  clientStates: u8,
  serverStates: u8,
});
export type ConnectionLife = z.infer<typeof connectionLifeSchema>;

/** What an end sent, thinned out to what a chart can show; columns of one length, in capture order. Relative sequence numbers do not wrap. */
const sequenceSeriesSchema = z.object({
  frames: u32,
  timesMs: f64,
  /** End of the segment in the sequence space. */
  ends: f64,
  payloadBytes: u32,
  marks: u32,
  /** Of the peer, at the time of the segment: the highest acknowledgement and the end of the window that it allows. NaN before the first. */
  acknowledged: f64,
  allowed: f64,
  /** What the peer acknowledged and allowed, segment by segment, thinned out as well. */
  answers: z.object({
    frames: u32,
    timesMs: f64,
    acknowledged: f64,
    allowed: f64,
    /** Highest place in the sequence space that was sent until then. */
    sent: f64,
    marks: u32,
  }),
});
export type SequenceSeries = z.infer<typeof sequenceSeriesSchema>;

export const connectionSequenceSchema = z.object({ client: sequenceSeriesSchema, server: sequenceSeriesSchema });
export type ConnectionSequence = z.infer<typeof connectionSequenceSchema>;

const MOST_ROWS = 1000;
const MOST_POINTS = 5000;
/** Segments of one end that a chart has room for: what pages ask for. */
export const CHART_POINTS = 1000;

/** Both ends of a connection; `rolesKnown`: who opened it was seen, else which is the client is a guess. */
export const connectionEndsSchema = z.object({
  client: z.string(),
  clientPort: count,
  server: z.string(),
  serverPort: count,
  rolesKnown: z.boolean(),
});

export const connectionLifeContract = {
  'connections.ends': { kind: 'method', params: z.object({ capture: count, connection: count }), result: connectionEndsSchema },
  'connections.life': {
    kind: 'method',
    params: z.object({ capture: count, connection: count, from: count, count: z.int().check(z.minimum(0), z.maximum(MOST_ROWS)) }),
    result: connectionLifeSchema,
  },
  /** Place of a frame among the connection's segments; null when it is none of them. */
  'connections.place': {
    kind: 'method',
    params: z.object({ capture: count, connection: count, frame: count }),
    result: z.object({ place: z.nullable(count) }),
  },
  /** `points`: of one end, about; segments that were sent again are all kept up to as many. */
  'connections.sequence': {
    kind: 'method',
    params: z.object({ capture: count, connection: count, points: z.int().check(z.minimum(1), z.maximum(MOST_POINTS)) }),
    result: connectionSequenceSchema,
  },
} as const;
