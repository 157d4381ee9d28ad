/** Packets built in code, byte by byte, with correct lengths and checksums (RFC 791, 8200, 9293, 768; internet checksum RFC 1071). */

export const TCP_FLAG = { fin: 0x01, syn: 0x02, rst: 0x04, psh: 0x08, ack: 0x10, urg: 0x20, ece: 0x40, cwr: 0x80, ae: 0x100 } as const;
export const ETHERTYPE = { ipv4: 0x0800, arp: 0x0806, vlan: 0x8100, qinq: 0x88a8, ipv6: 0x86dd } as const;
export const IP_PROTOCOL = { icmp: 1, tcp: 6, udp: 17, icmpv6: 58 } as const;

export interface EthernetFields {
  readonly source?: string;
  readonly destination?: string;
  readonly etherType: number;
}
export interface IpFields {
  /** Dotted quad or IPv6 text; both of one family. */
  readonly source: string;
  readonly destination: string;
  readonly protocol: number;
  /** TTL or hop limit. */
  readonly hopLimit?: number;
  readonly identification?: number;
  readonly dontFragment?: boolean;
  readonly moreFragments?: boolean;
  /** In units of 8 bytes. */
  readonly fragmentOffset?: number;
  readonly trafficClass?: number;
  /** IPv4 options, a multiple of 4 bytes. */
  readonly options?: Uint8Array;
}
export interface TcpFields {
  readonly sourcePort: number;
  readonly destinationPort: number;
  readonly sequence: number;
  readonly acknowledgment?: number;
  /** Sum of TCP_FLAG bits. */
  readonly flags: number;
  readonly window?: number;
  readonly urgentPointer?: number;
  /** Padded to a multiple of 4 with zeros (end of option list). */
  readonly options?: Uint8Array;
  readonly payload?: Uint8Array;
}
export interface UdpFields {
  readonly sourcePort: number;
  readonly destinationPort: number;
  readonly payload?: Uint8Array;
}
/** Addresses of the IP header around a segment: its checksum covers them. */
export interface Endpoints {
  readonly source: string;
  readonly destination: string;
}

export function concat(...parts: readonly Uint8Array[]): Uint8Array {
  const bytes = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}

