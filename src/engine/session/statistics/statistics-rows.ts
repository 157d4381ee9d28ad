/** The tables of the statistics as rows: sorted, searched, with a filter that shows the packets of each. */
import type { ConversationRow, ConversationSort, EndpointRow, EndpointSort, StatisticsLayer } from '../../../shared/contract/statistics';
import { endpointSums } from './conversation-tally';
import type { PacketStatistics } from './packet-statistics';

export function conversationRows(statistics: PacketStatistics, layer: StatisticsLayer): ConversationRow[] {
  const tally = statistics.tallies[layer];
  const ends = statistics.ends[layer];
  const { packets } = statistics.capture.pass;
  const numbers = layer === 'tcp' ? tally.numbers() : null;
  return tally.endA.map((endA, id): ConversationRow => {
    const endB = tally.endB[id] as number;
    const [packetsAB, packetsBA] = [tally.packetsAB[id] as number, tally.packetsBA[id] as number];
    const [bytesAB, bytesBA] = [tally.bytesAB[id] as number, tally.bytesBA[id] as number];
    const firstRow = tally.firstRow[id] as number;
    const startMs = packets.timeMs(firstRow);
    const [addressA, portA, addressB, portB] = [ends.address(endA), ends.port(endA), ends.address(endB), ends.port(endB)];
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
      connection: numbers?.[id] ?? null,
      filter:
        numbers !== null
          ? `tcp.stream == ${numbers[id]}`
          : [...new Set([endFilter(layer, addressA, portA), endFilter(layer, addressB, portB)])].join(' && '),
    };
  });
}

export function endpointRows(statistics: PacketStatistics, layer: StatisticsLayer): EndpointRow[] {
  const ends = statistics.ends[layer];
  const sums = endpointSums(statistics.tallies[layer], ends.length);
  return Array.from(sums.sentPackets, (sentPackets, id): EndpointRow => {
    const [address, port] = [ends.address(id), ends.port(id)];
    const [sentBytes, receivedPackets, receivedBytes] = [
      sums.sentBytes[id] as number,
      sums.receivedPackets[id] as number,
      sums.receivedBytes[id] as number,
    ];
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
  }).filter(({ packets }) => packets > 0);
}

/** Packets to or from an end. */
function endFilter(layer: StatisticsLayer, address: string, port: number | null): string {
  if (layer === 'eth') return `eth.addr == ${address}`;
  const ip = `${address.includes(':') ? 'ipv6' : 'ip'}.addr == ${address}`;
  return port === null ? ip : `${ip} && ${layer}.port == ${port}`;
}

/** Rows whose address holds the text, or whose port is it, in order. */
export function arranged<Row extends ConversationRow | EndpointRow>(
  rows: readonly Row[],
  sort: Row extends ConversationRow ? ConversationSort : EndpointSort,
  descending: boolean,
  search: string,
): Row[] {
  const wanted = search.trim().toLowerCase();
  const fits = (row: Row): boolean => {
    const ends = 'addressA' in row ? [[row.addressA, row.portA] as const, [row.addressB, row.portB] as const] : [[row.address, row.port] as const];
    return ends.some(([address, port]) => address.includes(wanted) || String(port) === wanted);
  };
  const key = sort as keyof Row;
  const sign = descending ? -1 : 1;
  const found = wanted === '' ? [...rows] : rows.filter(fits);
  return found.sort((a, b) => sign * compare(a[key], b[key]) || a.id - b.id);
}

function compare(a: unknown, b: unknown): number {
  if (typeof a === 'string' && typeof b === 'string') return a < b ? -1 : a > b ? 1 : 0;
  return Number(a ?? -1) - Number(b ?? -1);
}
