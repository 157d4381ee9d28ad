/** ICMP errors that quote a TCP segment (RFC 792, RFC 4443): which connection they concern. */
import { readUint16, readUint32 } from '../../shared/base/bytes';
import type { PacketPath } from '../protocols/packet-path';

const TCP = 6;
const ICMP_HEADER = 8;
/** Destination unreachable, source quench, redirect excluded: only what says that a segment did not arrive. */
const ICMP_ERRORS: readonly number[] = [3, 11, 12];
const ICMPV6_ERRORS: readonly number[] = [1, 2, 3, 4];
const IPV6_HEADER = 40;

export interface QuotedSegment {
  ipv6: boolean;
  sourceOffset: number;
  destinationOffset: number;
  sourcePort: number;
  destinationPort: number;
  sequence: number;
}

/** The segment quoted by the ICMP message that `path` reached, or null. The quote holds eight bytes of TCP at least. */
export function quotedSegment(path: PacketPath): QuotedSegment | null {
  const bytes = path.bytes;
  const at = path.transportOffset;
  if (at + ICMP_HEADER > path.end) return null;
  const type = bytes[at] as number;
  const ipv6 = path.ipVersion === 6;
  if (!(ipv6 ? ICMPV6_ERRORS : ICMP_ERRORS).includes(type)) return null;
  const ip = at + ICMP_HEADER;
  if (ip >= path.end) return null;
  if (ipv6) return (bytes[ip] as number) >>> 4 === 6 ? quote(path, true, ip + 8, ip + 24, ip + IPV6_HEADER, bytes[ip + 6] as number) : null;
  const headerLength = ((bytes[ip] as number) & 0x0f) * 4;
  if ((bytes[ip] as number) >>> 4 !== 4 || headerLength < 20) return null;
  return quote(path, false, ip + 12, ip + 16, ip + headerLength, bytes[ip + 9] as number);
}

function quote(
  path: PacketPath,
  ipv6: boolean,
  sourceOffset: number,
  destinationOffset: number,
  tcp: number,
  protocol: number,
): QuotedSegment | null {
  if (protocol !== TCP || tcp + 8 > path.end) return null;
  return {
    ipv6,
    sourceOffset,
    destinationOffset,
    sourcePort: readUint16(path.bytes, tcp),
    destinationPort: readUint16(path.bytes, tcp + 2),
    sequence: readUint32(path.bytes, tcp + 4),
  };
}
