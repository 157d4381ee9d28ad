import type { Dissection } from '../../shared/contract/dissection';
import type { OpenedCapture } from './opened-capture';
import { dissectFrame } from './packet-rows';

/** One frame (1-based), whole: tree, bytes, and the line of text it was read from. Throws AppError `no-such-frame`, `file-not-readable`. */
export function dissection(capture: OpenedCapture, frame: number): Dissection {
  const { tree, columns, issues, ...packet } = dissectFrame(capture, frame);
  const sources = packet.sources.map(({ label, bytes }) => ({ label, bytes: Uint8Array.from(bytes) }));
  return { capture: capture.id, frame, tree, sources, columns, issues, text: textOf(capture, frame) };
}

function textOf(capture: OpenedCapture, frame: number): Dissection['text'] {
  const origin = capture.derived?.origin(frame) ?? null;
  if (origin === null) return null;
  const bytes = new Uint8Array(origin.length);
  capture.bytes.read(origin.offset, bytes, 0, bytes.length);
  return { line: new TextDecoder().decode(bytes), absent: [...origin.absent] };
}
