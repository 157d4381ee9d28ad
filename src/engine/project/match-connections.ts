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

/** By what the connections of a capture are known again, by number of the connection: made once, however many captures it is compared with. */
export interface ConnectionKeys {
  readonly capture: ComparedCapture;
  /** Both ends, the same for both directions. */
  readonly ends: readonly string[];
  /** The client's initial sequence number and the server's port; null without a SYN. */
  readonly handshakes: readonly (number | null)[];
}

/** Connections between two steps. */
const CONNECTIONS_PER_STEP = 1024;

export function connectionKeys(capture: ComparedCapture): ConnectionKeys {
  return drained(keySteps(capture));
}

function* keySteps(capture: ComparedCapture): Generator<void, ConnectionKeys> {
  const ends: string[] = [];
  const handshakes: (number | null)[] = [];
  for (let id = 0; id < capture.connections.length; id++) {
    if (id % CONNECTIONS_PER_STEP === 0) yield;
    ends.push(endsKey(capture.connections, id));
    handshakes.push(handshakeKey(capture, id));
  }
  return { capture, ends, handshakes };
}

/** Pairs in the order of the first capture. Each connection is in one pair at most. */
export function matchConnections(first: ConnectionKeys, second: ConnectionKeys): ConnectionPair[] {
  return drained(pairSteps(first, second));
}

/** `matchConnections` in steps of a few milliseconds. */
export function* connectionSteps(first: ComparedCapture, second: ComparedCapture): Generator<void, ConnectionPair[]> {
  return yield* pairSteps(yield* keySteps(first), yield* keySteps(second));
}

function* pairSteps(first: ConnectionKeys, second: ConnectionKeys): Generator<void, ConnectionPair[]> {
  const byEnds = new Queues<string>();
  const byHandshake = new Queues<number>();
  for (let id = 0; id < second.ends.length; id++) {
    if (id % CONNECTIONS_PER_STEP === 0) yield;
    byEnds.add(second.ends[id] as string, id);
    const handshake = second.handshakes[id] ?? null;
    if (handshake !== null) byHandshake.add(handshake, id);
  }
  const taken = new Uint8Array(second.ends.length);
  const free = (candidate: number): boolean => taken[candidate] === 0;
  const pairs: ConnectionPair[] = [];
  for (let id = 0; id < first.ends.length; id++) {
    if (id % CONNECTIONS_PER_STEP === 0) yield;
    const handshake = first.handshakes[id] ?? null;
    const sameEnds = byEnds.of(first.ends[id] as string);
    // Ports that were used again: the handshake tells which of the connections it is.
    const other =
      sameEnds.find((candidate) => free(candidate) && handshake !== null && second.handshakes[candidate] === handshake) ??
      sameEnds.find((candidate) => free(candidate) && (handshake === null || second.handshakes[candidate] === null)) ??
      (handshake === null ? undefined : byHandshake.of(handshake).find(free));
    if (other === undefined) continue;
    taken[other] = 1;
    pairs.push(pairOf(first, id, second, other));
  }
  return pairs;
}

function pairOf(first: ConnectionKeys, a: number, second: ConnectionKeys, b: number): ConnectionPair {
  const { connections } = first.capture;
  const others = second.capture.connections;
  if (first.ends[a] !== second.ends[b])
    return { first: a, second: b, clientOfFirst: clientDirection(connections, a), clientOfSecond: clientDirection(others, b) };
  // One of them may have begun too late to know the roles.
  const swapped = endKey(connections, a, 0) !== endKey(others, b, 0);
  const known = others.has(b, CONNECTION_FLAG.rolesKnown) && !connections.has(a, CONNECTION_FLAG.rolesKnown);
  const client = known ? flip(clientDirection(others, b), swapped) : clientDirection(connections, a);
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
  const a = endKey(connections, id, 0);
  const b = endKey(connections, id, 1);
  return a < b ? `${a} ${b}` : `${b} ${a}`;
}

function handshakeKey({ connections, packets }: ComparedCapture, id: number): number | null {
  const syn = connections.firstEvent(id, EVENT.syn);
  if (syn === 0) return null;
  const server = (1 - clientDirection(connections, id)) as 0 | 1;
  return packets.sequence.get(syn - 1) * PORTS + connections.port(id, server);
}

const PORTS = 0x1_0000;

const NONE: readonly number[] = [];

/** Connections by key, in capture order. */
class Queues<K> {
  readonly #items = new Map<K, number[]>();

  add(key: K, connection: number): void {
    const queue = this.#items.get(key);
    if (queue) queue.push(connection);
    else this.#items.set(key, [connection]);
  }

  of(key: K): readonly number[] {
    return this.#items.get(key) ?? NONE;
  }
}
