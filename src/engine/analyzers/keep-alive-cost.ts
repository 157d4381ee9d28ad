/** What the probes of a connection's end and their answers cost. */
import { BYTES_PER_GB, HOURS_PER_DAY, HOURS_PER_MONTH, type KeepAliveCost } from '../../shared/contract/keep-alive-cost';
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
