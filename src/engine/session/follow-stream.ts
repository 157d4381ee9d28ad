/** The bytes that a connection carried, for people to read. */
import type { CancelSignal } from '../../shared/base/cancellation';
import { PACKET_MARK } from '../../shared/contract/packet-marks';
import type { StreamSegment } from '../../shared/contract/stream-methods';
import { conversationRows } from '../flows/conversation';
import { type ConversationSink, ConversationStream } from '../flows/conversation-stream';
import { endOfDirection } from '../flows/roles';
import type { OpenedCapture } from './opened-capture';
import { segmentPayload } from './segment-payload';

const BATCH_BYTES = 1 << 16;
const ROWS_PER_SLICE = 256;

/** Both directions in order, in batches. Throws AppError `file-not-readable`. */
export async function* followStream(
  capture: OpenedCapture,
  connection: number,
  limitBytes: number | null,
  signal: CancelSignal,
): AsyncGenerator<{ segments: StreamSegment[] }> {
  const { packets, tracker } = capture.pass;
  const collector = new SegmentCollector(capture, connection, limitBytes ?? Number.POSITIVE_INFINITY);
  const stream = new ConversationStream(packets, collector);
  const rows = conversationRows(packets, tracker.connections, connection);
  for (let i = 0; i < rows.length && !signal.cancelled && !collector.full; i++) {
    stream.add(rows[i] as number);
    if (collector.batchBytes >= BATCH_BYTES) yield { segments: collector.take() };
    if (i % ROWS_PER_SLICE === 0) await capture.host.pause();
  }
  if (!collector.full) stream.end();
  const segments = collector.take();
  if (segments.length > 0) yield { segments };
}

class SegmentCollector implements ConversationSink {
  readonly #capture: OpenedCapture;
  readonly #connection: number;
  readonly #missing: [number, number] = [0, 0];
  #segments: StreamSegment[] = [];
  #left: number;
  batchBytes = 0;

  constructor(capture: OpenedCapture, connection: number, limitBytes: number) {
    this.#capture = capture;
    this.#connection = connection;
    this.#left = limitBytes;
  }

  /** No further byte is wanted. */
  get full(): boolean {
    return this.#left <= 0;
  }

  take(): StreamSegment[] {
    const taken = this.#segments;
    this.#segments = [];
    this.batchBytes = 0;
    return taken;
  }

  data(direction: 0 | 1, frame: number, from: number, to: number): void {
    if (this.full) return;
    const { packets, tracker } = this.#capture.pass;
    const row = frame - 1;
    const captured = segmentPayload(this.#capture, frame).subarray(from, to);
    const bytes = Uint8Array.from(captured.subarray(0, this.#left));
    this.#left -= bytes.length;
    this.batchBytes += bytes.length;
    this.#segments.push({
      from: endOfDirection(tracker.connections, this.#connection, direction),
      frame,
      timeMs: (packets.marks.get(row) & PACKET_MARK.noTime) === 0 ? packets.timeMs(row) : null,
      missing: this.#missing[direction],
      bytes,
    });
    this.#missing[direction] = Math.max(0, to - from - captured.length);
  }

  gap(direction: 0 | 1, length: number): void {
    this.#missing[direction] += length;
  }

  /** A close carries no bytes. */
  closed(): void {}
}
