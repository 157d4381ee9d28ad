/** Summary and time line of a capture, for the workbench. */
import type { CaptureSummary } from '../../shared/contract/capture-methods';
import { PACKET_MARK, PACKET_MARK_NAMES, type PacketMark } from '../../shared/contract/packet-marks';
import type { CapturePass } from './capture-pass';
import { captureReport } from './capture-report';
import type { OpenedCapture } from './opened-capture';
import { type TimeIndex, timeIndex } from './time-index';

const MARKS = Object.entries(PACKET_MARK_NAMES) as readonly [PacketMark, string][];
const MOST_COMMENTS = 1000;
const MOST_NAMES = 10_000;

export function captureSummary(capture: OpenedCapture): CaptureSummary {
  const { pass } = capture;
  const last = pass.packets.length - 1;
  return {
    capture: captureReport(capture),
    name: capture.bytes.name,
    baseSeconds: pass.packets.baseSeconds,
    durationMs: last < 0 ? 0 : pass.packets.timeMs(last),
    timeDigits: pass.timeDigits,
    connections: pass.tracker.connections.length,
    keepAliveConnections: pass.keepAlive.probes.connectionCount,
    protocols: pass.protocolCounts.map(({ name, packets, bytes }) => ({ name, packets, bytes })),
    marks: marksOf(capture),
    comments: pass.comments.slice(0, MOST_COMMENTS),
    names: Object.fromEntries([...pass.names].slice(0, MOST_NAMES)),
  };
}

/** Of captures that are read: marks change until then. */
const marksRead = new WeakMap<OpenedCapture, CaptureSummary['marks']>();

function marksOf(capture: OpenedCapture): CaptureSummary['marks'] {
  const marks = marksRead.get(capture) ?? markCounts(capture.pass);
  if (capture.state !== 'reading') marksRead.set(capture, marks);
  return marks;
}

function markCounts(pass: CapturePass): CaptureSummary['marks'] {
  const counts = new Uint32Array(32);
  for (let row = 0; row < pass.packets.length; row++) {
    let marks = pass.packets.marks.get(row);
    while (marks !== 0) {
      const bit = 31 - Math.clz32(marks);
      counts[bit] = (counts[bit] as number) + 1;
      marks &= ~(1 << bit);
    }
  }
  return MARKS.map(([mark, name]) => ({ name, packets: counts[31 - Math.clz32(PACKET_MARK[mark])] as number })).filter((item) => item.packets > 0);
}

/** Packets and bytes in equal parts of a range of time. */
interface Timeline {
  readonly startMs: number;
  readonly bucketMs: number;
  readonly packets: Uint32Array<ArrayBuffer>;
  readonly bytes: Float64Array<ArrayBuffer>;
}

/** Packets and bytes in `buckets` equal parts of the range (ms since the first packet); null: from the first, to the last packet. */
export function timeline(pass: CapturePass, buckets: number, fromMs: number | null, toMs: number | null): Timeline {
  const { packets } = pass;
  const count = packets.length;
  const startMs = fromMs ?? 0;
  const endMs = Math.max(startMs, toMs ?? (count === 0 ? 0 : packets.timeMs(count - 1)));
  const bucketMs = Math.max((endMs - startMs) / buckets, 1e-6);
  const line = { startMs, bucketMs, packets: new Uint32Array(buckets), bytes: new Float64Array(buckets) };
  // The last packet lies on the far edge of the last part.
  const longestMs = endMs - startMs + bucketMs * 1e-6;
  const index = timeIndex(pass);
  if (index === null) countEach(pass, line, longestMs);
  else countBetween(index, line, longestMs);
  return line;
}

function bucketOf({ startMs, bucketMs, packets }: Timeline, timeMs: number): number {
  return Math.min(packets.length - 1, Math.floor((timeMs - startMs) / bucketMs));
}

/** Packets in the order of their time: those of a part lie between its first one and the first one of the next. */
function countBetween(index: TimeIndex, line: Timeline, longestMs: number): void {
  const buckets = line.packets.length;
  const end = index.rowWhere((timeMs) => timeMs - line.startMs > longestMs, 0, index.packets.length);
  let row = index.rowWhere((timeMs) => timeMs >= line.startMs, 0, end);
  let bytes = index.bytesBefore(row);
  for (let bucket = 0; bucket < buckets && row < end; bucket++) {
    const next = bucket + 1 === buckets ? end : index.rowWhere((timeMs) => bucketOf(line, timeMs) > bucket, row, end);
    if (next === row) continue;
    const bytesThere = index.bytesBefore(next);
    line.packets[bucket] = next - row;
    line.bytes[bucket] = bytesThere - bytes;
    row = next;
    bytes = bytesThere;
  }
}

function countEach({ packets }: CapturePass, line: Timeline, longestMs: number): void {
  for (let row = 0; row < packets.length; row++) {
    const timeMs = packets.timeMs(row);
    const bucket = bucketOf(line, timeMs);
    if (timeMs - line.startMs < 0 || timeMs - line.startMs > longestMs || bucket < 0) continue;
    line.packets[bucket] = (line.packets[bucket] as number) + 1;
    line.bytes[bucket] = (line.bytes[bucket] as number) + packets.originalLength.get(row);
  }
}
