/** The tables of the statistics: their order, and each row with a filter that shows its packets. */
import type { StatisticsLayer } from '../../../shared/contract/choices';
import type { ConversationRow, ConversationSort, EndpointRow, EndpointSort } from '../../../shared/contract/statistics';
import type { SlicedWork } from '../in-slices';
import { sortedOrder } from '../sorted-order';
import type { EndpointSums } from './conversation-tally';
import type { PacketStatistics } from './packet-statistics';

/** Rows between two places where the work may be interrupted. */
const ROWS_A_STEP = 2048;

/** Conversation `id` of a layer. */
export function conversationRow(statistics: PacketStatistics, layer: StatisticsLayer, id: number): ConversationRow {
  const tally = statistics.tallies[layer];
  const ends = statistics.ends[layer];
  const { packets } = statistics.capture.pass;
  const [endA, endB] = [tally.endA[id] as number, tally.endB[id] as number];
  const [packetsAB, packetsBA] = [tally.packetsAB[id] as number, tally.packetsBA[id] as number];
  const [bytesAB, bytesBA] = [tally.bytesAB[id] as number, tally.bytesBA[id] as number];
  const firstRow = tally.firstRow[id] as number;
  const startMs = packets.timeMs(firstRow);
  const [addressA, portA, addressB, portB] = [ends.address(endA), ends.port(endA), ends.address(endB), ends.port(endB)];
  const connection = layer === 'tcp' ? tally.number(id) : null;
  return {
    id,
    addressA,
    portA,
    addressB,
    portB,
    packets: packetsAB + packetsBA,
    bytes: bytesAB + bytesBA,
    packetsAB,
    bytesAB,
    packetsBA,
    bytesBA,
    firstFrame: firstRow + 1,
    startMs,
    durationMs: packets.timeMs(tally.lastRow[id] as number) - startMs,
    connection,
    filter:
      connection !== null
        ? `tcp.stream == ${connection}`
        : [...new Set([endFilter(layer, addressA, portA), endFilter(layer, addressB, portB)])].join(' && '),
  };
}

/** End `id` of a layer. */
export function endpointRow(statistics: PacketStatistics, layer: StatisticsLayer, sums: EndpointSums, id: number): EndpointRow {
  const ends = statistics.ends[layer];
  const [address, port] = [ends.address(id), ends.port(id)];
  const [sentPackets, sentBytes] = [sums.sentPackets[id] as number, sums.sentBytes[id] as number];
  const [receivedPackets, receivedBytes] = [sums.receivedPackets[id] as number, sums.receivedBytes[id] as number];
  return {
    id,
    address,
    port,
    packets: sentPackets + receivedPackets,
    bytes: sentBytes + receivedBytes,
    sentPackets,
    sentBytes,
    receivedPackets,
    receivedBytes,
    filter: endFilter(layer, address, port),
  };
}

/** Packets to or from an end. */
function endFilter(layer: StatisticsLayer, address: string, port: number | null): string {
  if (layer === 'eth') return `eth.addr == ${address}`;
  const ip = `${address.includes(':') ? 'ipv6' : 'ip'}.addr == ${address}`;
  return port === null ? ip : `${ip} && ${layer}.port == ${port}`;
}

/** Conversations of a layer that hold the text in an address, or have it as a port, in order. */
export function* conversationOrder(
  statistics: PacketStatistics,
  layer: StatisticsLayer,
  sort: ConversationSort,
  descending: boolean,
  search: string,
): SlicedWork<Uint32Array> {
  const tally = statistics.tallies[layer];
  const fits = yield* fittingEnds(statistics, layer, search);
  const wanted = (id: number): boolean => fits === null || fits[tally.endA[id] as number] === 1 || fits[tally.endB[id] as number] === 1;
  return yield* ordered(tally.length, wanted, conversationKeys(statistics, layer, sort), descending);
}

