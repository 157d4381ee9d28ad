/** What probes and their answers cost: a connection's end, and each host over all its connections. */
import { BYTES_PER_GB, HOURS_PER_DAY, HOURS_PER_MONTH, type KeepAliveCost, type KeepAliveHost } from '../../shared/contract/keep-alive-cost';
import { CONNECTION_FLAG } from '../flows/connection-table';
import type { KeepAliveProbes } from './keep-alive-probes';
import type { ProbeSeries } from './keep-alive-series';

const HOUR_MS = 3_600_000;

/** Packets and bytes seen, and the rates an hour at which they came; null for a single probe. Not rounded. */
export interface Traffic {
  packets: number;
  bytes: number;
  packetsPerHour: number | null;
  bytesPerHour: number | null;
}

/** `priceOfGb`: null where the link is not metered. */
export function costOf(traffic: Traffic, allBytes: number, priceOfGb: number | null): KeepAliveCost {
  const { packets, bytes, packetsPerHour, bytesPerHour } = traffic;
  const rounded = (rate: number | null, hours: number) => (rate === null ? null : Math.round(rate * hours));
  const price = (hours: number) => (((bytesPerHour ?? 0) * hours) / BYTES_PER_GB) * (priceOfGb ?? 0);
  return {
    packets,
    bytes,
    packetsPerHour: rounded(packetsPerHour, 1),
    bytesPerHour: rounded(bytesPerHour, 1),
    packetsPerDay: rounded(packetsPerHour, HOURS_PER_DAY),
    bytesPerDay: rounded(bytesPerHour, HOURS_PER_DAY),
    packetsPerMonth: rounded(packetsPerHour, HOURS_PER_MONTH),
    bytesPerMonth: rounded(bytesPerHour, HOURS_PER_MONTH),
    shareOfTraffic: allBytes > 0 ? Math.min(1, bytes / allBytes) : 0,
    price: bytesPerHour === null || priceOfGb === null ? null : { perHour: price(1), perDay: price(HOURS_PER_DAY), perMonth: price(HOURS_PER_MONTH) },
  };
}

export function seriesTraffic(table: KeepAliveProbes, series: ProbeSeries): Traffic {
  const { packets: rows } = table.input;
  const { count, packets, bytes } = series;
  const spanMs = rows.timeMs(table.lastFrame(series) - 1) - rows.timeMs(table.firstFrame(series) - 1);
  if (count < 2 || spanMs <= 0) return { packets, bytes, packetsPerHour: null, bytesPerHour: null };
  // n probes span n - 1 intervals.
  const perHour = ((count - 1) / count) * (HOUR_MS / spanMs);
  return { packets, bytes, packetsPerHour: packets * perHour, bytesPerHour: bytes * perHour };
}

interface HostTraffic extends Traffic {
  readonly address: string;
  connections: number;
  probes: number;
  probed: number;
}

/** Every host with a probing end at either side of its connections; a connection costs both of its hosts. `counts`: which connections are looked at. */
export function hostCosts(
  table: KeepAliveProbes,
  capture: number,
  priceOfGb: number | null,
  counts: (connection: number) => boolean = () => true,
): KeepAliveHost[] {
  const hosts = new Map<string, HostTraffic>();
  for (const series of table.series()) {
    if (!counts(series.connection)) continue;
    const traffic = seriesTraffic(table, series);
    const prober = hostOf(hosts, table, series, series.direction);
    const peer = hostOf(hosts, table, series, (1 - series.direction) as 0 | 1);
    prober.probes++;
    peer.probed++;
    // Both ends may probe, and both may be the same host.
    const isFirst = series.direction === 0 || table.seriesOf(series.connection, 0) === undefined;
    for (const host of new Set([prober, peer])) {
      add(host, traffic);
      if (isFirst) host.connections++;
    }
  }
  const allBytes = table.input.trafficBytes();
  return [...hosts.values()].map((host) => ({
    capture,
    address: host.address,
    connections: host.connections,
    probes: host.probes,
    probed: host.probed,
    cost: costOf(host, allBytes, priceOfGb),
  }));
}

function hostOf(hosts: Map<string, HostTraffic>, { input }: KeepAliveProbes, { connection }: ProbeSeries, direction: 0 | 1): HostTraffic {
  const { connections } = input;
  const key = `${connections.has(connection, CONNECTION_FLAG.ipv6)} ${connections.addressNumber(connection, direction)}`;
  let host = hosts.get(key);
  if (!host) {
    const address = connections.address(connection, direction);
    host = { address, connections: 0, probes: 0, probed: 0, packets: 0, bytes: 0, packetsPerHour: null, bytesPerHour: null };
    hosts.set(key, host);
  }
  return host;
}

function add(host: HostTraffic, { packets, bytes, packetsPerHour, bytesPerHour }: Traffic): void {
  host.packets += packets;
  host.bytes += bytes;
  if (packetsPerHour !== null) host.packetsPerHour = (host.packetsPerHour ?? 0) + packetsPerHour;
  if (bytesPerHour !== null) host.bytesPerHour = (host.bytesPerHour ?? 0) + bytesPerHour;
}
