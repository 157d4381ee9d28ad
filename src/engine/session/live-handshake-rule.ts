/** Handshakes while packets arrive: a listener that ignores final ACKs, or SYNs although it answers others, and one that answers nobody. */
import type { LiveThresholds } from '../../shared/contract/live';
import { PACKET_MARK } from '../../shared/contract/packet-marks';
import type { AnalyzerInput } from '../analyzers/analyzer';
import { CONNECTION_FLAG } from '../flows/connection-table';
import { clientDirection } from '../flows/roles';
import { type Segment, TCP_FLAG } from '../flows/segment';
import type { LiveFindingList, NewFinding } from './live-finding-list';
import { endName } from './live-probe-rules';

/** A handshake that the server ignored: its final ACK, or its SYN. */
interface Ignored {
  readonly timeMs: number;
  readonly frame: number;
  readonly finalAck: boolean;
}

interface Listener {
  readonly name: string;
  /** By connection, the oldest first; those of the last ten seconds. */
  readonly ignored: Map<number, Ignored>;
  /** How many of them ignored the final ACK. */
  finalAcks: number;
  /** When it last sent a SYN-ACK to somebody whose SYN was new. */
  answeredMs: number;
  finding: number | null;
}

const WINDOW_MS = 10_000;
/** A listener that answered somebody this recently is there. */
const ANSWERED_WITHIN_MS = 60_000;
const MOST_LISTENERS = 10_000;
/** Frames that a finding names. */
const MOST_FRAMES = 64;
/** Of a flood every packet changes a finding: the change is told no sooner after the one before. */
const TOLD_AGAIN_MS = 1000;

export class LiveHandshakeRule {
  readonly #listeners = new Map<string, Listener>();
  /** Listeners whose findings changed since they were told. */
  readonly #changed = new Set<Listener>();
  #toldMs = Number.NEGATIVE_INFINITY;

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

  tick(nowMs: number): void {
    if (this.#changed.size === 0 || nowMs - this.#toldMs < TOLD_AGAIN_MS) return;
    this.#toldMs = nowMs;
    this.finish();
  }

  /** Tells what changed, whenever it was told last. */
  finish(): void {
    for (const listener of this.#changed) {
      if (listener.finding !== null) this.findings.change(listener.finding, evidenceOf(listener));
    }
    this.#changed.clear();
  }

  /** Takes as long for the ten-thousandth handshake as for the first: a flood is what this is for. */
  #ignored({ connection, frame }: Segment, finalAck: boolean): void {
    const listener = this.#listenerOf(connection);
    if (listener === null) return;
    const timeMs = this.input.packets.timeMs(frame - 1);
    forget(listener, timeMs);
    if (listener.ignored.has(connection)) return;
    listener.ignored.set(connection, { timeMs, frame, finalAck });
    if (finalAck) listener.finalAcks++;
    if (listener.finding !== null) this.#changed.add(listener);
    else if (listener.ignored.size >= this.thresholds.ignoredHandshakes) this.#tell(listener, connection, timeMs);
  }

  #tell(listener: Listener, connection: number, timeMs: number): void {
    const answers = listener.finalAcks > 0 || timeMs - listener.answeredMs <= ANSWERED_WITHIN_MS;
    const kind = answers ? ({ rule: 'listener-overflow', severity: 'error' } as const) : ({ rule: 'syn-unanswered', severity: 'warning' } as const);
    listener.finding = this.findings.add({ ...kind, connection, timeMs, ...evidenceOf(listener) });
  }

  #listenerOf(connection: number): Listener | null {
    const { connections } = this.input;
    const server = (1 - clientDirection(connections, connection)) as 0 | 1;
    const name = endName(connections.address(connection, server), connections.port(connection, server));
    let listener = this.#listeners.get(name);
    if (listener === undefined) {
      if (this.#listeners.size >= MOST_LISTENERS) return null;
      listener = { name, ignored: new Map(), finalAcks: 0, answeredMs: Number.NEGATIVE_INFINITY, finding: null };
      this.#listeners.set(name, listener);
    }
    return listener;
  }
}

/** Those that are over for more than ten seconds; also such as a clock that was set back put into the future. */
function forget(listener: Listener, timeMs: number): void {
  for (const [connection, { timeMs: then, finalAck }] of listener.ignored) {
    if (Math.abs(timeMs - then) <= WINDOW_MS) break;
    listener.ignored.delete(connection);
    if (finalAck) listener.finalAcks--;
  }
  if (listener.ignored.size === 0) listener.finding = null;
}

function evidenceOf({ name, ignored, finalAcks }: Listener): Pick<NewFinding, 'frames' | 'data'> {
  const frames: number[] = [];
  for (const { frame } of ignored.values()) if (frames.push(frame) === MOST_FRAMES) break;
  return { frames, data: { listener: name, handshakes: ignored.size, finalAcks, syns: ignored.size - finalAcks, windowMs: WINDOW_MS } };
}
