/** An open capture as a pcapng file: with comments added, or with its frames made safe to give away. */
import { PcapngWriter } from '../formats/write-pcapng';
import { firstSecond, inUnitsToWrite } from './copied-times';
import type { OpenedCapture } from './opened-capture';

export interface CaptureCopyOptions {
  /** Comments to add, by frame. */
  readonly comments: ReadonlyMap<number, readonly string[]>;
  /** True: comments, names and descriptions that the capture holds are left out. */
  readonly plain: boolean;
  /** What stands for a frame; its length on the wire stays. */
  readonly frame: (frame: number) => Uint8Array;
}

/** Blocks that go together well in one write. */
const CHUNK_BYTES = 256 * 1024;

/** The capture as far as it was read. Chunks are the caller's to keep. Throws AppError `file-not-readable`. */
export function* writeCapture(capture: OpenedCapture, options: CaptureCopyOptions): Generator<Uint8Array<ArrayBuffer>> {
  yield* inChunks(blocks(capture, options));
}

function* blocks(capture: OpenedCapture, { comments, plain, frame: bytesOf }: CaptureCopyOptions): Generator<Uint8Array> {
  const { pass } = capture;
  const { packets } = pass;
  const writer = new PcapngWriter();
  const own = plain ? new Map<number | null, string[]>() : ownComments(capture);
  yield writer.section(own.get(null) ?? []);
  const origin = firstSecond(packets);
  for (const [id, info] of pass.interfaces.entries()) {
    const copied = inUnitsToWrite(info);
    yield writer.interface(plain ? { ...copied, name: `interface ${id}`, description: null } : copied, [], origin);
  }
  for (let row = 0; row < packets.length; row++) {
    const frame = row + 1;
    const all = [...(own.get(frame) ?? []), ...(comments.get(frame) ?? [])];
    yield writer.packet({
      interfaceId: packets.interfaceId(row),
      seconds: packets.baseSeconds + packets.secondsSinceBase(row),
      nanoseconds: packets.nanoseconds(row),
      bytes: bytesOf(frame),
      originalLength: packets.originalLength.get(row),
      ...(all.length > 0 && { comments: all }),
    });
  }
  const last = packets.length - 1;
  const [seconds, nanoseconds] = last < 0 ? [0, 0] : [packets.baseSeconds + packets.secondsSinceBase(last), packets.nanoseconds(last)];
  for (const statistics of pass.statisticsOf.values()) yield writer.statistics(statistics, seconds, nanoseconds);
}

function ownComments({ pass }: OpenedCapture): Map<number | null, string[]> {
  const byFrame = new Map<number | null, string[]>();
  for (const { frame, text } of pass.comments) byFrame.set(frame, [...(byFrame.get(frame) ?? []), text]);
  return byFrame;
}

function* inChunks(parts: Iterable<Uint8Array>): Generator<Uint8Array<ArrayBuffer>> {
  let kept: Uint8Array[] = [];
  let bytes = 0;
  for (const part of parts) {
    kept.push(part);
    bytes += part.length;
    if (bytes < CHUNK_BYTES) continue;
    yield joined(kept, bytes);
    kept = [];
    bytes = 0;
  }
  if (bytes > 0) yield joined(kept, bytes);
}

function joined(parts: readonly Uint8Array[], bytes: number): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(bytes);
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