export function ascii(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

/** Hex digits, white space ignored. */
export function fromHex(text: string): Uint8Array {
  const digits = text.replace(/\s+/g, '');
  if (digits.length % 2 !== 0 || /[^0-9a-f]/i.test(digits)) throw new Error(`not hex: ${text}`);
  return Uint8Array.from({ length: digits.length / 2 }, (_, i) => Number.parseInt(digits.slice(2 * i, 2 * i + 2), 16));
}

export function macBytes(text: string): Uint8Array {
  return fromHex(text.replaceAll(':', ''));
}

/** 4 or 16 bytes of an address in text. */
export function addressBytes(text: string): Uint8Array {
  if (!text.includes(':')) return Uint8Array.from(text.split('.'), Number);
  const [head = '', tail] = text.split('::');
  const groups = (part: string) => (part === '' ? [] : part.split(':').map((group) => Number.parseInt(group, 16)));
  const left = groups(head);
  const right = tail === undefined ? [] : groups(tail);
  const all = tail === undefined ? left : [...left, ...new Array<number>(8 - left.length - right.length).fill(0), ...right];
  return Uint8Array.from(all.flatMap((group) => [group >> 8, group & 0xff]));
}

/** Internet checksum over the parts in a row; each but the last has an even length. */
export function internetChecksum(...parts: readonly Uint8Array[]): number {
  let sum = 0;
  for (const part of parts) {
    for (let i = 0; i < part.length; i += 2) sum += ((part[i] as number) << 8) | (part[i + 1] ?? 0);
  }
  while (sum > 0xffff) sum = (sum & 0xffff) + Math.floor(sum / 0x10000);
  return ~sum & 0xffff;
}

function pseudoHeader(ends: Endpoints, protocol: number, length: number): Uint8Array {
  const tail = new Uint8Array(8);
  new DataView(tail.buffer).setUint32(0, length);
  tail[7] = protocol;
  return concat(addressBytes(ends.source), addressBytes(ends.destination), tail);
}

export function ethernet(fields: EthernetFields, payload: Uint8Array): Uint8Array {
  return concat(
    macBytes(fields.destination ?? '02:00:00:00:00:02'),
    macBytes(fields.source ?? '02:00:00:00:00:01'),
    Uint8Array.of(fields.etherType >> 8, fields.etherType & 0xff),
    payload,
  );
}

/** 802.1Q tag and what follows it: to be the payload of `ethernet` with etherType vlan or qinq. */
export function vlanTag(id: number, innerEtherType: number, payload: Uint8Array): Uint8Array {
  return concat(Uint8Array.of(id >> 8, id & 0xff, innerEtherType >> 8, innerEtherType & 0xff), payload);
}

export function ipv4(fields: IpFields, payload: Uint8Array): Uint8Array {
  const options = fields.options ?? new Uint8Array(0);
  const header = new Uint8Array(20 + options.length);
  const view = new DataView(header.buffer);
  header[0] = 0x40 | (header.length / 4);
  header[1] = fields.trafficClass ?? 0;
  view.setUint16(2, header.length + payload.length);
  view.setUint16(4, fields.identification ?? 0);
  view.setUint16(6, ((fields.dontFragment ?? true) ? 0x4000 : 0) | (fields.moreFragments ? 0x2000 : 0) | (fields.fragmentOffset ?? 0));
  header[8] = fields.hopLimit ?? 64;
  header[9] = fields.protocol;
  header.set(addressBytes(fields.source), 12);
  header.set(addressBytes(fields.destination), 16);
  header.set(options, 20);
  view.setUint16(10, internetChecksum(header));
  return concat(header, payload);
}

export function ipv6(fields: IpFields, payload: Uint8Array): Uint8Array {
  const header = new Uint8Array(40);
  const view = new DataView(header.buffer);
  view.setUint32(0, (0x60000000 | ((fields.trafficClass ?? 0) << 20)) >>> 0);
  view.setUint16(4, payload.length);
  header[6] = fields.protocol;
  header[7] = fields.hopLimit ?? 64;
  header.set(addressBytes(fields.source), 8);
  header.set(addressBytes(fields.destination), 24);
  return concat(header, payload);
}

/** IPv4 or IPv6 by the form of the addresses. */
export function ip(fields: IpFields, payload: Uint8Array): Uint8Array {
  return fields.source.includes(':') ? ipv6(fields, payload) : ipv4(fields, payload);
}

export function tcp(ends: Endpoints, fields: TcpFields): Uint8Array {
  const given = fields.options ?? new Uint8Array(0);
  const options = concat(given, new Uint8Array((4 - (given.length % 4)) % 4));
  const segment = concat(new Uint8Array(20), options, fields.payload ?? new Uint8Array(0));
  const view = new DataView(segment.buffer);
  view.setUint16(0, fields.sourcePort);
  view.setUint16(2, fields.destinationPort);
  view.setUint32(4, fields.sequence >>> 0);
  view.setUint32(8, (fields.acknowledgment ?? 0) >>> 0);
  view.setUint16(12, (((20 + options.length) / 4) << 12) | fields.flags);
  view.setUint16(14, fields.window ?? 65535);
  view.setUint16(18, fields.urgentPointer ?? 0);
  view.setUint16(16, internetChecksum(pseudoHeader(ends, IP_PROTOCOL.tcp, segment.length), segment));
  return segment;
}

export function udp(ends: Endpoints, fields: UdpFields): Uint8Array {
  const datagram = concat(new Uint8Array(8), fields.payload ?? new Uint8Array(0));
  const view = new DataView(datagram.buffer);
  view.setUint16(0, fields.sourcePort);
  view.setUint16(2, fields.destinationPort);
  view.setUint16(4, datagram.length);
  const sum = internetChecksum(pseudoHeader(ends, IP_PROTOCOL.udp, datagram.length), datagram);
  view.setUint16(6, sum === 0 ? 0xffff : sum);
  return datagram;
}

/** ICMP with its checksum; `rest` is the four bytes after it (identifier and sequence, MTU ...). */
export function icmp(type: number, code: number, rest: number, payload: Uint8Array): Uint8Array {
  const message = concat(new Uint8Array(8), payload);
  const view = new DataView(message.buffer);
  message[0] = type;
  message[1] = code;
  view.setUint32(4, rest >>> 0);
  view.setUint16(2, internetChecksum(message));
  return message;
}

export function arp(operation: 1 | 2, sender: { mac: string; ip: string }, target: { mac: string; ip: string }): Uint8Array {
  return concat(fromHex(`000108000604000${operation}`), macBytes(sender.mac), addressBytes(sender.ip), macBytes(target.mac), addressBytes(target.ip));
}

export type TcpFrameFields = TcpFields & Omit<IpFields, 'protocol' | 'options'> & { readonly ipOptions?: Uint8Array };

/** A whole TCP packet from its IP header on (link type 101). */
export function tcpPacket(fields: TcpFrameFields): Uint8Array {
  const { ipOptions, options: _tcpOptions, ...ipFields } = fields;
  return ip({ ...ipFields, protocol: IP_PROTOCOL.tcp, ...(ipOptions ? { options: ipOptions } : {}) }, tcp(fields, fields));
}

/** A whole TCP packet in an Ethernet frame (link type 1). */
export function tcpFrame(fields: TcpFrameFields): Uint8Array {
  return ethernet({ etherType: fields.source.includes(':') ? ETHERTYPE.ipv6 : ETHERTYPE.ipv4 }, tcpPacket(fields));
}

export function udpPacket(fields: UdpFields & Omit<IpFields, 'protocol'>): Uint8Array {
  return ip({ ...fields, protocol: IP_PROTOCOL.udp }, udp(fields, fields));
}

/** TCP options as bytes (RFC 9293, 7323, 2018). */
export const tcpOption = {
  nop: Uint8Array.of(1),
  end: Uint8Array.of(0),
  mss: (value: number) => Uint8Array.of(2, 4, value >> 8, value & 0xff),
  windowScale: (shift: number) => Uint8Array.of(3, 3, shift),
  sackPermitted: Uint8Array.of(4, 2),
  sack: (...blocks: readonly (readonly [number, number])[]) => concat(Uint8Array.of(5, 2 + 8 * blocks.length), ...blocks.flat().map(uint32Bytes)),
  timestamps: (value: number, echo: number) => concat(Uint8Array.of(8, 10), uint32Bytes(value), uint32Bytes(echo)),
} as const;

function uint32Bytes(value: number): Uint8Array {
  return Uint8Array.of(value >>> 24, (value >>> 16) & 0xff, (value >>> 8) & 0xff, value & 0xff);
}

/** Hex digits in groups of `size` bytes with a blank between them. */
export function toHexWords(bytes: Uint8Array, size: number): string {
  const groups: string[] = [];
  for (let at = 0; at < bytes.length; at += size)
    groups.push(Array.from(bytes.subarray(at, at + size), (byte) => byte.toString(16).padStart(2, '0')).join(''));
  return groups.join(' ');
}
