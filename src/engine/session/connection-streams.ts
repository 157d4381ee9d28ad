import { CONNECTION_FLAG } from '../flows/connection-table';
import { conversationRows } from '../flows/conversation';
import { ConversationMessages, type MessagePart } from '../flows/conversation-messages';
import { clientDirection } from '../flows/roles';
import { registry } from '../protocols';
import { ConversationProtocols } from '../protocols/conversation-protocols';
import type { OpenedCapture } from './opened-capture';
import { segmentPayload } from './segment-payload';

/** Packets read for one answer: a longer connection is taken in sections of this size, each as if the capture began there. */
const PACKETS_A_SECTION = 16_384;

/** A part takes as much memory as 2^5 rows. */
const ROWS_FOR_A_PART = 5;

interface Section {
  readonly messages: ConversationMessages;
  /** Rows given to it so far. */
  rows: number;
  ended: boolean;
}

/** The messages of one connection, read section by section where one of its packets is looked at; grows with a capture that is still read. */
export class ConnectionStreams {
  readonly #capture: OpenedCapture;
  readonly #connection: number;
  readonly #sections = new Map<number, Section>();
  #rows: Uint32Array = new Uint32Array(0);
  #lastFrame = 0;

  constructor(capture: OpenedCapture, connection: number) {
    this.#capture = capture;
    this.#connection = connection;
  }

  /** What is kept of it, in parts of messages. */
  get size(): number {
    let size = 1 + (this.#rows.length >> ROWS_FOR_A_PART);
    for (const { messages } of this.#sections.values()) size += messages.size;
    return size;
  }

  /** Null for a frame that is a copy of another one, or too far back in a connection of millions of packets. */
  partsOf(frame: number): readonly MessagePart[] | null {
    this.#gatherRows();
    const rank = rankOf(this.#rows, frame - 1);
    return rank < 0 ? null : this.#section(Math.floor(rank / PACKETS_A_SECTION)).messages.partsOf(frame);
  }

  #gatherRows(): void {
    const { packets, tracker } = this.#capture.pass;
    const last = tracker.connections.lastFrame(this.#connection);
    if (last === this.#lastFrame) return;
    this.#lastFrame = last;
    this.#rows = conversationRows(packets, tracker.connections, this.#connection);
  }

  #section(number: number): Section {
    const rows = this.#rows.subarray(number * PACKETS_A_SECTION, (number + 1) * PACKETS_A_SECTION);
    let section = this.#sections.get(number);
    if (!section) {
      section = { messages: this.#newMessages(number === 0), rows: 0, ended: false };
      this.#sections.set(number, section);
    }
    while (section.rows < rows.length) section.messages.add(rows[section.rows++] as number);
    if (!section.ended && (section.rows === PACKETS_A_SECTION || this.#capture.state !== 'reading')) {
      section.messages.end();
      section.ended = true;
    }
    return section;
  }

  #newMessages(isFirst: boolean): ConversationMessages {
    const capture = this.#capture;
    const id = this.#connection;
    const { packets, tracker } = capture.pass;
    const { connections } = tracker;
    const ports = [connections.port(id, 0), connections.port(id, 1)] as const;
    const protocols = new ConversationProtocols(registry, { connection: id, ports }, capture.rules);
    const client = clientDirection(connections, id);
    const fromClient = isFirst && connections.has(id, CONNECTION_FLAG.synSeen);
    const fromServer = isFirst && connections.has(id, CONNECTION_FLAG.synAckSeen);
    const fromStart = client === 0 ? ([fromClient, fromServer] as const) : ([fromServer, fromClient] as const);
    return new ConversationMessages(packets, protocols, client, fromStart, (frame) => segmentPayload(capture, frame));
  }
}

/** Place of a row among the ascending rows; -1 when it is not there. */
function rankOf(rows: Uint32Array, row: number): number {
  let low = 0;
  let high = rows.length - 1;
  while (low <= high) {
    const middle = (low + high) >>> 1;
    const found = rows[middle] as number;
    if (found === row) return middle;
    if (found < row) low = middle + 1;
    else high = middle - 1;
  }
  return -1;
}
