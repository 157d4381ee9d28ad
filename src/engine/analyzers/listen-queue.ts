import type { ListenerReport } from '../../shared/contract/report-listener';
import { CONNECTION_FLAG } from '../flows/connection-table';
import { clientDirection } from '../flows/roles';
import type { Segment } from '../flows/segment';
import { type AnalyzerInput, type AnalyzerRun, defineAnalyzer, type Finding } from './analyzer';
import { type Attempt, readAttempt } from './listen-queue-attempt';
import { ListenerFindings } from './listen-queue-findings';
import { type ListenerStudy, studyListener } from './listen-queue-listener';
import { ServerOpenings } from './listen-queue-openings';
import { PlainAttempts } from './listen-queue-plain';
import {
  describeListener,
  type ListenerOutline,
  type ListenerSummary,
  listenerReport,
  listenerSummary,
  type ReportedListener,
} from './listen-queue-report';

export class ListenQueueRun implements AnalyzerRun {
  readonly #openings = new ServerOpenings();
  /** By listener; null where it is made again when it is asked for. */
  readonly #summaries: (ListenerSummary | null)[] = [];
  #isFinished = false;
  readonly #lagging = new Set<number>();

  constructor(readonly input: AnalyzerInput) {}

  onServerOpening(segment: Segment, timestamp: number): void {
    this.#openings.note(segment, timestamp);
  }

  /** True after the last packet: `listeners` are known. */
  get isFinished(): boolean {
    return this.#isFinished;
  }

  /** True when the connection's SYN-ACK carries a cookie, as far as its time stamp tells. Known after the last packet. */
  cookieSuspected(connection: number): boolean {
    return this.#lagging.has(connection);
  }

