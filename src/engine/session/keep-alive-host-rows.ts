/** Rows of the table of hosts that keep-alive costs something. */
import type { KeepAliveHost, KeepAliveHostSort } from '../../shared/contract/keep-alive-cost';
import { HostCosts } from '../analyzers/keep-alive-host-costs';
import type { CapturePass } from './capture-pass';
import { type ConnectionFilter, connectionTest } from './connection-rows';

/** Hosts whose address holds `search`, in order, over the connections that the rest of the filter leaves; without prices, which are the view's. */
export function sortedKeepAliveHosts(
  pass: CapturePass,
  capture: number,
  sort: KeepAliveHostSort,
  descending: boolean,
  { search, ...limits }: ConnectionFilter,
): KeepAliveHost[] {
  const counts = connectionTest(pass, { ...limits, search: '' });
  const hosts = new HostCosts(pass.keepAlive.probes, counts).reports(capture, null);
  const rows = hosts.filter(({ address }) => address.includes(search.trim().toLowerCase()));
  rows.sort((a, b) => compare(sortKey(a, sort), sortKey(b, sort)) || compare(a.address, b.address));
  return descending ? rows.reverse() : rows;
}

function sortKey(host: KeepAliveHost, sort: KeepAliveHostSort): number | string {
  if (sort === 'address' || sort === 'connections') return host[sort];
  return host.cost[sort] ?? -1;
}

function compare(a: number | string, b: number | string): number {
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  return a < b ? -1 : a > b ? 1 : 0;
}
