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
  const isIpv4 = parts.source.length === 4;
  const headerBytes = isIpv4 ? IPV4_HEADER_BYTES + ipv4OptionBytes(parts) : IPV6_HEADER_BYTES;
  const bytes = new Uint8Array(headerBytes + parts.transport.length);
  if (isIpv4) writeIpv4Header(bytes, headerBytes, parts);
  else writeIpv6Header(bytes, parts);
  bytes.set(parts.transport, headerBytes);
  return { bytes, originalLength: bytes.length + parts.restLength };
}

/** Writes the first `headerBytes` of `bytes`; what lies behind them is zero. */
function writeIpv4Header(bytes: Uint8Array, headerBytes: number, parts: IpParts): void {
  const told = parts.header;
  bytes[0] = 0x40 | (headerBytes / 4);
  bytes[1] = told?.trafficClass ?? 0;
  writeUint16(bytes, 2, told?.length ?? bytes.length + parts.restLength);
  writeUint16(bytes, 4, told?.identification ?? 0);
  writeUint16(bytes, 6, (told?.dontFragment ? 0x4000 : 0) | (told?.moreFragments ? 0x2000 : 0) | ((told?.fragmentOffset ?? 0) >> 3));
  bytes[8] = told?.hopLimit ?? ASSUMED_HOP_LIMIT;
  bytes[9] = parts.protocol;
  bytes.set(parts.source, 12);
  bytes.set(parts.destination, 16);
  writeUint16(bytes, 10, told?.badChecksum ?? checksum(wordSum(bytes)));
}

/** Room for IPv4 options that the text names: their length follows from the lengths around them, their bytes are left zero. */
function ipv4OptionBytes(parts: IpParts): number {
  if (!parts.header?.options || parts.header.length === null) return 0;
  const room = parts.header.length - IPV4_HEADER_BYTES - parts.transport.length - parts.restLength;
  return room > 0 && room <= 40 && room % 4 === 0 ? room : 0;
}

function writeIpv6Header(bytes: Uint8Array, parts: IpParts): void {
  const told = parts.header;
  writeUint32(bytes, 0, (0x60000000 | ((told?.trafficClass ?? 0) << 20) | ((told?.flowLabel ?? 0) & 0xfffff)) >>> 0);
  writeUint16(bytes, 4, told?.length ?? parts.transport.length + parts.restLength);
  bytes[6] = parts.protocol;
  bytes[7] = told?.hopLimit ?? ASSUMED_HOP_LIMIT;
  bytes.set(parts.source, 8);
  bytes.set(parts.destination, 24);
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
  const length = header.length + restLength;
  return checksum(wordSum(source) + wordSum(destination) + (length >>> 16) + (length & 0xffff) + protocol + wordSum(header));
}

/** Sum of the 16-bit words of bytes of an even length. */
function wordSum(bytes: Uint8Array): number {
  let sum = 0;
  for (let i = 0; i < bytes.length; i += 2) sum += ((bytes[i] as number) << 8) | (bytes[i + 1] ?? 0);
  return sum;
}

/** Internet checksum (RFC 1071) of data whose 16-bit words have this sum. */
function checksum(words: number): number {
  let sum = words;
  while (sum > 0xffff) sum = (sum & 0xffff) + (sum >>> 16);
  return ~sum & 0xffff;
}
