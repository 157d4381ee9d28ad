/**
 * The way of most packets in one step: TCP in a whole IPv4 packet without options in an Ethernet II frame. What the protocols' own steps find on it, in
 * three calls and two look-ups each, is at fixed places.
 */
import type { PacketPath } from './packet-path';

const ETHERNET_HEADER = 14;
const IPV4_HEADER = 20;
/** As `stepTcp` asks for: ports to window. */
const LEAST_TCP = 16;
const LEAST = ETHERNET_HEADER + IPV4_HEADER + LEAST_TCP;
const ETHERTYPE_IPV4 = 0x0800;
/** Version 4, a header of five words. */
const VERSION_AND_LENGTH = 0x45;
const FRAGMENT_BITS = 0x3fff;
const TCP = 6;
const LAYERS = 3;

/**
 * Fills `path`, which stands at an Ethernet frame, as the walk over Ethernet, IPv4 and TCP does, and returns true; false, with nothing touched, for
 * every other packet and for those cut short: these are for `walk`.
 */
export function stepPlainSegment(path: PacketPath): boolean {
  const { view, offset } = path;
  if (path.end - offset < LEAST || view.getUint16(offset + 12) !== ETHERTYPE_IPV4) return false;
  const ip = offset + ETHERNET_HEADER;
  if (view.getUint8(ip) !== VERSION_AND_LENGTH || view.getUint8(ip + 9) !== TCP || (view.getUint16(ip + 6) & FRAGMENT_BITS) !== 0) return false;
  const totalLength = view.getUint16(ip + 2);
  if (totalLength < IPV4_HEADER + LEAST_TCP) return false;
  path.wireEnd = Math.min(path.wireEnd, ip + totalLength);
  path.end = Math.min(path.end, path.wireEnd);
  path.offset = ip + IPV4_HEADER;
  path.depth = LAYERS;
  path.ipHeaders = 1;
  path.ipVersion = 4;
  path.ipOffset = ip;
  path.sourceOffset = ip + 12;
  path.destinationOffset = ip + 16;
  path.hopLimit = view.getUint8(ip + 8);
  path.identification = view.getUint16(ip + 4);
  path.transport = TCP;
  path.transportOffset = path.offset;
  return true;
}
