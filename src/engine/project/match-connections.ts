/** Which connections of two captures are the same: by their ends, or behind a translating device by the client's initial sequence number. */
import { CONNECTION_FLAG, type ConnectionTable, EVENT } from '../flows/connection-table';
import { clientDirection } from '../flows/roles';
import type { PacketTable } from '../store/packet-table';

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

/** In steps of a few milliseconds, as all that follows. */
export function* keySteps(capture: ComparedCapture): Generator<void, ConnectionKeys> {
  const ends: string[] = [];
  const handshakes: (number | null)[] = [];
  for (let id = 0; id < capture.connections.length; id++) {
    if (id % CONNECTIONS_PER_STEP === 0) yield;
    ends.push(endsKey(capture.connections, id));
    handshakes.push(handshakeKey(capture, id));
  }
  return { capture, ends, handshakes };
}

export function* connectionSteps(first: ComparedCapture, second: ComparedCapture): Generator<void, ConnectionPair[]> {
  return yield* pairSteps(yield* keySteps(first), yield* keySteps(second));
}

/**
 * Pairs in the order of the first capture; each connection is in one pair at most. Ports that were used again make several connections of the same ends:
 * first those are joined that began with the same handshake, then what is left.
 */
export function* pairSteps(first: ConnectionKeys, second: ConnectionKeys): Generator<void, ConnectionPair[]> {
  const joined: Joined = { first: new Int32Array(first.ends.length).fill(NONE), second: new Int32Array(second.ends.length).fill(NONE) };
  const handshakes = (a: number, b: number) => [first.handshakes[a] ?? null, second.handshakes[b] ?? null] as const;
  yield* joinBy(first.ends, second.ends, joined, (a, b) => {
    const [own, other] = handshakes(a, b);
    return own !== null && own === other;
  });
  yield* joinBy(first.ends, second.ends, joined, (a, b) => handshakes(a, b).includes(null));
  yield* joinBy(first.handshakes, second.handshakes, joined, () => true);
  const pairs: ConnectionPair[] = [];
  for (let id = 0; id < first.ends.length; id++) {
    const other = joined.first[id] as number;
    if (other !== NONE) pairs.push(pairOf(first, id, second, other));
  }
  return pairs;
}

/** By connection of one capture that of the other, or NONE. */
interface Joined {
  readonly first: Int32Array;
  readonly second: Int32Array;
}

const NONE = -1;

/** Joins connections with the same key that are in no pair yet; a key of null is nobody's. */
function* joinBy<K>(
  first: readonly (K | null)[],
  second: readonly (K | null)[],
  joined: Joined,
  fits: (first: number, second: number) => boolean,
): Generator<void, void> {
  const free = new Map<K, number[]>();
  for (let id = 0; id < second.length; id++) {
    if (id % CONNECTIONS_PER_STEP === 0) yield;
    const key = second[id] as K | null;
    if (key === null || joined.second[id] !== NONE) continue;
    const others = free.get(key);
    if (others) others.push(id);
    else free.set(key, [id]);
  }
  for (let id = 0; id < first.length; id++) {
    if (id % CONNECTIONS_PER_STEP === 0) yield;
    const key = first[id] as K | null;
    const others = key === null || joined.first[id] !== NONE ? undefined : free.get(key);
    const place = others?.findIndex((other) => fits(id, other)) ?? NONE;
    if (others === undefined || place === NONE) continue;
    const [other] = others.splice(place, 1) as [number];
    joined.first[id] = other;
    joined.second[other] = id;
  }
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
