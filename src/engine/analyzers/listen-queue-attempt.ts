/** One attempt to connect (a client endpoint with one initial sequence number), read back from the stored packets after the pass. */
import { sequenceAfter, sequenceDifference } from '../../shared/base/sequence';
import { PACKET_MARK } from '../../shared/contract/packet-marks';
import { CONNECTION_FLAG, EVENT } from '../flows/connection-table';
import { conversationRows, directionOfRow } from '../flows/conversation';
import { clientDirection } from '../flows/roles';
import { TCP_FLAG } from '../flows/segment';
import type { AnalyzerInput } from './analyzer';
import type { ServerOpenings } from './listen-queue-openings';

/** A frame and its milliseconds since the first packet of the capture. */
export interface Moment {
  readonly frame: number;
  readonly ms: number;
}

export interface Reset extends Moment {
  readonly byServer: boolean;
  /** RST without ACK: the sender knows no such connection (RFC 9293 section 3.10.7.1). */
  readonly bare: boolean;
}

export interface Attempt {
  readonly connection: number;
  /** Number of the client's address. */
  readonly source: number;
  readonly syns: readonly Moment[];
  readonly synAcks: readonly Moment[];
  /** The final ACK, bare or with data. */
  readonly ack: Moment | null;
  /** The server's first segment after its SYN-ACKs, resets left out: it has taken the final ACK. */
  readonly served: Moment | null;
  /** The server's first data or FIN: its application has accepted the connection. */
  readonly spoken: Moment | null;
  /** The first one. */
  readonly reset: Reset | null;
  /** ICMP errors about the client's segments. */
  readonly icmpFrames: readonly number[];
  /** What the client sent from its final ACK on until the server took it, the segment that was taken left out. */
  readonly vain: readonly Moment[];
  /** Segments with data among `vain`. */
  readonly vainData: number;
  /** Bytes that the client sent and a server that never took the connection did not get. */
  readonly lostBytes: number;
  readonly connectMs: number | null;
}

/** Shared: most attempts have none of most things, and a capture may hold a million attempts. */
const NONE: Moment[] = [];
const NO_FRAMES: readonly number[] = [];

function extended(moments: Moment[], moment: Moment): Moment[] {
  if (moments === NONE) return [moment];
  moments.push(moment);
  return moments;
}

function frames(rows: readonly { readonly frame: number }[]): readonly number[] {
  return rows.length === 0 ? NO_FRAMES : rows.map(({ frame }) => frame);
}

export function readAttempt(input: AnalyzerInput, openings: ServerOpenings, connection: number): Attempt {
  const { packets, connections } = input;
  const client = clientDirection(connections, connection);
  let syns = NONE;
  let synAcks = NONE;
  let resent = NONE;
  let ack: Moment | null = null;
  let reset: Reset | null = null;
  const resentByClient = client === 0 ? EVENT.retransmissionA : EVENT.retransmissionB;
  connections.forEachEvent(connection, (kind, frame) => {
    const row = frame - 1;
    const marks = packets.marks.get(row);
    if ((marks & PACKET_MARK.duplicate) !== 0) return;
    const moment = { frame, ms: packets.timeMs(row) };
    const byClient = directionOfRow(packets, row) === client;
    // Both ends open at once (RFC 9293 section 3.5): the other end's SYN, and its answer to that, are none of this attempt.
    if (kind === EVENT.syn && byClient) syns = extended(syns, moment);
    else if (kind === EVENT.synAck && !byClient) synAcks = extended(synAcks, moment);
    else if (kind === EVENT.ack) ack = takesSynAck(input, connection, client, row) ? moment : null;
    else if (kind === EVENT.rst) {
      reset ??= { ...moment, byServer: !byClient, bare: (packets.tcpFlags(row) & TCP_FLAG.ack) === 0 };
    } else if (kind === resentByClient && (marks & PACKET_MARK.syn) === 0) resent = extended(resent, moment);
  });
  const served = momentOf(input, openings.firstFrame(connection));
  const microseconds = connections.handshakeUs(connection);
  return {
    connection,
    source: connections.addressNumber(connection, client),
    syns,
    synAcks,
    ack,
    served,
    spoken: momentOf(input, openings.spokenFrame(connection)),
    reset,
    icmpFrames: frames(input.failures.icmpErrors(connection, client)),
    ...vainSegments(input, connection, client, ack, served, resent),
    connectMs: microseconds === 0 ? null : microseconds / 1000,
  };
}

