/** What the session knows of a frame, for its dissection. */
import { formatSeconds } from '../../shared/base/time';
import { PACKET_MARK, PACKET_MARK_NAMES, type PacketMark } from '../../shared/contract/packet-marks';
import { TCP_FLAG } from '../flows/segment';
import type { FrameFacts, SegmentFacts } from '../protocols/dissection';
import { packetTime } from '../store/packet-time';
import type { CapturePass } from './capture-pass';
import { reassembledPayload } from './fragment-payload';
import type { OpenedCapture } from './opened-capture';
import { segmentStream } from './segment-streams';

/** What follows the seconds of a time in whole seconds (ECMA-262, toISOString). */
const WHOLE_SECONDS = /\.000Z$/;
const MARKS = Object.entries(PACKET_MARK_NAMES) as readonly [PacketMark, string][];

export function frameFacts(capture: OpenedCapture, frame: number): FrameFacts {
  const { pass } = capture;
  const { packets } = pass;
  const row = frame - 1;
  const timed = (packets.marks.get(row) & PACKET_MARK.noTime) === 0;
  const item = pass.interfaces[packets.interfaceId(row)];
  return {
    frame,
    linkType: item?.linkType ?? -1,
    originalLength: packets.originalLength.get(row),
    interfaceName: item?.name ?? null,
    timeText: timed && capture.reader.timeBase === 'epoch' ? utcText(pass, row) : null,
    timeEpoch: timed ? packetTime(packets, row, 9) : null,
    sincePreviousFrame: timed ? difference(pass, row, Math.max(0, row - 1)) : null,
    sinceFirstFrame: timed ? difference(pass, row, 0) : null,
    comments: pass.comments.filter((comment) => comment.frame === frame).map((comment) => comment.text),
    duplicateOf: pass.tracker.originalOf(frame),
    segment: segmentFacts(pass, row),
    reassembled: reassembledPayload(capture, frame),
    stream: () => segmentStream(capture, frame),
    rules: capture.rules,
  };
}

/** `2026-11-22 11:02:03.123456 UTC`. */
function utcText(pass: CapturePass, row: number): string | null {
  const date = new Date((pass.packets.baseSeconds + pass.packets.secondsSinceBase(row)) * 1000);
  if (Number.isNaN(date.getTime())) return null;
  const fraction = formatSeconds(0, pass.packets.nanoseconds(row), pass.timeDigits).slice(1);
  return `${date.toISOString().replace('T', ' ').replace(WHOLE_SECONDS, fraction)} UTC`;
}

function difference(pass: CapturePass, later: number, earlier: number): string {
  const { packets } = pass;
  let seconds = packets.secondsSinceBase(later) - packets.secondsSinceBase(earlier);
  let nanoseconds = packets.nanoseconds(later) - packets.nanoseconds(earlier);
  if (nanoseconds < 0) {
    nanoseconds += 1e9;
    seconds -= 1;
  }
  return formatSeconds(seconds, nanoseconds, 9);
}

function segmentFacts(pass: CapturePass, row: number): SegmentFacts | null {
  const { packets, tracker } = pass;
  const { connections } = tracker;
  const connection = packets.connection.get(row) - 1;
  if (connection < 0) return null;
  const marks = packets.marks.get(row);
  const direction = (marks & PACKET_MARK.reverse) !== 0 ? 1 : 0;
  const previous = packets.previousFrame.get(row);
  return {
    connection,
    // A SYN counts from itself: its sender may have begun its numbers anew since.
    senderBase: (packets.tcpFlags(row) & TCP_FLAG.syn) !== 0 ? packets.sequence.get(row) : base(pass, connection, direction),
    receiverBase: base(pass, connection, (1 - direction) as 0 | 1),
    windowScale: tracker.windowScale(connection, direction),
    marks: MARKS.filter(([mark]) => (marks & PACKET_MARK[mark]) !== 0).map(([, name]) => ({ name, frame: null })),
    sincePrevious: previous === 0 ? 0 : packets.differenceNs(row, previous - 1) / 1e9,
    sinceFirst: packets.differenceNs(row, connections.firstFrame(connection) - 1) / 1e9,
    sequenceUnknown: (marks & PACKET_MARK.sequenceUnknown) !== 0,
  };
}

/** What relative numbers count from: the initial sequence number, or one below the first number seen; null when the end was not heard. */
function base(pass: CapturePass, connection: number, direction: 0 | 1): number | null {
  const { connections } = pass.tracker;
  return connections.isHeard(connection, direction) ? connections.base(connection, direction) : null;
}
