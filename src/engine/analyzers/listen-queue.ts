import type { ListenerReport } from '../../shared/contract/report-listener';
import { CONNECTION_FLAG } from '../flows/connection-table';
import { clientDirection } from '../flows/roles';
import type { Segment } from '../flows/segment';
import { type AnalyzerInput, type AnalyzerRun, defineAnalyzer, type Finding } from './analyzer';
import { listenerFindings } from './listen-queue-findings';
import { type ListenerStudy, studyListener } from './listen-queue-listener';
import { ServerOpenings } from './listen-queue-openings';
import { listenerReport } from './listen-queue-report';

export class ListenQueueRun implements AnalyzerRun {
  readonly #openings = new ServerOpenings();
  #studies: readonly ListenerStudy[] = [];
  readonly #lagging = new Set<number>();

  constructor(readonly input: AnalyzerInput) {}

  onServerOpening(segment: Segment, timestamp: number): void {
    this.#openings.note(segment, timestamp);
  }

  report() {
    return {};
  }

  /** True when the connection's SYN-ACK carries a cookie, as far as its time stamp tells. Known after the last packet. */
  cookieSuspected(connection: number): boolean {
    return this.#lagging.has(connection);
  }

  /** Listeners in the order in which they were first asked; empty before the last packet. `capture`: index in the report. */
  *listeners(capture: number): Generator<ListenerReport> {
    for (const [id, study] of this.#studies.entries()) yield listenerReport(this.input, study, id, capture);
  }

  finish(): readonly Finding[] {
    const endMs = this.#endMs();
    this.#studies = listenerConnections(this.input).map((ids) => studyListener(this.input, this.#openings, ids, endMs));
    for (const { cookies } of this.#studies) for (const connection of cookies.lagging) this.#lagging.add(connection);
    return listenerFindings(this.#studies);
  }

  /** The latest time of the last packets: time stamps may run backwards a little. */
  #endMs(): number {
    const { packets } = this.input;
    let endMs = 0;
    for (let row = Math.max(0, packets.length - LAST_PACKETS); row < packets.length; row++) endMs = Math.max(endMs, packets.timeMs(row));
    return endMs;
  }
}

const LAST_PACKETS = 1000;

/** The connections of each address and port that was asked for a connection, in order of their first packets. */
function listenerConnections({ connections }: AnalyzerInput): Uint32Array[] {
  const listenerOf = new Uint32Array(connections.length);
  const numbers = new Map<number, number>();
  const counts: number[] = [];
  for (let id = 0; id < connections.length; id++) {
    const flags = connections.flags(id);
    if ((flags & (CONNECTION_FLAG.synSeen | CONNECTION_FLAG.synAckSeen)) === 0) continue;
    const server = (1 - clientDirection(connections, id)) as 0 | 1;
    const family = (flags & CONNECTION_FLAG.ipv6) !== 0 ? 2 ** 48 : 0;
    const key = family + connections.addressNumber(id, server) * 2 ** 16 + connections.port(id, server);
    let number = numbers.get(key);
    if (number === undefined) {
      number = counts.length;
      numbers.set(key, number);
      counts.push(0);
    }
    listenerOf[id] = number + 1;
    counts[number] = (counts[number] as number) + 1;
  }
  const lists = counts.map((count) => new Uint32Array(count));
  const filled = new Uint32Array(counts.length);
  for (let id = 0; id < listenerOf.length; id++) {
    const number = (listenerOf[id] as number) - 1;
    if (number < 0) continue;
    (lists[number] as Uint32Array)[filled[number] as number] = id;
    filled[number] = (filled[number] as number) + 1;
  }
  return lists;
}

export const listenQueue = defineAnalyzer({
  id: 'listen-queue',
  title: 'Handshakes and listen queues',
  findings: [
    'listener.accept-queue-overflow',
    'listener.syn-queue-overflow',
    'listener.syn-flood',
    'listener.refused',
    'listener.filtered',
    'listener.half-open',
    'listener.closed',
    'listener.defer-accept',
    'listener.lossy-path',
    'listener.cookies',
    'connection.silent-drop',
  ],
  create: (input) => new ListenQueueRun(input),
});
