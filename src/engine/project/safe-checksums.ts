/**
 * Checksums of a frame that was changed. They cover addresses that are others now and payload that is left out: the original ones would tell of both. Where all
 * that a checksum covers is still there it is made anew, right or wrong as it was; else it is 0.
 */
import { readUint16 } from '../../shared/base/bytes';
import type { FieldNode } from '../../shared/contract/dissection';
import { sumWords, verifyChecksum } from '../protocols/checksum';

/** Where the checksum of all that follows lies in a header, and the protocol's number in the pseudo header; null: there is none. */
const TRANSPORTS: Readonly<Record<string, { readonly at: number; readonly number: number | null }>> = {
  tcp: { at: 16, number: 6 },
  udp: { at: 6, number: 17 },
  icmp: { at: 2, number: null },
  icmpv6: { at: 2, number: 58 },
  gre: { at: 4, number: null },
};
/** Of GRE's first byte: a checksum is there (RFC 2784 section 2.1). */
const GRE_HAS_CHECKSUM = 0x80;
const IPV4 = { totalLength: 2, fragment: 6, checksum: 10, addresses: 12 } as const;
const IPV4_FRAGMENT_BITS = 0x3fff;
const IPV6 = { payloadLength: 4, addresses: 8, header: 40 } as const;
/** Layers after which the header's addresses are not those of the pseudo header, or the datagram is not whole. */
const UNSURE: ReadonlySet<string> = new Set(['ipv6.routing', 'ipv6.fraghdr']);
/** UDP says by 0 that there is no checksum (RFC 768); IPv6 does not allow it (RFC 8200 section 8.1). */
const UDP_SUM_OF_ZERO = 0xffff;

/** `layers`: those that `made` holds, from the frame inwards; `end`: where what is kept of the frame ends. */
export function repairChecksums(layers: readonly FieldNode[], original: Uint8Array, made: Uint8Array, end: number): void {
  const repairs: (() => void)[] = [];
  let datagram: Datagram | null = null;
  for (const layer of layers) {
    const around = datagram;
    if (layer.name === 'ip') repairs.push(() => repairHeader(layer, original, made));
    if (layer.name in TRANSPORTS) repairs.push(() => repairTransport(layer, around !== null && around.end <= end ? around : null, original, made));
    if (layer.name === 'ip' || layer.name === 'ipv6') datagram = datagramOf(layer, original);
    else if (UNSURE.has(layer.name)) datagram = null;
  }
  // Outer ones cover inner ones.
  for (const repair of repairs.reverse()) repair();
}

/** The IP header that a transport header follows: where its addresses are, and where the datagram ends. */
interface Datagram {
  readonly addresses: number;
  readonly addressBytes: number;
  readonly end: number;
}

/** Null of a fragment: what its checksum covers lies in others too. */
function datagramOf({ name, offset }: FieldNode, original: Uint8Array): Datagram | null {
  if (name === 'ipv6') {
    if (offset + IPV6.header > original.length) return null;
    const end = offset + IPV6.header + readUint16(original, offset + IPV6.payloadLength);
    return { addresses: offset + IPV6.addresses, addressBytes: 32, end };
  }
  if (offset + IPV4.addresses + 8 > original.length) return null;
  if ((readUint16(original, offset + IPV4.fragment) & IPV4_FRAGMENT_BITS) !== 0) return null;
  return { addresses: offset + IPV4.addresses, addressBytes: 8, end: offset + readUint16(original, offset + IPV4.totalLength) };
}

function repairHeader({ offset, length }: FieldNode, original: Uint8Array, made: Uint8Array): void {
  const at = offset + IPV4.checksum;
  const end = offset + length;
  const wasRight = end <= original.length && sumWords(original, offset, end) === 0xffff;
  write(made, at, 0);
  if (wasRight) write(made, at, ~sumWords(made, offset, end) & 0xffff);
}

/** `datagram`: null where not all of it is kept. */
function repairTransport({ name, offset }: FieldNode, datagram: Datagram | null, original: Uint8Array, made: Uint8Array): void {
  const { at, number } = TRANSPORTS[name] as (typeof TRANSPORTS)[string];
  const place = offset + at;
  if (place + 2 > original.length || (name === 'gre' && ((original[offset] as number) & GRE_HAS_CHECKSUM) === 0)) return;
  const isMissing = name === 'udp' && readUint16(original, place) === 0;
  const value = isMissing || datagram === null ? 0 : checksum(offset, place, datagram, number, original, made);
  write(made, place, name === 'udp' && !isMissing && value === 0 ? UDP_SUM_OF_ZERO : value);
}

/** As right as the original: 0 where that was wrong. */
function checksum(from: number, place: number, datagram: Datagram, number: number | null, original: Uint8Array, made: Uint8Array): number {
  const { addresses, addressBytes, end } = datagram;
  const pseudo = (bytes: Uint8Array) => (number === null ? 0 : sumWords(bytes, addresses, addresses + addressBytes, number + end - from));
  const { state } = verifyChecksum(original, place, from, end, pseudo(original));
  if (state === 'offloaded') return pseudo(made);
  write(made, place, 0);
  return state === 'correct' ? ~sumWords(made, from, end, pseudo(made)) & 0xffff : 0;
}

function write(made: Uint8Array, at: number, value: number): void {
  if (at + 2 > made.length) return;
  made[at] = value >> 8;
  made[at + 1] = value & 0xff;
}
