/** Headers made into bytes: IPv4 (RFC 791), IPv6 (RFC 8200), TCP (RFC 9293), UDP (RFC 768), with their checksums. */
import { writeUint16, writeUint32 } from '../../../shared/base/bytes';
import type { IpHeaderText } from './ip-header-text';

export const PROTOCOL = { icmp: 1, tcp: 6, udp: 17, icmpv6: 58 } as const;
/** Where a text does not tell it. */
const ASSUMED_HOP_LIMIT = 64;
export const IPV4_HEADER_BYTES = 20;
export const IPV6_HEADER_BYTES = 40;

export interface IpParts {
  /** Addresses of 4 or of 16 bytes. */
  readonly source: Uint8Array;
  readonly destination: Uint8Array;
  readonly protocol: number;
  readonly header: IpHeaderText | null;
  /** What is known of the payload: the transport header. */
  readonly transport: Uint8Array;
  /** Bytes behind it that were on the wire and are not known. */
  readonly restLength: number;
}

/** IP header and transport header; `originalLength` counts the rest as well. */
export function ipPacket(parts: IpParts): { bytes: Uint8Array; originalLength: number } {
  const header = parts.source.length === 4 ? ipv4Header(parts) : ipv6Header(parts);
  const bytes = new Uint8Array(header.length + parts.transport.length);
  bytes.set(header);
  bytes.set(parts.transport, header.length);
  return { bytes, originalLength: bytes.length + parts.restLength };
}

function ipv4Header(parts: IpParts): Uint8Array {
  const told = parts.header;
  const bytes = new Uint8Array(IPV4_HEADER_BYTES + ipv4OptionBytes(parts));
  bytes[0] = 0x40 | (bytes.length / 4);
  bytes[1] = told?.trafficClass ?? 0;
  writeUint16(bytes, 2, told?.length ?? bytes.length + parts.transport.length + parts.restLength);
  writeUint16(bytes, 4, told?.identification ?? 0);
  writeUint16(bytes, 6, (told?.dontFragment ? 0x4000 : 0) | (told?.moreFragments ? 0x2000 : 0) | ((told?.fragmentOffset ?? 0) >> 3));
  bytes[8] = told?.hopLimit ?? ASSUMED_HOP_LIMIT;
  bytes[9] = parts.protocol;
  bytes.set(parts.source, 12);
  bytes.set(parts.destination, 16);
  writeUint16(bytes, 10, told?.badChecksum ?? checksum([bytes]));
  return bytes;
}

/** Room for IPv4 options that the text names: their length follows from the lengths around them, their bytes are left zero. */
function ipv4OptionBytes(parts: IpParts): number {
  if (!parts.header?.options || parts.header.length === null) return 0;
  const room = parts.header.length - IPV4_HEADER_BYTES - parts.transport.length - parts.restLength;
  return room > 0 && room <= 40 && room % 4 === 0 ? room : 0;
}

function ipv6Header(parts: IpParts): Uint8Array {
  const bytes = new Uint8Array(IPV6_HEADER_BYTES);
  const told = parts.header;
  writeUint32(bytes, 0, (0x60000000 | ((told?.trafficClass ?? 0) << 20) | ((told?.flowLabel ?? 0) & 0xfffff)) >>> 0);
  writeUint16(bytes, 4, told?.length ?? parts.transport.length + parts.restLength);
  bytes[6] = parts.protocol;
  bytes[7] = told?.hopLimit ?? ASSUMED_HOP_LIMIT;
  bytes.set(parts.source, 8);
  bytes.set(parts.destination, 24);
  return bytes;
}

export interface TcpHeaderFields {
  readonly sourcePort: number;
  readonly destinationPort: number;
  readonly sequence: number;
  readonly acknowledgment: number;
  readonly flags: number;
  readonly window: number;
  readonly urgentPointer: number;
  /** A multiple of four bytes. */
  readonly options: Uint8Array;
}

/** TCP header with a checksum of 0. */
export function tcpHeader(fields: TcpHeaderFields): Uint8Array {
  const bytes = new Uint8Array(20 + fields.options.length);
  writeUint16(bytes, 0, fields.sourcePort);
  writeUint16(bytes, 2, fields.destinationPort);
  writeUint32(bytes, 4, fields.sequence);
  writeUint32(bytes, 8, fields.acknowledgment);
  writeUint16(bytes, 12, ((bytes.length / 4) << 12) | fields.flags);
  writeUint16(bytes, 14, fields.window);
  writeUint16(bytes, 18, fields.urgentPointer);
  bytes.set(fields.options, 20);
  return bytes;
}

export const TCP_CHECKSUM_AT = 16;

/** UDP header with a checksum of 0; `length` includes the header. */
export function udpHeader(sourcePort: number, destinationPort: number, length: number): Uint8Array {
  const bytes = new Uint8Array(8);
  writeUint16(bytes, 0, sourcePort);
  writeUint16(bytes, 2, destinationPort);
  writeUint16(bytes, 4, length);
  return bytes;
}

/** Checksum of a transport header whose payload of `restLength` bytes is taken for zeros. */
export function transportChecksum(source: Uint8Array, destination: Uint8Array, protocol: number, header: Uint8Array, restLength: number): number {
  const tail = new Uint8Array(8);
  writeUint32(tail, 0, header.length + restLength);
  tail[7] = protocol;
  return checksum([source, destination, tail, header]);
}

/** Internet checksum (RFC 1071) over parts of an even length each. */
export function checksum(parts: readonly Uint8Array[]): number {
  let sum = 0;
  for (const part of parts) for (let i = 0; i < part.length; i += 2) sum += ((part[i] as number) << 8) | (part[i + 1] ?? 0);
  while (sum > 0xffff) sum = (sum & 0xffff) + (sum >>> 16);
  return ~sum & 0xffff;
}
