/**
 * Attempts that came through at once, as nearly all do: one SYN, one SYN-ACK, the final ACK, a segment of the server, and until then nothing that was lost,
 * repeated or reset. What a study of their listener asks of them lies in columns; none is looked at one by one.
 */
import { PACKET_MARK } from '../../shared/contract/packet-marks';
import { CONNECTION_FLAG, EVENT } from '../flows/connection-table';
import type { AnalyzerInput } from './analyzer';
import { type Moment, takesSynAck } from './listen-queue-attempt';
import type { ServerOpenings } from './listen-queue-openings';

const { rolesKnown, clientIsB, synSeen, synAckSeen, ackSeen, rstSeen, beginsWithSyn } = CONNECTION_FLAG;
const HANDSHAKE = rolesKnown | synSeen | synAckSeen | ackSeen | beginsWithSyn;
const FEWEST_PLACES = 64;

/** One instance serves one listener after the other: what it holds is good until `clear`. */
export class PlainAttempts {
  /** Of the attempt at each of the first `count` places: its connection, in the order in which they were taken, and milliseconds since the first packet. */
  connections = new Uint32Array(FEWEST_PLACES);
  synAckMs = new Float64Array(FEWEST_PLACES);
  ackMs = new Float64Array(FEWEST_PLACES);
  /** The server's first data or FIN; Infinity: none. */
  spokenMs = new Float64Array(FEWEST_PLACES);
  /** From the SYN to the final ACK. */
  connectMs = new Float64Array(FEWEST_PLACES);
  count = 0;
  /** Shortest time from a SYN to its SYN-ACK; Infinity of none. */
  shortestAnswerMs = Number.POSITIVE_INFINITY;

  /** Of the connection whose events are being read. */
  #synFrame = 0;
  #servedFrame = 0;
  #synAckFrame = 0;
  #ackFrame = 0;
  #isDisturbed = false;

  constructor(
    readonly input: AnalyzerInput,
    readonly openings: ServerOpenings,
  ) {}

  clear(): void {
    this.count = 0;
    this.shortestAnswerMs = Number.POSITIVE_INFINITY;
  }

  /** Takes the connection's attempt where it is such a one; false: it is not. `firstMs`: time of the connection's first packet. */
  take(connection: number, firstMs: number): boolean {
    const { packets, connections, failures } = this.input;
    if (!this.#readHandshake(connection) || failures.icmpErrors(connection, 0).length > 0) return false;
    const synAckMs = packets.timeMs(this.#synAckFrame - 1);
    const spokenFrame = this.openings.spokenFrame(connection);
    if (this.count === this.connections.length) this.#grow();
    const place = this.count++;
    this.connections[place] = connection;
    this.synAckMs[place] = synAckMs;
    this.ackMs[place] = packets.timeMs(this.#ackFrame - 1);
    this.spokenMs[place] = spokenFrame === 0 ? Number.POSITIVE_INFINITY : packets.timeMs(spokenFrame - 1);
    this.connectMs[place] = connections.handshakeUs(connection) / 1000;
    if (synAckMs - firstMs < this.shortestAnswerMs) this.shortestAnswerMs = synAckMs - firstMs;
    return true;
  }

  /** SYN of the attempt at a place. */
  syn(place: number): Moment {
    const frame = this.input.connections.firstFrame(this.connections[place] as number);
    return { frame, ms: this.input.packets.timeMs(frame - 1) };
  }

  /** SYN-ACK's frame of the attempt at a place. */
  synAckFrame(place: number): number {
    return this.openings.synAckFrame(this.connections[place] as number);
  }

  /** Number of the client's address of the attempt at a place. */
  source(place: number): number {
    return this.input.connections.addressNumber(this.connections[place] as number, 0);
  }

  /** Finds SYN-ACK and final ACK; false where there is more to the handshake. Such a connection begins with its client's SYN: direction 0 is the client's. */
  #readHandshake(connection: number): boolean {
    const { packets, connections } = this.input;
    if ((connections.flags(connection) & (HANDSHAKE | clientIsB | rstSeen)) !== HANDSHAKE) return false;
    this.#servedFrame = this.openings.firstFrame(connection);
    if (this.#servedFrame === 0 || connections.handshakeUs(connection) === 0) return false;
    this.#synFrame = connections.firstFrame(connection);
    this.#synAckFrame = 0;
    this.#ackFrame = 0;
    this.#isDisturbed = false;
    connections.forEachEvent(connection, this.#onEvent);
    if (this.#isDisturbed || this.#synAckFrame === 0 || this.#ackFrame < this.#synAckFrame) return false;
    const marks = packets.marks.get(this.#synFrame - 1) | packets.marks.get(this.#synAckFrame - 1);
    return (marks & PACKET_MARK.duplicate) === 0 && takesSynAck(this.input, connection, 0, this.#ackFrame - 1);
  }

  readonly #onEvent = (kind: number, frame: number): void => {
    if (kind === EVENT.syn) {
      this.#isDisturbed ||= frame !== this.#synFrame;
    } else if (kind === EVENT.synAck) {
      this.#isDisturbed ||= this.#synAckFrame !== 0;
      this.#synAckFrame = frame;
    } else if (kind === EVENT.ack) {
      this.#ackFrame = frame;
    } else if (kind === EVENT.retransmissionA) {
      this.#isDisturbed ||= frame < this.#servedFrame;
    }
  };

  #grow(): void {
    const places = 2 * this.connections.length;
    const { connections } = this;
    this.connections = new Uint32Array(places);
    this.connections.set(connections);
    this.synAckMs = longer(this.synAckMs, places);
    this.ackMs = longer(this.ackMs, places);
    this.spokenMs = longer(this.spokenMs, places);
    this.connectMs = longer(this.connectMs, places);
  }
}

function longer(column: Float64Array<ArrayBuffer>, places: number): Float64Array<ArrayBuffer> {
  const grown = new Float64Array(places);
  grown.set(column);
  return grown;
}
