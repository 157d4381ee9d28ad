/** From the lines of one packet to its bytes: the printed hex where there is some, else bytes made from the text. */
import { formatIpv4, formatIpv6 } from '../../../shared/base/address';
import { readUint16 } from '../../../shared/base/bytes';
import { guessLinkType } from '../hex/guess-link-type';
import { LINK_TYPE } from '../link-type';
import { arpFrame } from './arp-text';
import { parseIpv4, parseIpv6, splitPort } from './hosts';
import { readIpHeaderText } from './ip-header-text';
import type { PacketLine } from './packet-line';
import { synthesise, type TextBooks } from './synthesise';

export interface BuiltPacket {
  readonly linkType: number;
  readonly bytes: Uint8Array;
  readonly originalLength: number;
  readonly absent: readonly string[];
  readonly sequenceUnknown: boolean;
  /** Names printed for addresses that the hex tells. */
  readonly names: readonly { readonly address: string; readonly name: string }[];
}

/** All of a packet is missing. */
const NOTHING_KNOWN = ['frame'];
/** Bytes of the link header in front of the IP header. */
const IP_AT: Readonly<Record<number, number>> = {
  [LINK_TYPE.rawIp]: 0,
  [LINK_TYPE.null]: 4,
  [LINK_TYPE.loop]: 4,
  [LINK_TYPE.ethernet]: 14,
  [LINK_TYPE.linuxSll]: 16,
  [LINK_TYPE.linuxSll2]: 20,
};
const ARP_OVER_ETHERNET = [0x00, 0x01, 0x08, 0x00, 0x06, 0x04] as const;
const ETHERNET_HEADER_BYTES = 14;

/** `continuation`: the second line of a packet printed with -v; `hex`: printed bytes, null when there are none. */
export function buildPacket(line: PacketLine, continuation: string | null, hex: Uint8Array | null, books: TextBooks): BuiltPacket {
  const { header, rest } = readIpHeaderText(line.rest);
  const text = rest === '' ? (continuation ?? '') : rest;
  if (hex && hex.length > 0) return fromHex(line, text, hex);
  if (line.network === 'arp') {
    const frame = arpFrame(text);
    if (frame) return { linkType: LINK_TYPE.ethernet, ...frame, originalLength: frame.bytes.length, sequenceUnknown: false, names: [] };
  }
  if (line.network === 'ip' || line.network === 'ip6') {
    const packet = synthesise(line.network === 'ip' ? 4 : 6, header, text, books);
    if (packet) return { linkType: LINK_TYPE.rawIp, ...packet, names: [] };
  }
  return unknownPacket(line, text);
}

/** A packet that the text names but does not describe: it is kept, without bytes. */
function unknownPacket(line: PacketLine, text: string): BuiltPacket {
  const linkType = line.network === 'other' ? LINK_TYPE.user0 : LINK_TYPE.rawIp;
  const printed = /\blength:? (\d+)/.exec(text)?.[1];
  const originalLength = line.frameLength ?? (printed === undefined ? 0 : Number(printed));
  return { linkType, bytes: new Uint8Array(0), originalLength, absent: NOTHING_KNOWN, sequenceUnknown: false, names: [] };
}

function fromHex(line: PacketLine, text: string, hex: Uint8Array): BuiltPacket {
  if (line.network === 'arp' && ARP_OVER_ETHERNET.every((byte, i) => hex[i] === byte)) return arpFromHex(hex);
  const guess = guessLinkType(hex);
  const linkType =
    line.network === 'other' ? (guess === LINK_TYPE.ethernet ? guess : LINK_TYPE.user0) : guess === LINK_TYPE.user0 ? LINK_TYPE.rawIp : guess;
  const ipAt = IP_AT[linkType] ?? hex.length;
  const told = linkType === LINK_TYPE.rawIp ? null : line.frameLength;
  const originalLength = Math.max(hex.length, told ?? ipAt + ipLength(hex, ipAt));
  return { linkType, bytes: hex, originalLength, absent: [], sequenceUnknown: false, names: printedNames(text, hex, ipAt) };
}

/** -x leaves out the link header, which ARP cannot do without. */
function arpFromHex(hex: Uint8Array): BuiltPacket {
  const bytes = new Uint8Array(ETHERNET_HEADER_BYTES + hex.length);
  bytes.set([0x08, 0x06], 12);
  bytes.set(hex, ETHERNET_HEADER_BYTES);
  return { linkType: LINK_TYPE.ethernet, bytes, originalLength: bytes.length, absent: ['eth.dst', 'eth.src'], sequenceUnknown: false, names: [] };
}

/** Length of the IP packet at `at` by its header; 0 when there is no header. */
function ipLength(bytes: Uint8Array, at: number): number {
  const version = (bytes[at] ?? 0) >> 4;
  if (version === 4 && at + 4 <= bytes.length) return readUint16(bytes, at + 2);
  return version === 6 && at + 6 <= bytes.length ? 40 + readUint16(bytes, at + 4) : 0;
}

/** Host names of the line beside the addresses in the bytes. */
function printedNames(text: string, bytes: Uint8Array, at: number): { address: string; name: string }[] {
  const pair = /^(\S+) > (\S+?):(?=\s|$)/.exec(text);
  const version = (bytes[at] ?? 0) >> 4;
  const complete = version === 4 ? at + 20 <= bytes.length : version === 6 && at + 40 <= bytes.length;
  if (!pair || !complete) return [];
  const protocol = bytes[at + (version === 4 ? 9 : 6)];
  const withPort = protocol === 6 || protocol === 17;
  const address = (offset: number) => (version === 4 ? formatIpv4(bytes, offset) : formatIpv6(bytes, offset));
  const ends = [
    { printed: pair[1] as string, address: address(at + (version === 4 ? 12 : 8)) },
    { printed: pair[2] as string, address: address(at + (version === 4 ? 16 : 24)) },
  ];
  return ends.flatMap(({ printed, address }) => {
    const name = withPort ? (splitPort(printed)?.host ?? printed) : printed;
    return parseIpv4(name) || parseIpv6(name) ? [] : [{ address, name }];
  });
}
