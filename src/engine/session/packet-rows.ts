/** Windows of the packet table: numbers from the columns, texts from a dissection of each packet shown. */
import type { PacketRows } from '../../shared/contract/methods';
import { PACKET_MARK } from '../../shared/contract/packet-marks';
import { registry } from '../protocols';
import { type Columns, type DissectedPacket, dissect, summarize } from '../protocols/dissect';
import { frameFacts } from './frame-facts';
import type { OpenedCapture } from './opened-capture';

/** Dissects one frame (1-based) of a capture. Throws AppError `no-such-frame`. */
export function dissectFrame(capture: OpenedCapture, frame: number): DissectedPacket {
  const bytes = capture.frameBytes(frame);
  return dissect(bytes, frameFacts(capture, frame), registry);
}

/** The columns of one frame, which cost less than the whole. Throws AppError `no-such-frame`. */
export function frameColumns(capture: OpenedCapture, frame: number): Columns {
  return summarize(capture.frameBytes(frame), frameFacts(capture, frame), registry);
}

/** `frames`: the frames to show, in order; `total`: how many rows there are beyond this window. */
export function packetRows(capture: OpenedCapture, frames: Uint32Array<ArrayBuffer>, total: number): PacketRows {
  const { packets } = capture.pass;
  const count = frames.length;
  const rows: PacketRows = {
    total,
    frames,
    seconds: new Float64Array(count),
    nanoseconds: new Uint32Array(count),
    deltaNs: new Float64Array(count),
    connectionDeltaNs: new Float64Array(count),
    lengths: new Uint32Array(count),
    connections: new Uint32Array(count),
    marks: new Uint32Array(count),
    source: [],
    destination: [],
    protocol: [],
    info: [],
  };
  for (let i = 0; i < count; i++) {
    const row = (frames[i] as number) - 1;
    const timed = (packets.marks.get(row) & PACKET_MARK.noTime) === 0;
    const previous = packets.previousFrame.get(row);
    rows.seconds[i] = timed ? packets.secondsSinceBase(row) : Number.NaN;
    rows.nanoseconds[i] = packets.nanoseconds(row);
    rows.deltaNs[i] = timed && row > 0 ? packets.differenceNs(row, row - 1) : Number.NaN;
    rows.connectionDeltaNs[i] = timed && previous > 0 ? packets.differenceNs(row, previous - 1) : Number.NaN;
    rows.lengths[i] = packets.originalLength.get(row);
    rows.connections[i] = packets.connection.get(row);
    rows.marks[i] = packets.marks.get(row);
    const columns = frameColumns(capture, row + 1);
    rows.source.push(columns.source);
    rows.destination.push(columns.destination);
    rows.protocol.push(columns.protocol);
    rows.info.push(columns.info);
  }
  return rows;
}