  /** Listeners in the order in which they were first asked; empty before the last packet. `capture`: index in the report. */
  *listeners(capture: number): Generator<ListenerReport> {
    for (const summary of this.#allSummaries()) yield listenerReport(this.input, summary, capture);
  }

  /** The same, each with what tells its report. */
  *reported(capture: number): Generator<ReportedListener> {
    for (const summary of this.#allSummaries())
      yield { capture, outline: summary.report, describe: (sink) => describeListener(sink, this.input, summary, capture) };
  }

  /** The same without their series. */
  *outlines(): Generator<ListenerOutline> {
    for (const { report } of this.#allSummaries()) yield report;
  }

  *#allSummaries(): Generator<ListenerSummary> {
    let studies: ListenerStudies | null = null;
    for (const [id, kept] of this.#summaries.entries()) {
      if (kept === null) studies ??= new ListenerStudies(this.input, this.#openings, this.#endMs());
      yield kept ?? listenerSummary(this.input, (studies as ListenerStudies).study(id), id);
    }
  }

  /** The connections of each listener, in the order of `listeners`. */
  connectionsOfListeners(): readonly Uint32Array[] {
    const all = listenerConnections(this.input);
    return Array.from({ length: all.starts.length - 1 }, (_, number) => connectionsOf(all, number));
  }

  /** All that `ids` (one listener's connections) tell, made anew: attempts are not kept. It may be left alone at each `yield` while no packets come. */
  studyListener(ids: Uint32Array): Generator<void, ListenerStudy> {
    return studyListener(this.input, this.#openings, ids, this.#endMs(), null);
  }

  /** What the packets so far tell of a listener, before the last one is in. `id`: its place among `connectionsOfListeners`. */
  outlineSoFar(ids: Uint32Array, id: number): ListenerOutline {
    const plain = new PlainAttempts(this.input, this.#openings);
    return listenerSummary(this.input, made(studyListener(this.input, this.#openings, ids, this.#endMs(), plain)), id).report;
  }

  /** One attempt, also of those that a study only counts. */
  attempt(connection: number): Attempt {
    return readAttempt(this.input, this.#openings, connection);
  }

  finish(): readonly Finding[] {
    const findings = new ListenerFindings(this.input);
    const studies = new ListenerStudies(this.input, this.#openings, this.#endMs());
    for (let id = 0; id < studies.length; id++) {
      const study = studies.study(id);
      for (const connection of [...study.cookies.lagging, ...study.cookies.withheld]) this.#lagging.add(connection);
      findings.add(study, id, portOf(this.input, study));
      this.#summaries.push(study.total > MOST_MADE_AGAIN ? listenerSummary(this.input, study, id) : null);
    }
    this.#isFinished = true;
    return findings.all();
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
/** Attempts of a listener that is studied again rather than kept: a port scan leaves hundreds of thousands of them. */
const MOST_MADE_AGAIN = 4;

/** Studies the listeners of a capture one after the other: what one study holds is good until the next. */
class ListenerStudies {
  readonly #all: ListenerConnections;
  readonly #plain: PlainAttempts;

  constructor(
    readonly input: AnalyzerInput,
    readonly openings: ServerOpenings,
    readonly endMs: number,
  ) {
    this.#all = listenerConnections(input);
    this.#plain = new PlainAttempts(input, openings);
  }

  get length(): number {
    return this.#all.starts.length - 1;
  }

  study(listener: number): ListenerStudy {
    return made(studyListener(this.input, this.openings, connectionsOf(this.#all, listener), this.endMs, this.#plain));
  }
}

function portOf({ connections }: AnalyzerInput, { connection }: ListenerStudy): number {
  return connections.port(connection, clientDirection(connections, connection) === 0 ? 1 : 0);
}

/** Without an interruption. */
function made<T>(steps: Generator<void, T>): T {
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
  }
}

/** The connections of each address and port that was asked for a connection, in order of their first packets. */
interface ListenerConnections {
  /** Those of listener 0, then those of listener 1 ... */
  readonly ids: Uint32Array;
  /** Where those of each listener begin in `ids`, and where those of the last end. */
  readonly starts: Uint32Array;
}

function listenerConnections(input: AnalyzerInput): ListenerConnections {
  const { listenerOf, counts } = numberListeners(input);
  const starts = new Uint32Array(counts.length + 1);
  for (let number = 0; number < counts.length; number++) starts[number + 1] = (starts[number] as number) + (counts[number] as number);
  const places = starts.slice();
  const ids = new Uint32Array(starts[counts.length] as number);
  for (let id = 0; id < listenerOf.length; id++) {
    const number = (listenerOf[id] as number) - 1;
    if (number < 0) continue;
    const place = places[number] as number;
    ids[place] = id;
    places[number] = place + 1;
  }
  return { ids, starts };
}

/** The connections of the listener with a number. */
function connectionsOf({ ids, starts }: ListenerConnections, number: number): Uint32Array {
  return ids.subarray(starts[number], starts[number + 1]);
}

const PORTS = 2 ** 16;

/** Number + 1 of each connection's listener, 0 for none, and how many each has. Runs of one listener, as in a flood, cost no look-up. */
function numberListeners({ connections }: AnalyzerInput): { listenerOf: Uint32Array; counts: number[] } {
  const listenerOf = new Uint32Array(connections.length);
  const numbers = new Map<number, number>();
  const counts: number[] = [];
  let address = 0;
  let port = 0;
  let family = -1;
  let number = 0;
  for (let id = 0; id < connections.length; id++) {
    const flags = connections.flags(id);
    if ((flags & (CONNECTION_FLAG.synSeen | CONNECTION_FLAG.synAckSeen)) === 0) continue;
    const server = (1 - clientDirection(connections, id)) as 0 | 1;
    const sameAddress = connections.addressNumber(id, server) === address && connections.port(id, server) === port;
    if (!sameAddress || (flags & CONNECTION_FLAG.ipv6) !== family) {
      address = connections.addressNumber(id, server);
      port = connections.port(id, server);
      family = flags & CONNECTION_FLAG.ipv6;
      const key = (address * PORTS + port) * 2 + (family === 0 ? 0 : 1);
      const known = numbers.get(key);
      number = known ?? counts.length;
      if (known === undefined) {
        numbers.set(key, number);
        counts.push(0);
      }
    }
    listenerOf[id] = number + 1;
    counts[number] = (counts[number] as number) + 1;
  }
  return { listenerOf, counts };
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
