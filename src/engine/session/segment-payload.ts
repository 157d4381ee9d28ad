import { registry } from '../protocols';
import { PacketPath } from '../protocols/packet-path';
import { walk } from '../protocols/walk';
import { reassembledPayload } from './fragment-payload';
import type { OpenedCapture } from './opened-capture';

/** Used for one frame after the other: tens of thousands of them are read for the streams of a long connection. */
const path = new PacketPath();

/** Captured bytes of a frame (1-based) behind its TCP header; none when it carries no TCP. Throws AppError `no-such-frame`, `file-not-readable`. */
export function segmentPayload(capture: OpenedCapture, frame: number): Uint8Array {
  const { packets, interfaces } = capture.pass;
  const bytes = capture.frameBytes(frame);
  path.start(bytes, 0, bytes.length, packets.originalLength.get(frame - 1));
  walk(path, registry.lookup('link-type', interfaces[packets.interfaceId(frame - 1)]?.linkType ?? -1), registry);
  const header = packets.tcpHeaderBytes(frame - 1);
  if (path.fragment) return reassembledPayload(capture, frame)?.bytes.subarray(header) ?? bytes.subarray(0, 0);
  if (path.transportOffset < 0) return bytes.subarray(0, 0);
  return bytes.subarray(Math.min(path.transportOffset + header, path.end), path.end);
}
