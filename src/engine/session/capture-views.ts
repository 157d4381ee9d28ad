/** Summary and time line of a capture, for the workbench. */
import type { CaptureSummary } from '../../shared/contract/methods';
import { PACKET_MARK, PACKET_MARK_NAMES, type PacketMark } from '../../shared/contract/packet-marks';
import type { CapturePass } from './capture-pass';
import { captureReport } from './capture-report';
import type { OpenedCapture } from './opened-capture';

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
    marks: markCounts(pass),
    comments: pass.comments.slice(0, MOST_COMMENTS),
    names: Object.fromEntries([...pass.names].slice(0, MOST_NAMES)),
  };
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

/** Packets and bytes in `buckets` equal parts of the range (ms since the first packet); null: from the first, to the last packet. */
export function timeline(pass: CapturePass, buckets: number, fromMs: number | null, toMs: number | null) {
  const { packets } = pass;
  const count = packets.length;
  const startMs = fromMs ?? 0;
  const endMs = Math.max(startMs, toMs ?? (count === 0 ? 0 : packets.timeMs(count - 1)));
  const bucketMs = Math.max((endMs - startMs) / buckets, 1e-6);
  const result = { startMs, bucketMs, packets: new Uint32Array(buckets), bytes: new Float64Array(buckets) };
  for (let row = 0; row < count; row++) {
    const sinceMs = packets.timeMs(row) - startMs;
    const bucket = Math.min(buckets - 1, Math.floor(sinceMs / bucketMs));
    if (sinceMs < 0 || sinceMs > endMs - startMs + bucketMs * 1e-6 || bucket < 0) continue;
    result.packets[bucket] = (result.packets[bucket] as number) + 1;
    result.bytes[bucket] = (result.bytes[bucket] as number) + packets.originalLength.get(row);
  }
  return result;
}
