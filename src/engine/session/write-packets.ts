/** All packets of a capture as lines, in chunks of UTF-8: what `tcpulse packets` prints. */
import type { CancelSignal } from '../../shared/base/cancellation';
import { formatSeconds } from '../../shared/base/time';
import { PACKET_MARK } from '../../shared/contract/packet-marks';
import { VERDICT } from '../filter/column-test';
import { registry } from '../protocols';
import type { FilterShelf } from './filtered-packets';
import { withheldDissection } from './frame-dissection';
import type { OpenedCapture } from './opened-capture';
import { FieldSelection, type PacketLine, packetJsonLine, packetTextLine } from './packet-lines';
import { frameColumns } from './packet-rows';

const CHUNK_CHARACTERS = 1 << 16;
const FRAMES_PER_SLICE = 256;

/** With `fields` their values, else number, time, addresses, protocol, length and info. `filter`: of the packets that it shows only. Throws AppError `no-such-field`, `filter.syntax`. */
export async function* writePackets(
  capture: OpenedCapture,
  fields: readonly string[] | null,
  format: 'text' | 'json',
  filter: string | null,
  filters: FilterShelf,
  signal: CancelSignal,
): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  const shown = filter === null ? null : await filters.filtered(capture, filter);
  const selection = fields === null ? null : new FieldSelection(fields, registry);
  const encoder = new TextEncoder();
  const count = capture.pass.packets.length;
  let text = '';
  for (let frame = 1; frame <= count && !signal.cancelled; frame++) {
    if (shown === null || shown.verdict(frame) === VERDICT.yes)
      text += selection === null ? summaryLine(capture, frame, format) : fieldsLine(capture, frame, selection, format);
    if (text.length >= CHUNK_CHARACTERS) {
      yield encoder.encode(text);
      text = '';
    }
    if (frame % FRAMES_PER_SLICE === 0) await capture.host.pause();
  }
  if (text !== '') yield encoder.encode(text);
}

function summaryLine(capture: OpenedCapture, frame: number, format: 'text' | 'json'): string {
  const { packets } = capture.pass;
  const row = frame - 1;
  const timed = (packets.marks.get(row) & PACKET_MARK.noTime) === 0;
  const line: PacketLine = {
    frame,
    time: timed ? sinceFirst(capture, row) : null,
    ...frameColumns(capture, frame),
    length: packets.originalLength.get(row),
  };
  return format === 'json' ? packetJsonLine(line) : packetTextLine(line);
}

function fieldsLine(capture: OpenedCapture, frame: number, selection: FieldSelection, format: 'text' | 'json'): string {
  const packet = withheldDissection(capture, frame);
  return format === 'json' ? selection.jsonLine(packet) : selection.textLine(packet);
}

/** Seconds since the first packet with the digits of the source. */
function sinceFirst(capture: OpenedCapture, row: number): string {
  const { packets, timeDigits } = capture.pass;
  let seconds = packets.secondsSinceBase(row);
  let nanoseconds = packets.nanoseconds(row) - packets.baseNanoseconds;
  if (nanoseconds < 0) {
    nanoseconds += 1e9;
    seconds -= 1;
  }
  return formatSeconds(seconds, nanoseconds, timeDigits);
}
