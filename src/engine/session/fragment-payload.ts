import { fragmentOf } from '../flows/ip-fragments';
import { registry } from '../protocols';
import type { FrameFacts } from '../protocols/dissection';
import { PacketPath } from '../protocols/packet-path';
import { walk } from '../protocols/walk';
import type { OpenedCapture } from './opened-capture';

/** Payload of the IP packet whose last missing fragment lies in `frame`; null for any other frame. */
export function reassembledPayload(capture: OpenedCapture, frame: number): FrameFacts['reassembled'] {
  const frames = capture.pass.fragments.framesOf(frame);
  if (frames === null) return null;
  const pieces = frames.map((piece) => payloadPiece(capture, piece));
  const length = pieces.reduce((end, piece) => Math.max(end, piece.offset + piece.bytes.length), 0);
  const bytes = new Uint8Array(length);
  for (const piece of pieces) bytes.set(piece.bytes, piece.offset);
  return { bytes, frames };
}

function payloadPiece(capture: OpenedCapture, frame: number): { offset: number; bytes: Uint8Array } {
  const bytes = capture.frameBytes(frame);
  const { packets, interfaces } = capture.pass;
  const path = new PacketPath();
  path.start(bytes, 0, bytes.length, packets.originalLength.get(frame - 1));
  walk(path, registry.lookup('link-type', interfaces[packets.interfaceId(frame - 1)]?.linkType ?? -1), registry);
  const fragment = fragmentOf(path);
  return fragment === null
    ? { offset: 0, bytes: new Uint8Array(0) }
    : { offset: fragment.offset, bytes: bytes.subarray(fragment.payloadOffset, fragment.payloadEnd) };
}
