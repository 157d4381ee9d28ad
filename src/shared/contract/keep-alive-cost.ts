/** What keep-alive costs: packets and bytes of probes and of the pure ACKs that answer them. */
import * as z from 'zod/mini';

const count = z.int().check(z.nonnegative());
const rate = z.nullable(z.number());
const share = z.number().check(z.minimum(0), z.maximum(1));

export const HOURS_PER_DAY = 24;
/** An average month, as clouds bill it: 365 days in 12 parts. */
export const HOURS_PER_MONTH = 730;
export const BYTES_PER_GB = 1e9;

/** The rates are those observed; null for a single probe. Bytes are those of whole frames as captured. */
export const keepAliveCostSchema = z.object({
  packets: count,
  bytes: z.number(),
  packetsPerHour: rate,
  bytesPerHour: rate,
  packetsPerDay: rate,
  bytesPerDay: rate,
  packetsPerMonth: rate,
  bytesPerMonth: rate,
  /** Share of all bytes of the capture. */
  shareOfTraffic: share,
  /** On a metered link, in the currency of the price that was given for a GB; null where none was, or the rate is not known. */
  price: z.nullable(z.object({ perHour: z.number(), perDay: z.number(), perMonth: z.number() })),
});
export type KeepAliveCost = z.infer<typeof keepAliveCostSchema>;

/** What one host's network carries for keep-alive, whichever end probes. */
export const keepAliveHostSchema = z.object({
  capture: count,
  address: z.string(),
  /** Connections with probes that the host is an end of; those it probes itself, and those the other end probes (both may). */
  connections: count,
  probes: count,
  probed: count,
  cost: keepAliveCostSchema,
});
export type KeepAliveHost = z.infer<typeof keepAliveHostSchema>;

export const KEEP_ALIVE_HOST_SORTS = ['address', 'connections', 'packetsPerHour', 'bytesPerHour', 'shareOfTraffic'] as const;
export type KeepAliveHostSort = (typeof KEEP_ALIVE_HOST_SORTS)[number];

/** Price of a GB on a metered link; null: not metered. */
export const pricePerGbSchema = z.nullable(z.number().check(z.nonnegative(), z.maximum(1e6)));
