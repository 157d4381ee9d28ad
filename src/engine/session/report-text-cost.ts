/** What keep-alive costs, as cells of the text report's tables, and the table of hosts. */
import { formatBytes, formatCount } from '../../shared/base/quantity';
import type { KeepAliveCost, KeepAliveHost } from '../../shared/contract/keep-alive-cost';
import type { Translate } from '../../shared/locales/texts';
import { left, right, section } from './report-text-section';
import { TopList } from './top-list';

export const COST_COLUMNS = [right('perHour'), right('perDay'), right('perMonth'), right('share'), { ...right('price'), optional: true }] as const;
const HOST_COLUMNS = [left('host'), right('probingConnections'), ...COST_COLUMNS];

/** Rows of a table of costs: the costliest tell most. */
export const MAX_COST_ROWS = 4;

/** In the order of `COST_COLUMNS`. */
export function costCells(cost: KeepAliveCost, t: Translate): string[] {
  const rate = (packets: number | null, bytes: number | null) =>
    packets === null || bytes === null
      ? '-'
      : t('cost.packetsAndBytes', { packets: formatCount(packets), bytes: formatBytes(bytes), count: packets });
  return [
    rate(cost.packetsPerHour, cost.bytesPerHour),
    rate(cost.packetsPerDay, cost.bytesPerDay),
    rate(cost.packetsPerMonth, cost.bytesPerMonth),
    `${Number((cost.shareOfTraffic * 100).toPrecision(2))} %`,
    cost.price === null ? '-' : String(Number(cost.price.perMonth.toPrecision(3))),
  ];
}

export function* hostLines(hosts: Iterable<KeepAliveHost>, t: Translate): Generator<string> {
  const costly = new TopList<KeepAliveHost>(MAX_COST_ROWS, ({ cost }) => cost.bytesPerHour ?? 0);
  for (const host of hosts) costly.add(host);
  yield* section(t, 'keepAliveHosts', costly, HOST_COLUMNS, (host) => [host.address, formatCount(host.connections), ...costCells(host.cost, t)]);
}