/** An ACK that acknowledges what the server did not send is no final ACK (RFC 9293 section 3.10.7.4: it is answered by RST, or not at all). */
export function takesSynAck({ packets, connections }: AnalyzerInput, connection: number, client: 0 | 1, row: number): boolean {
  const server = (1 - client) as 0 | 1;
  if (!connections.has(connection, CONNECTION_FLAG.synAckSeen) || (packets.marks.get(row) & PACKET_MARK.sequenceUnknown) !== 0) return true;
  const acknowledged = sequenceDifference(packets.acknowledgement.get(row), connections.base(connection, server));
  return acknowledged > 0 && acknowledged < LARGEST_FIRST_FLIGHT;
}

/** Bytes that a server may send before the client's first segment is captured: the window of a SYN is not scaled (RFC 7323 section 2.2). */
const LARGEST_FIRST_FLIGHT = 2 ** 16;

/**
 * A SYN or SYN-ACK had to be sent again. What the client sends again behind a reset of its own was not lost: the server answered the SYN for a connection
 * of before between the same ports (RFC 9293 section 3.10.7.4, challenge ACK), which the reset ends.
 */
export function wasResent({ syns, synAcks, reset }: Attempt): boolean {
  if (synAcks.length > 1) return true;
  return syns.some((syn, index) => {
    const before = syns[index - 1];
    return before !== undefined && !(reset !== null && !reset.byServer && reset.frame > before.frame && reset.frame < syn.frame);
  });
}

/** The attempt's first packet that was captured. */
export function begin(attempt: Attempt): Moment {
  return (attempt.syns[0] ?? attempt.synAcks[0]) as Moment;
}

function momentOf({ packets }: AnalyzerInput, frame: number): Moment | null {
  return frame === 0 ? null : { frame, ms: packets.timeMs(frame - 1) };
}

type Vain = Pick<Attempt, 'vain' | 'vainData' | 'lostBytes'>;
const NOTHING: Vain = { vain: NONE, vainData: 0, lostBytes: 0 };

function vainSegments(
  input: AnalyzerInput,
  connection: number,
  client: 0 | 1,
  ack: Moment | null,
  served: Moment | null,
  resent: readonly Moment[],
): Vain {
  if (ack === null) return NOTHING;
  if (served === null) return unservedSegments(input, connection, client, ack.frame);
  const before = resent.filter((moment) => moment.frame > ack.frame && moment.frame < served.frame);
  return before.length === 0 ? NOTHING : { vain: [ack, ...before.slice(0, -1)], vainData: before.length, lostBytes: 0 };
}

/** Everything that the client sent on a connection that the server never spoke on. */
function unservedSegments(input: AnalyzerInput, connection: number, client: 0 | 1, ackFrame: number): Vain {
  const { packets, connections } = input;
  const vain: Moment[] = [];
  let vainData = 0;
  let lostBytes = 0;
  const first = (connections.base(connection, client) + 1) >>> 0;
  let end = first;
  for (const row of conversationRows(packets, connections, connection)) {
    const control = TCP_FLAG.syn | TCP_FLAG.rst;
    if (row + 1 < ackFrame || directionOfRow(packets, row) !== client || (packets.tcpFlags(row) & control) !== 0) continue;
    vain.push({ frame: row + 1, ms: packets.timeMs(row) });
    const payload = packets.payloadLength.get(row);
    if (payload === 0) continue;
    vainData++;
    const segmentEnd = (packets.sequence.get(row) + payload) >>> 0;
    if (sequenceAfter(segmentEnd, end)) end = segmentEnd;
  }
  lostBytes = (end - first) >>> 0;
  return { vain, vainData, lostBytes };
}
