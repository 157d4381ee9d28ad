import type { SequenceSeries } from '../../shared/contract/connection-life';
import { PACKET_MARK } from '../../shared/contract/packet-marks';
import { marksOf } from '../packet-grid/mark-states';
import type { StateName } from '../theme/state-marks';

/** A segment in the sequence space of its sender, or an answer of the peer. Numbers are relative and do not wrap. */
export interface SequencePoint {
  readonly frame: number;
  readonly timeMs: number;
  /** Sent by the peer: only what it acknowledges and allows counts. */
  readonly isAnswer: boolean;
  /** Of an answer: NaN. */
  readonly from: number;
  readonly to: number;
  readonly payloadBytes: number;
  readonly marks: number;
  /** What a segment is; of an answer, whether it closes the window. */
  readonly state: StateName;
  readonly isRepeated: boolean;
  readonly isProbe: boolean;
  /** NaN before the peer's first acknowledgement. */
  readonly acknowledged: number;
  readonly allowed: number;
  /** Room that the peer announced; NaN where it is not known. */
  readonly announced: number;
  /** Sent but not acknowledged; NaN before the peer's first acknowledgement. */
  readonly inFlight: number;
}

const REPEATED = PACKET_MARK.retransmission | PACKET_MARK.fastRetransmission | PACKET_MARK.spuriousRetransmission;

/** In capture order; packets without a time are left out. */
export function sequencePoints(series: SequenceSeries): SequencePoint[] {
  const points = [...segmentPoints(series), ...answerPoints(series.answers)].filter(({ timeMs }) => !Number.isNaN(timeMs));
  return points.sort((a, b) => a.frame - b.frame);
}

function segmentPoints(series: SequenceSeries): SequencePoint[] {
  let highest = 0;
  return Array.from(series.frames, (frame, index) => {
    const to = series.ends[index] ?? 0;
    highest = Math.max(highest, to);
    const payloadBytes = series.payloadBytes[index] ?? 0;
    const marks = series.marks[index] ?? 0;
    return {
      ...windowAt(series, index, highest),
      frame,
      timeMs: series.timesMs[index] ?? Number.NaN,
      isAnswer: false,
      from: to - payloadBytes - sequenceFlags(marks),
      to,
      payloadBytes,
      marks,
      state: marksOf(marks)[0]?.[1] ?? 'data',
      isRepeated: (marks & REPEATED) !== 0,
      isProbe: (marks & PACKET_MARK.keepAlive) !== 0,
    };
  });
}

function answerPoints(answers: SequenceSeries['answers']): SequencePoint[] {
  return Array.from(answers.frames, (frame, index) => {
    const window = windowAt(answers, index, answers.sent[index] ?? 0);
    return {
      ...window,
      frame,
      timeMs: answers.timesMs[index] ?? Number.NaN,
      isAnswer: true,
      from: Number.NaN,
      to: Number.NaN,
      payloadBytes: 0,
      marks: answers.marks[index] ?? 0,
      state: window.announced === 0 ? 'icmp' : 'answered',
      isRepeated: false,
      isProbe: false,
    };
  });
}

type Said = Pick<SequenceSeries, 'acknowledged' | 'allowed'>;

function windowAt(said: Said, index: number, sent: number): Pick<SequencePoint, 'acknowledged' | 'allowed' | 'announced' | 'inFlight'> {
  const acknowledged = said.acknowledged[index] ?? Number.NaN;
  const allowed = said.allowed[index] ?? Number.NaN;
  return { acknowledged, allowed, announced: allowed - acknowledged, inFlight: Math.max(0, sent - acknowledged) };
}

/** SYN and FIN count one each. */
function sequenceFlags(marks: number): number {
  return Number((marks & PACKET_MARK.syn) !== 0) + Number((marks & PACKET_MARK.fin) !== 0);
}

/** Rows of the CSV export: ms since the capture's first packet, relative sequence numbers, bytes; empty where nothing is known. */
export function sequenceCsv(points: readonly SequencePoint[]): (string | number)[][] {
  const known = (value: number): number | string => (Number.isNaN(value) ? '' : value);
  return [
    [
      'frame',
      'time_ms',
      'sender',
      'sequence',
      'next_sequence',
      'payload_bytes',
      'acknowledged',
      'window_edge',
      'window_bytes',
      'in_flight_bytes',
      'marks',
    ],
    ...points.map((point) => [
      point.frame,
      point.timeMs,
      point.isAnswer ? 'receiver' : 'sender',
      known(point.from),
      known(point.to),
      point.payloadBytes,
      known(point.acknowledged),
      known(point.allowed),
      known(point.announced),
      known(point.inFlight),
      marksOf(point.marks)
        .map(([mark]) => mark)
        .join(' '),
    ]),
  ];
}