/** Ends of a layer that were seen there and fit likewise, in order. */
export function* endpointOrder(
  statistics: PacketStatistics,
  layer: StatisticsLayer,
  sums: EndpointSums,
  sort: EndpointSort,
  descending: boolean,
  search: string,
): SlicedWork<Uint32Array> {
  const fits = yield* fittingEnds(statistics, layer, search);
  const wanted = (id: number): boolean =>
    (sums.sentPackets[id] as number) + (sums.receivedPackets[id] as number) > 0 && (fits === null || fits[id] === 1);
  return yield* ordered(sums.sentPackets.length, wanted, endpointKeys(statistics, layer, sums, sort), descending);
}

function* ordered(length: number, wanted: (id: number) => boolean, keyOf: (id: number) => number, descending: boolean): SlicedWork<Uint32Array> {
  const ids = new Uint32Array(length);
  const keys = new Float64Array(length);
  let count = 0;
  for (let id = 0; id < length; id++) {
    if (id % ROWS_A_STEP === 0) yield;
    if (!wanted(id)) continue;
    keys[count] = keyOf(id);
    ids[count++] = id;
  }
  const order = yield* sortedOrder(keys.subarray(0, count), descending);
  return order.map((place) => ids[place] as number);
}

/** 1 for each end whose address holds the text, or whose port is it; null when nothing is looked for. */
function* fittingEnds(statistics: PacketStatistics, layer: StatisticsLayer, search: string): SlicedWork<Uint8Array | null> {
  const text = search.trim().toLowerCase();
  if (text === '') return null;
  const ends = statistics.ends[layer];
  const fits = new Uint8Array(ends.length);
  for (let end = 0; end < fits.length; end++) {
    if (end % ROWS_A_STEP === 0) yield;
    fits[end] = ends.address(end).includes(text) || String(ends.port(end)) === text ? 1 : 0;
  }
  return fits;
}

function conversationKeys(statistics: PacketStatistics, layer: StatisticsLayer, sort: ConversationSort): (id: number) => number {
  const tally = statistics.tallies[layer];
  const ends = statistics.ends[layer];
  const { packets } = statistics.capture.pass;
  switch (sort) {
    case 'id':
      return (id) => id;
    case 'addressA':
    case 'addressB': {
      const place = ends.addressPlaces();
      const of = sort === 'addressA' ? tally.endA : tally.endB;
      return (id) => place(of[id] as number);
    }
    case 'portA':
      return (id) => ends.port(tally.endA[id] as number) ?? -1;
    case 'portB':
      return (id) => ends.port(tally.endB[id] as number) ?? -1;
    case 'packets':
      return (id) => (tally.packetsAB[id] as number) + (tally.packetsBA[id] as number);
    case 'bytes':
      return (id) => (tally.bytesAB[id] as number) + (tally.bytesBA[id] as number);
    case 'packetsAB':
    case 'bytesAB':
    case 'packetsBA':
    case 'bytesBA': {
      const column = tally[sort];
      return (id) => column[id] as number;
    }
    case 'startMs':
      return (id) => packets.timeMs(tally.firstRow[id] as number);
    case 'durationMs':
      return (id) => packets.timeMs(tally.lastRow[id] as number) - packets.timeMs(tally.firstRow[id] as number);
  }
}

function endpointKeys(statistics: PacketStatistics, layer: StatisticsLayer, sums: EndpointSums, sort: EndpointSort): (id: number) => number {
  const ends = statistics.ends[layer];
  switch (sort) {
    case 'id':
      return (id) => id;
    case 'address':
      return ends.addressPlaces();
    case 'port':
      return (id) => ends.port(id) ?? -1;
    case 'packets':
      return (id) => (sums.sentPackets[id] as number) + (sums.receivedPackets[id] as number);
    case 'bytes':
      return (id) => (sums.sentBytes[id] as number) + (sums.receivedBytes[id] as number);
    default: {
      const column = sums[sort];
      return (id) => column[id] as number;
    }
  }
}
