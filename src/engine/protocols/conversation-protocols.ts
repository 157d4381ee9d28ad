/** Which protocol a conversation speaks: told by a person, switched to by itself, by its ports, or by what its messages look like. */
import { PDU, type StreamSide } from './message-stream';
import type { Protocol } from './protocol';
import type { Registry } from './registry';

/** Id of the protocol that stands for "none": bytes that mean nothing here. */
const PLAIN_DATA = 'data';

/** What a person decided about the dissection ("Decode As"); null where nothing was. */
export interface DissectionRules {
  /** False: a protocol is known by its port alone, never by content. */
  readonly heuristics: boolean;
  port(table: 'tcp-port' | 'udp-port', port: number): Protocol | null;
  connection(connection: number): Protocol | null;
}

/** The ends of a conversation, as far as they tell its protocol. */
export interface ConversationEnds {
  /** 0-based number of the connection; null when it was not analysed. */
  readonly connection: number | null;
  readonly ports: readonly [number, number];
}

export class ConversationProtocols {
  readonly memory = new Map<symbol, unknown>();
  readonly #registry: Registry;
  readonly #heuristics: boolean;
  /** By rule or port. */
  readonly #given: Protocol | null;
  /** Switched to, or recognised by content. */
  #found: Protocol | null = null;

  constructor(registry: Registry, ends: ConversationEnds, rules: DissectionRules | null) {
    this.#registry = registry;
    this.#heuristics = rules?.heuristics ?? true;
    const { connection, ports } = ends;
    const lowerFirst = [Math.min(...ports), Math.max(...ports)];
    const chosen = (connection === null ? null : rules?.connection(connection)) ?? firstOf(lowerFirst, (port) => rules?.port('tcp-port', port));
    this.#given = chosen ?? firstOf(lowerFirst, (port) => registry.lookup('tcp-port', port));
  }

  become(protocolId: string): void {
    this.#found = this.#registry.byId(protocolId) ?? this.#found;
  }

  /** Protocol of what begins at `offset`; null: none known. One that was given without doubt gets bytes that it does not know as well. */
  choose(bytes: Uint8Array, offset: number, end: number, side: StreamSide): Protocol | null {
    const likely = this.#found ?? this.#given;
    if (likely?.id === PLAIN_DATA) return null;
    if (likely !== null && likely.pdu?.(bytes, offset, end, side) !== PDU.none) return likely;
    const recognised = this.#heuristics ? this.#registry.recognise('tcp', bytes, offset, end) : undefined;
    if (recognised !== undefined) this.#found = recognised;
    return recognised ?? likely;
  }
}

function firstOf(ports: readonly number[], find: (port: number) => Protocol | null | undefined): Protocol | null {
  for (const port of ports) {
    const found = find(port);
    if (found) return found;
  }
  return null;
}
