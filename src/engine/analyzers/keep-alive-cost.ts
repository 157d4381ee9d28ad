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

/** What the probes of a host's connections cost together. */
interface HostTraffic extends Traffic {
  /** A connection of the host, and which end of it the host is: they tell its address. */
  readonly connection: number;
  readonly direction: 0 | 1;
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
  return hostTraffic(table, counts).map((host) => hostReport(table, host, capture, priceOfGb));
}

/** The hosts that cost the most bytes an hour, `most` of them, the costliest first. */
export function costliestHosts(table: KeepAliveProbes, capture: number, priceOfGb: number | null, most: number): KeepAliveHost[] {
  const bytesPerHour = (host: HostTraffic) => Math.round(host.bytesPerHour ?? 0);
  const hosts = hostTraffic(table, () => true).sort((a, b) => bytesPerHour(b) - bytesPerHour(a));
  return hosts.slice(0, most).map((host) => hostReport(table, host, capture, priceOfGb));
}

/** In the order in which they began to probe or were first probed. */
function hostTraffic(table: KeepAliveProbes, counts: (connection: number) => boolean): HostTraffic[] {
  const hosts = new Map<number, HostTraffic>();
  for (const series of table.series()) {
    const { connection, direction } = series;
    if (!counts(connection)) continue;
    const traffic = seriesTraffic(table, series);
    const prober = hostOf(hosts, table, connection, direction);
    const peer = hostOf(hosts, table, connection, (1 - direction) as 0 | 1);
    // Both ends may probe, and both may be the same host.
    const isFirst = direction === 0 || table.countOf(connection, 0) === 0;
    prober.probes++;
    peer.probed++;
    add(prober, traffic, isFirst);
    if (peer !== prober) add(peer, traffic, isFirst);
  }
  return [...hosts.values()];
}

function hostReport({ input }: KeepAliveProbes, host: HostTraffic, capture: number, priceOfGb: number | null): KeepAliveHost {
  const { connections, probes, probed } = host;
  const address = input.connections.address(host.connection, host.direction);
  return { capture, address, connections, probes, probed, cost: costOf(host, input.trafficBytes(), priceOfGb) };
}

function hostOf(hosts: Map<number, HostTraffic>, { input }: KeepAliveProbes, connection: number, direction: 0 | 1): HostTraffic {
  const { connections } = input;
  const key = connections.addressNumber(connection, direction) * 2 + (connections.has(connection, CONNECTION_FLAG.ipv6) ? 1 : 0);
  let host = hosts.get(key);
  if (!host) {
    host = { connection, direction, connections: 0, probes: 0, probed: 0, packets: 0, bytes: 0, packetsPerHour: null, bytesPerHour: null };
    hosts.set(key, host);
  }
  return host;
}

function add(host: HostTraffic, { packets, bytes, packetsPerHour, bytesPerHour }: Traffic, isFirst: boolean): void {
  if (isFirst) host.connections++;
  host.packets += packets;
  host.bytes += bytes;
  if (packetsPerHour !== null) host.packetsPerHour = (host.packetsPerHour ?? 0) + packetsPerHour;
  if (bytesPerHour !== null) host.bytesPerHour = (host.bytesPerHour ?? 0) + bytesPerHour;
}
