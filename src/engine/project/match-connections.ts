/** Which connections of two captures are the same: by their ends, or behind a translating device by the client's initial sequence number. */
import { CONNECTION_FLAG, type ConnectionTable, EVENT } from '../flows/connection-table';
import { clientDirection } from '../flows/roles';
import type { PacketTable } from '../store/packet-table';
import { drained } from './steps';

/** A capture as it is compared. */
export interface ComparedCapture {
  readonly packets: PacketTable;
  readonly connections: ConnectionTable;
}

/** `clientOfFirst`, `clientOfSecond`: the direction of the client in each capture. */
export interface ConnectionPair {
  readonly first: number;
  readonly second: number;
  readonly clientOfFirst: 0 | 1;
  readonly clientOfSecond: 0 | 1;
}

/** Connections between two steps. */
const CONNECTIONS_PER_STEP = 1024;

/** Pairs in the order of the first capture. Each connection is in one pair at most. */
export function matchConnections(first: ComparedCapture, second: ComparedCapture): ConnectionPair[] {
  return drained(connectionSteps(first, second));
}

/** `matchConnections` in steps of a few milliseconds. */
export function* connectionSteps(first: ComparedCapture, second: ComparedCapture): Generator<void, ConnectionPair[]> {
  const byEnds = new Queues<number>();
  const byHandshake = new Queues<number>();
  for (let id = 0; id < second.connections.length; id++) {
    if (id % CONNECTIONS_PER_STEP === 0) yield;
    byEnds.add(endsKey(second.connections, id), id);
    const handshake = handshakeKey(second, id);
    if (handshake !== null) byHandshake.add(handshake, id);
  }
  const taken = new Set<number>();
  const pairs: ConnectionPair[] = [];
  for (let id = 0; id < first.connections.length; id++) {
    if (id % CONNECTIONS_PER_STEP === 0) yield;
    const handshake = handshakeKey(first, id);
    const sameEnds = byEnds.of(endsKey(first.connections, id)).filter((other) => !taken.has(other));
    // Ports that were used again: the handshake tells which of the connections it is.
    const other =
      sameEnds.find((candidate) => handshake !== null && handshakeKey(second, candidate) === handshake) ??
      sameEnds.find((candidate) => handshake === null || handshakeKey(second, candidate) === null) ??
      (handshake === null ? undefined : byHandshake.of(handshake).find((candidate) => !taken.has(candidate)));
    if (other === undefined) continue;
    taken.add(other);
    pairs.push(pairOf(first, id, second, other));
  }
  return pairs;
}

function pairOf(first: ComparedCapture, a: number, second: ComparedCapture, b: number): ConnectionPair {
  const sameEnds = endsKey(first.connections, a) === endsKey(second.connections, b);
  if (!sameEnds)
    return { first: a, second: b, clientOfFirst: clientDirection(first.connections, a), clientOfSecond: clientDirection(second.connections, b) };
  // One of them may have begun too late to know the roles.
  const swapped = endKey(first.connections, a, 0) !== endKey(second.connections, b, 0);
  const known = second.connections.has(b, CONNECTION_FLAG.rolesKnown) && !first.connections.has(a, CONNECTION_FLAG.rolesKnown);
  const client = known ? flip(clientDirection(second.connections, b), swapped) : clientDirection(first.connections, a);
  return { first: a, second: b, clientOfFirst: client, clientOfSecond: flip(client, swapped) };
}

function flip(direction: 0 | 1, swapped: boolean): 0 | 1 {
  return swapped ? ((1 - direction) as 0 | 1) : direction;
}

function endKey(connections: ConnectionTable, id: number, end: 0 | 1): string {
  return `${connections.address(id, end)} ${connections.port(id, end)}`;
}

/** The same for both directions. */
function endsKey(connections: ConnectionTable, id: number): string {
  return [endKey(connections, id, 0), endKey(connections, id, 1)].sort().join(' ');
}

/** The client's initial sequence number and the server's port; null without a SYN. */
function handshakeKey({ connections, packets }: ComparedCapture, id: number): string | null {
  const syn = connections.firstEvent(id, EVENT.syn);
  if (syn === 0) return null;
  const server = (1 - clientDirection(connections, id)) as 0 | 1;
  return `${packets.sequence.get(syn - 1)} ${connections.port(id, server)}`;
}

class Queues<T> {
  readonly #items = new Map<string, T[]>();

  add(key: string, item: T): void {
    const queue = this.#items.get(key);
    if (queue) queue.push(item);
    else this.#items.set(key, [item]);
  }

  of(key: string): readonly T[] {
    return this.#items.get(key) ?? [];
  }
}
