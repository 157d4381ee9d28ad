import type { LayerBuilder, SegmentFacts } from './dissection';
import { generated, group } from './field-spec';
import type { FieldSpec } from './protocol';

interface Mark {
  /** Label of the line in the tree. */
  readonly label: string;
  /** What stands before the Info column, without brackets; empty where Wireshark shows nothing. */
  readonly prefix: string;
  readonly code: string;
}

/** Marks of the flow analysis, by filter name. */
const MARKS: Readonly<Record<string, Mark>> = {
  'tcp.analysis.keep_alive': { label: 'This is a TCP keep-alive segment', prefix: 'TCP Keep-Alive', code: 'mark-keep-alive' },
  'keepalive.probe': { label: 'This is a TCP keep-alive segment', prefix: 'TCP Keep-Alive', code: 'mark-keep-alive' },
  'tcp.analysis.keep_alive_ack': { label: 'This is an ACK to a TCP keep-alive segment', prefix: 'TCP Keep-Alive ACK', code: 'mark-keep-alive-ack' },
  'keepalive.answer': { label: 'This is an ACK to a TCP keep-alive segment', prefix: 'TCP Keep-Alive ACK', code: 'mark-keep-alive-ack' },
  'tcp.analysis.retransmission': { label: 'This frame is a (suspected) retransmission', prefix: 'TCP Retransmission', code: 'mark-retransmission' },
  'tcp.analysis.fast_retransmission': {
    label: 'This frame is a (suspected) fast retransmission',
    prefix: 'TCP Fast Retransmission',
    code: 'mark-fast-retransmission',
  },
  'tcp.analysis.spurious_retransmission': {
    label: 'This frame is a (suspected) spurious retransmission',
    prefix: 'TCP Spurious Retransmission',
    code: 'mark-spurious-retransmission',
  },
  'tcp.analysis.out_of_order': { label: 'This frame is a (suspected) out-of-order segment', prefix: 'TCP Out-Of-Order', code: 'mark-out-of-order' },
  'tcp.analysis.lost_segment': { label: 'Previous segment(s) not captured', prefix: 'TCP Previous segment not captured', code: 'mark-lost-segment' },
  'tcp.analysis.ack_lost_segment': { label: "ACKed segment that wasn't captured", prefix: 'TCP ACKed unseen segment', code: 'mark-ack-lost-segment' },
  'tcp.analysis.duplicate_ack': { label: 'Duplicate ACK', prefix: 'TCP Dup ACK', code: 'mark-duplicate-ack' },
  'tcp.analysis.zero_window': { label: 'TCP Zero Window segment', prefix: 'TCP ZeroWindow', code: 'mark-zero-window' },
  'tcp.analysis.zero_window_probe': { label: 'This is a TCP zero-window-probe', prefix: 'TCP ZeroWindowProbe', code: 'mark-zero-window-probe' },
  'tcp.analysis.zero_window_probe_ack': {
    label: 'This is an ACK to a TCP zero-window-probe',
    prefix: 'TCP ZeroWindowProbeAck',
    code: 'mark-zero-window-probe-ack',
  },
  'tcp.analysis.window_update': { label: 'This is a tcp window update', prefix: 'TCP Window Update', code: 'mark-window-update' },
  'tcp.analysis.window_full': {
    label: 'TCP window specified by the receiver is now completely full',
    prefix: 'TCP Window Full',
    code: 'mark-window-full',
  },
  'tcp.analysis.reused_ports': {
    label: 'A new tcp session is started with the same ports',
    prefix: 'TCP Port numbers reused',
    code: 'mark-reused-ports',
  },
};

const PROBE_NAMES: readonly string[] = ['tcp.analysis.keep_alive', 'keepalive.probe'];
const ANSWER_NAMES: readonly string[] = ['tcp.analysis.keep_alive_ack', 'keepalive.answer'];

function hasMark(segment: SegmentFacts | null, names: readonly string[]): boolean {
  return segment?.marks.some((mark) => names.includes(mark.name)) ?? false;
}

export function isKeepAlive(segment: SegmentFacts | null): boolean {
  return hasMark(segment, PROBE_NAMES);
}

export function isKeepAliveAnswer(segment: SegmentFacts | null): boolean {
  return hasMark(segment, ANSWER_NAMES);
}

/** `[TCP Keep-Alive] ` and the like, with a blank behind; empty when nothing is marked. */
export function analysisPrefix(segment: SegmentFacts | null): string {
  if (!segment) return '';
  const prefixes = new Set(segment.marks.map((mark) => MARKS[mark.name]?.prefix ?? '').filter((prefix) => prefix !== ''));
  return [...prefixes].map((prefix) => `[${prefix}] `).join('');
}

/** Adds the times within the connection and what the analysis found about this segment. */
export function addAnalysis(layer: LayerBuilder): void {
  const { segment } = layer.facts;
  if (!segment || layer.quoted) return;
  if (segment.sinceFirst !== null || segment.sincePrevious !== null) {
    const parent = layer.generated('tcp.timestamps', null);
    if (segment.sinceFirst !== null) addTime(layer, 'tcp.time_relative', segment.sinceFirst, parent);
    if (segment.sincePrevious !== null) addTime(layer, 'tcp.time_delta', segment.sincePrevious, parent);
  }
  const marks = segment.marks.filter(({ name }) => MARKS[name] !== undefined);
  if (marks.length === 0) return;
  const analysis = layer.generated('tcp.analysis', null);
  const flags = layer.generated('tcp.analysis.flags', null, { parent: analysis });
  for (const { name, frame } of marks) {
    const mark = MARKS[name];
    if (!mark) continue;
    const text = frame === null ? '' : `frame ${frame}`;
    layer.generated(name, frame, { parent: flags, text, explanation: { code: mark.code, data: { frame: frame ?? 0 } } });
  }
}

function addTime(layer: LayerBuilder, name: string, seconds: number, parent: ReturnType<LayerBuilder['generated']>): void {
  layer.generated(name, seconds.toFixed(9), { parent, text: `${seconds.toFixed(9)} seconds` });
}

export const ANALYSIS_FIELDS: Readonly<Record<string, FieldSpec>> = {
  'tcp.timestamps': group('Timestamps'),
  'tcp.time_relative': generated('Time since first frame in this TCP stream', 'duration'),
  'tcp.time_delta': generated('Time since previous frame in this TCP stream', 'duration'),
  'tcp.analysis': group('SEQ/ACK analysis'),
  'tcp.analysis.flags': group('TCP Analysis Flags'),
  ...Object.fromEntries(Object.entries(MARKS).map(([name, { label }]) => [name, generated(label, 'none')])),
};
