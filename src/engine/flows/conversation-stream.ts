/** Both directions of a connection as streams of bytes in order, frame by frame. */
import { sequenceAdd } from '../../shared/base/sequence';
import { PACKET_MARK } from '../../shared/contract/packet-marks';
import type { PacketTable } from '../store/packet-table';
import { directionOfRow } from './conversation';
import { TCP_FLAG } from './segment';
import { StreamAssembly } from './stream-assembly';

/** What is no new data: the byte of a keep-alive probe, and copies of frames. */
const NO_DATA = PACKET_MARK.keepAlive | PACKET_MARK.duplicate;

export interface ConversationSink {
  /** The next bytes of a direction (0: from the sender of the connection's first packet): `[from, to)` of a frame's TCP payload on the wire. */
  data(direction: 0 | 1, frame: number, from: number, to: number): void;
  gap(direction: 0 | 1, length: number): void;
  /** The sender has closed, and nothing of its stream is outstanding. */
  closed(direction: 0 | 1): void;
}

export class ConversationStream {
  readonly #packets: PacketTable;
  readonly #sink: ConversationSink;
  readonly #assemblies: readonly [StreamAssembly, StreamAssembly];
  readonly #isClosed: [boolean, boolean] = [false, false];

  constructor(packets: PacketTable, sink: ConversationSink) {
    this.#packets = packets;
    this.#sink = sink;
    const assembly = (direction: 0 | 1) =>
      new StreamAssembly({
        data: (frame, from, to) => sink.data(direction, frame, from, to),
        gap: (length) => sink.gap(direction, length),
      });
    this.#assemblies = [assembly(0), assembly(1)];
  }

  /** The next packet of the connection in capture order, by its row. */
  add(row: number): void {
    const packets = this.#packets;
    const direction = directionOfRow(packets, row);
    const assembly = this.#assemblies[direction];
    const flags = packets.tcpFlags(row);
    const isSyn = (flags & TCP_FLAG.syn) !== 0;
    const sequence = sequenceAdd(packets.sequence.get(row), isSyn ? 1 : 0);
    if ((flags & TCP_FLAG.ack) !== 0) this.#assemblies[1 - direction]?.acknowledged(packets.acknowledgement.get(row));
    if (isSyn) assembly.start(sequence);
    if ((packets.marks.get(row) & NO_DATA) !== 0 || (flags & TCP_FLAG.rst) !== 0) return;
    const length = packets.payloadLength.get(row);
    assembly.add(row + 1, sequence, length);
    if ((flags & TCP_FLAG.fin) !== 0) assembly.fin(sequenceAdd(sequence, length));
    this.#tellClosed(direction);
  }

  /** No packet follows. */
  end(): void {
    for (const direction of [0, 1] as const) {
      this.#assemblies[direction].end();
      this.#tellClosed(direction);
    }
  }

  #tellClosed(direction: 0 | 1): void {
    if (this.#isClosed[direction] || !this.#assemblies[direction].closed) return;
    this.#isClosed[direction] = true;
    this.#sink.closed(direction);
  }
}
