/** What probes and their answers cost each host over all its connections, in rows of typed arrays: where clients probe, nearly each has a host of its own. */
import type { KeepAliveHost } from '../../shared/contract/keep-alive-cost';
import { CONNECTION_FLAG } from '../flows/connection-table';
import { RecordTable } from '../store/record-table';
import { costOf, seriesTraffic, type Traffic } from './keep-alive-cost';
import type { KeepAliveProbes } from './keep-alive-probes';
import type { ProbeSeries } from './keep-alive-series';

/**
 * Words of a host. `connection` and `direction` name an end of it, which tells its address. `bytes` and the rates an hour are 64-bit floats; a rate is 0
 * while no series tells it.
 */
const W = { connection: 0, direction: 1, connections: 2, probes: 3, probed: 4, packets: 5, bytes: 6, packetsPerHour: 8, bytesPerHour: 10 } as const;
const WORDS = 12;

/** Every host with a probing end at either side of its connections, in the order in which they are met; a connection costs both of its hosts. */
export class HostCosts {
  readonly #rows = new RecordTable(WORDS);
  readonly #rowOf = new Map<number, number>();

  /** `counts`: which connections are looked at. */
  constructor(
    readonly table: KeepAliveProbes,
    counts: (connection: number) => boolean = () => true,
  ) {
    for (const series of table.series()) if (counts(series.connection)) this.#addSeries(series);
  }

  /** `capture`: index in the report; `priceOfGb`: null where the link is not metered. */
  reports(capture: number, priceOfGb: number | null): KeepAliveHost[] {
    return Array.from({ length: this.#rows.length }, (_, row) => this.#report(row, capture, priceOfGb));
  }

  /** The `most` hosts with the most whole bytes an hour, the costliest first. */
  costliest(most: number, capture: number, priceOfGb: number | null): KeepAliveHost[] {
    const rates = Float64Array.from({ length: this.#rows.length }, (_, row) => Math.round(this.#float(row, W.bytesPerHour)));
    const least = rates.slice().sort().at(-most) ?? 0;
    const rows: number[] = [];
    for (let row = 0; row < rates.length; row++) if ((rates[row] as number) >= least) rows.push(row);
    rows.sort((a, b) => (rates[b] as number) - (rates[a] as number));
    return rows.slice(0, most).map((row) => this.#report(row, capture, priceOfGb));
  }

  #addSeries(series: ProbeSeries): void {
    const { connection, direction } = series;
    const traffic = seriesTraffic(this.table, series);
    const prober = this.#rowFor(connection, direction);
    const peer = this.#rowFor(connection, (1 - direction) as 0 | 1);
    // Both ends may probe, and both may be the same host.
    const connections = direction === 0 || this.table.countOf(connection, 0) === 0 ? 1 : 0;
    this.#add(prober, W.probes, 1);
    this.#add(peer, W.probed, 1);
    this.#addTraffic(prober, traffic, connections);
    if (peer !== prober) this.#addTraffic(peer, traffic, connections);
  }

  #rowFor(connection: number, direction: 0 | 1): number {
    const { connections } = this.table.input;
    const key = connections.addressNumber(connection, direction) * 2 + (connections.has(connection, CONNECTION_FLAG.ipv6) ? 1 : 0);
    const known = this.#rowOf.get(key);
    if (known !== undefined) return known;
    const row = this.#rows.add();
    this.#add(row, W.connection, connection);
    this.#add(row, W.direction, direction);
    this.#rowOf.set(key, row);
    return row;
  }

  #addTraffic(row: number, { packets, bytes, packetsPerHour, bytesPerHour }: Traffic, connections: number): void {
    this.#add(row, W.connections, connections);
    this.#add(row, W.packets, packets);
    this.#addFloat(row, W.bytes, bytes);
    this.#addFloat(row, W.packetsPerHour, packetsPerHour ?? 0);
    this.#addFloat(row, W.bytesPerHour, bytesPerHour ?? 0);
  }

  #add(row: number, word: number, value: number): void {
    const words = this.#rows.words(row);
    const at = this.#rows.at(row) + word;
    words[at] = (words[at] as number) + value;
  }

  #addFloat(row: number, word: number, value: number): void {
    const floats = this.#rows.floats(row);
    const at = (this.#rows.at(row) + word) >> 1;
    floats[at] = (floats[at] as number) + value;
  }

  #word(row: number, word: number): number {
    return this.#rows.words(row)[this.#rows.at(row) + word] as number;
  }

  #float(row: number, word: number): number {
    return this.#rows.floats(row)[(this.#rows.at(row) + word) >> 1] as number;
  }

  #report(row: number, capture: number, priceOfGb: number | null): KeepAliveHost {
    const { connections, trafficBytes } = this.table.input;
    const traffic = {
      packets: this.#word(row, W.packets),
      bytes: this.#float(row, W.bytes),
      packetsPerHour: this.#float(row, W.packetsPerHour) || null,
      bytesPerHour: this.#float(row, W.bytesPerHour) || null,
    };
    return {
      capture,
      address: connections.address(this.#word(row, W.connection), this.#word(row, W.direction) as 0 | 1),
      connections: this.#word(row, W.connections),
      probes: this.#word(row, W.probes),
      probed: this.#word(row, W.probed),
      cost: costOf(traffic, trafficBytes(), priceOfGb),
    };
  }
}
