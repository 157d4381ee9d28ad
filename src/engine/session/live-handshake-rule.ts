/** Handshakes while packets arrive: a listener that ignores final ACKs, or SYNs although it answers others, and one that answers nobody. */
import type { LiveThresholds } from '../../shared/contract/live';
import { PACKET_MARK } from '../../shared/contract/packet-marks';
import type { AnalyzerInput } from '../analyzers/analyzer';
import { CONNECTION_FLAG } from '../flows/connection-table';
import { clientDirection } from '../flows/roles';
import { type Segment, TCP_FLAG } from '../flows/segment';
import type { LiveFindingList } from './live-finding-list';
import { endName } from './live-probe-rules';

/** A handshake that the server ignored: its final ACK, or its SYN. */
interface Ignored {
  readonly timeMs: number;
  readonly frame: number;
  readonly finalAck: boolean;
}

interface Listener {
  readonly name: string;
  /** By connection; those of the last ten seconds. */
  readonly ignored: Map<number, Ignored>;
  /** When it last sent a SYN-ACK to somebody whose SYN was new. */
  answeredMs: number;
  finding: number | null;
}

const WINDOW_MS = 10_000;
/** A listener that answered somebody this recently is there. */
const ANSWERED_WITHIN_MS = 60_000;
const MOST_LISTENERS = 10_000;

export class LiveHandshakeRule {
  readonly #listeners = new Map<string, Listener>();

  constructor(
    readonly input: AnalyzerInput,
    readonly findings: LiveFindingList,
    readonly thresholds: LiveThresholds,
  ) {}

  onSegment(segment: Segment): void {
    if ((segment.flags & TCP_FLAG.syn) === 0) return;
    const { connections } = this.input;
    const { connection } = segment;
    const repeated = (segment.marks & PACKET_MARK.retransmission) !== 0;
    if ((segment.flags & TCP_FLAG.ack) === 0) {
      if (repeated && !connections.has(connection, CONNECTION_FLAG.synAckSeen)) this.#ignored(segment, false);
      return;
    }
    // A SYN-ACK again although the final ACK has passed: the server did as if it had not.
    if (connections.has(connection, CONNECTION_FLAG.ackSeen)) this.#ignored(segment, true);
    else if (!repeated) {
      const listener = this.#listenerOf(connection);
      if (listener !== null) listener.answeredMs = this.input.packets.timeMs(segment.frame - 1);
    }
  }

  #ignored({ connection, frame }: Segment, finalAck: boolean): void {
    const listener = this.#listenerOf(connection);
    if (listener === null) return;
    const timeMs = this.input.packets.timeMs(frame - 1);
    for (const [id, { timeMs: then }] of listener.ignored) if (timeMs - then > WINDOW_MS) listener.ignored.delete(id);
    if (listener.ignored.size === 0) listener.finding = null;
    if (!listener.ignored.has(connection)) listener.ignored.set(connection, { timeMs, frame, finalAck });
    if (listener.ignored.size >= this.thresholds.ignoredHandshakes) this.#tell(listener, connection, timeMs);
  }

  #tell(listener: Listener, connection: number, timeMs: number): void {
    const ignored = [...listener.ignored.values()];
    const finalAcks = ignored.filter(({ finalAck }) => finalAck).length;
    const answers = finalAcks > 0 || timeMs - listener.answeredMs <= ANSWERED_WITHIN_MS;
    const data = { listener: listener.name, handshakes: ignored.length, finalAcks, syns: ignored.length - finalAcks, windowMs: WINDOW_MS };
    const frames = ignored.map(({ frame }) => frame);
    if (listener.finding !== null) {
      this.findings.change(listener.finding, { frames, data });
      return;
    }
    const kind = answers ? ({ rule: 'listener-overflow', severity: 'error' } as const) : ({ rule: 'syn-unanswered', severity: 'warning' } as const);
    listener.finding = this.findings.add({ ...kind, connection, frames, timeMs, data });
  }

  #listenerOf(connection: number): Listener | null {
    const { connections } = this.input;
    const server = (1 - clientDirection(connections, connection)) as 0 | 1;
    const name = endName(connections.address(connection, server), connections.port(connection, server));
    let listener = this.#listeners.get(name);
    if (listener === undefined) {
      if (this.#listeners.size >= MOST_LISTENERS) return null;
      listener = { name, ignored: new Map(), answeredMs: Number.NEGATIVE_INFINITY, finding: null };
      this.#listeners.set(name, listener);
    }
    return listener;
  }
}
