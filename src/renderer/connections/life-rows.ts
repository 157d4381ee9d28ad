import { type ConnectionLife, TCP_STATES, type TcpState } from '../../shared/contract/connection-life';
import { PACKET_MARK } from '../../shared/contract/packet-marks';
import type { RowWindow } from '../data-grid/row-pages';
import { marksOf } from '../packet-grid/mark-states';
import type { StateName } from '../theme/state-marks';

/** Bits of the TCP header's flags (RFC 9293 section 3.1, RFC 3168, RFC 7560), as Wireshark writes them. */
const FLAG_NAMES = ['FIN', 'SYN', 'RST', 'PSH', 'ACK', 'URG', 'ECE', 'CWR', 'AE'] as const;
const FLAG = { fin: 0x01, syn: 0x02, ack: 0x10 } as const;

/** A pause of at least this is shown as silence. */
const SILENCE_MS = 1000;

/** What a segment takes of the sequence space, and where. */
export interface SequencePart {
  /** Relative. */
  readonly sequence: number;
  readonly payloadBytes: number;
  readonly syn: boolean;
  readonly fin: boolean;
  readonly isProbe: boolean;
}

/** One segment of a connection's life. */
export interface LifeRow extends SequencePart {
  readonly frame: number;
  /** Since the capture's first packet; NaN where the record has no time. */
  readonly timeMs: number;
  /** Since the segment before; NaN for the first. */
  readonly sinceMs: number;
  readonly isSilence: boolean;
  readonly fromClient: boolean;
  /** `PSH, ACK`. */
  readonly flags: string;
  /** Null without ACK. */
  readonly acknowledgement: number | null;
  /** Frame that the acknowledgement is for; 0: not captured. */
  readonly acknowledgedFrame: number;
  /** The same frame, where the acknowledgement is new and the frame not far above. */
  readonly acknowledged: SequencePart | null;
  /** In bytes; NaN where the scale is not known. */
  readonly window: number;
  readonly marks: number;
  readonly state: StateName;
  /** An answer to a keep-alive probe, drawn hollow like everywhere. */
  readonly isHollow: boolean;
  readonly client: TcpState;
  readonly server: TcpState;
  readonly clientChanged: boolean;
  readonly serverChanged: boolean;
}

/** Rows of a window of segments. The first `before` segments lie above it: they tell what the others refer to. */
export function lifeRows(life: ConnectionLife, before: number): RowWindow<LifeRow> {
  const acknowledged = newlyAcknowledged(life);
  const rows = Array.from({ length: Math.max(0, life.frames.length - before) }, (_, row) => lifeRow(life, before + row, acknowledged[before + row]));
  return { total: life.total, rows };
}

/** For each segment the place of the one that it acknowledges and none before it did. */
function newlyAcknowledged({ frames, directions, acknowledgements, acknowledgedFrames }: ConnectionLife): (number | undefined)[] {
  const places = new Map(Array.from(frames, (frame, place) => [frame, place]));
  const last: (number | undefined)[] = [];
  return Array.from(acknowledgedFrames, (frame, at) => {
    if (frame === 0) return undefined;
    const direction = directions[at] ?? 0;
    const isNew = last[direction] !== acknowledgements[at];
    last[direction] = acknowledgements[at];
    return isNew ? places.get(frame) : undefined;
  });
}

function lifeRow(life: ConnectionLife, at: number, acknowledgedPlace: number | undefined): LifeRow {
  const flags = life.flags[at] ?? 0;
  const marks = life.marks[at] ?? 0;
  const part = sequencePart(life, at);
  const timeMs = life.timesMs[at] ?? Number.NaN;
  const sinceMs = at === 0 ? Number.NaN : timeMs - (life.timesMs[at - 1] ?? Number.NaN);
  const changed = (states: Uint8Array): boolean => at === 0 || states[at] !== states[at - 1];
  return {
    ...part,
    frame: life.frames[at] ?? 0,
    timeMs,
    sinceMs,
    isSilence: sinceMs >= SILENCE_MS,
    fromClient: life.directions[at] === 0,
    flags: FLAG_NAMES.filter((_, bit) => (flags & (1 << bit)) !== 0).join(', '),
    acknowledgement: (flags & FLAG.ack) === 0 ? null : (life.acknowledgements[at] ?? 0),
    acknowledgedFrame: life.acknowledgedFrames[at] ?? 0,
    acknowledged: acknowledgedPlace === undefined ? null : sequencePart(life, acknowledgedPlace),
    window: life.windows[at] ?? Number.NaN,
    marks,
    state: marksOf(marks)[0]?.[1] ?? (part.payloadBytes > 0 ? 'data' : 'muted'),
    isHollow: (marks & PACKET_MARK.keepAliveAck) !== 0,
    client: TCP_STATES[life.clientStates[at] ?? 0] ?? 'unknown',
    server: TCP_STATES[life.serverStates[at] ?? 0] ?? 'unknown',
    clientChanged: changed(life.clientStates),
    serverChanged: changed(life.serverStates),
  };
}

function sequencePart(life: ConnectionLife, at: number): SequencePart {
  const flags = life.flags[at] ?? 0;
  return {
    sequence: life.sequences[at] ?? 0,
    payloadBytes: life.payloadBytes[at] ?? 0,
    syn: (flags & FLAG.syn) !== 0,
    fin: (flags & FLAG.fin) !== 0,
    isProbe: ((life.marks[at] ?? 0) & PACKET_MARK.keepAlive) !== 0,
  };
}
