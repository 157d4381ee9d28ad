/** Findings about many connections together: hosts that hold idle ones by probes, and what probes tell a listener on the path. */
import { CONNECTION_FLAG } from '../flows/connection-table';
import { endOfDirection } from '../flows/roles';
import type { Finding } from './analyzer';
import { seriesTraffic } from './keep-alive-cost';
import type { KeepAliveProbes } from './keep-alive-probes';
import type { ProbeSeries } from './keep-alive-series';

/** Connections without a byte of data that one host holds to one service before it looks like hoarding: pools use theirs at least once. */
const HOARDING_CONNECTIONS = 20;
/** Ports whose payload is encrypted (IANA): SSH, SMTPS, LDAPS, DNS over TLS, FTPS, IMAPS, POP3S, SIPS, AMQPS, HTTPS, MQTTS. */
const ENCRYPTED_PORTS: ReadonlySet<number> = new Set([22, 443, 465, 563, 636, 853, 989, 990, 992, 993, 994, 995, 5061, 5671, 8443, 8883]);
/** Header with the timestamps option and its padding (RFC 7323 appendix A). */
const HEADER_WITH_TIMESTAMPS = 32;
const MOST_FRAMES = 40;

interface IdleGroup {
  readonly connection: number;
  readonly direction: 0 | 1;
  connections: number;
  packetsPerHour: number;
  bytesPerHour: number;
  readonly frames: number[];
}

/** Takes every probing end once; `finish` makes the findings. */
export class KeepAliveHosts {
  readonly #idle = new Map<string, IdleGroup>();
  #exposed: { readonly connection: number; connections: number; probes: number; timestamps: boolean; readonly frames: number[] } | null = null;

  constructor(readonly table: KeepAliveProbes) {}

  add(series: ProbeSeries, hasData: boolean): void {
    if (!hasData) this.#addIdle(series);
    this.#addExposed(series);
  }

  finish(): Finding[] {
    const hoarding = [...this.#idle.values()].filter(({ connections }) => connections >= HOARDING_CONNECTIONS);
    return [...hoarding.map((group) => this.#hoardingFinding(group)), ...this.#exposedFindings()];
  }

  #addIdle(series: ProbeSeries): void {
    const { connections } = this.table.input;
    const { connection, direction } = series;
    const peer = (1 - direction) as 0 | 1;
    const server = endOfDirection(connections, connection, direction) === 'server' ? direction : peer;
    const family = connections.has(connection, CONNECTION_FLAG.ipv6) ? 6 : 4;
    const key = [
      family,
      connections.addressNumber(connection, direction),
      connections.addressNumber(connection, peer),
      connections.port(connection, server),
    ].join(' ');
    let group = this.#idle.get(key);
    if (!group) {
      group = { connection, direction, connections: 0, packetsPerHour: 0, bytesPerHour: 0, frames: [] };
      this.#idle.set(key, group);
    }
    const cost = seriesTraffic(this.table, series);
    group.connections++;
    group.packetsPerHour += cost.packetsPerHour ?? 0;
    group.bytesPerHour += cost.bytesPerHour ?? 0;
    if (group.frames.length < MOST_FRAMES) group.frames.push(this.table.firstFrame(series));
  }

  #hoardingFinding(group: IdleGroup): Finding {
    const { connections } = this.table.input;
    const { connection, direction } = group;
    return {
      code: 'keepalive.idle-hoarding',
      severity: 'warning',
      confidence: 0.75,
      connection: null,
      listener: null,
      frames: group.frames.sort((a, b) => a - b),
      data: {
        holder: connections.address(connection, direction),
        heldOpen: connections.address(connection, (1 - direction) as 0 | 1),
        connections: group.connections,
        packetsPerHour: Math.round(group.packetsPerHour),
        perHourBytes: Math.round(group.bytesPerHour),
      },
      ruledOut: [],
      applicationSees: null,
    };
  }

  #addExposed(series: ProbeSeries): void {
    const { connections, packets } = this.table.input;
    const { connection } = series;
    if (!ENCRYPTED_PORTS.has(connections.port(connection, 0)) && !ENCRYPTED_PORTS.has(connections.port(connection, 1))) return;
    const frame = this.table.firstFrame(series);
    this.#exposed ??= { connection, connections: 0, probes: 0, timestamps: false, frames: [] };
    this.#exposed.connections++;
    this.#exposed.probes += series.count;
    this.#exposed.timestamps ||= packets.tcpHeaderBytes(frame - 1) >= HEADER_WITH_TIMESTAMPS;
    if (this.#exposed.frames.length < MOST_FRAMES) this.#exposed.frames.push(frame);
  }

  #exposedFindings(): Finding[] {
    const exposed = this.#exposed;
    if (exposed === null) return [];
    const { connection, connections, probes, timestamps, frames } = exposed;
    return [
      {
        code: 'keepalive.exposed',
        severity: 'info',
        confidence: 0.9,
        connection,
        listener: null,
        frames: frames.sort((a, b) => a - b),
        data: { connections, probes, timestamps },
        wording: timestamps ? 'timestamps' : 'plain',
        ruledOut: [],
        applicationSees: null,
      },
    ];
  }
}
