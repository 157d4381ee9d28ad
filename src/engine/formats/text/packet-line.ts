/** Grammar of the first line of a packet in tcpdump's text: number, time, link header, network protocol, and what follows it. */
import { type PrintedTime, readTime } from './time-stamp';

export type NetworkWord = 'ip' | 'ip6' | 'arp' | 'other';

export interface PacketLine {
  readonly time: PrintedTime | null;
  /** From `-i any`; null when not printed. */
  readonly interfaceName: string | null;
  readonly network: NetworkWord;
  /** Length of the whole frame, printed with -e; null otherwise. */
  readonly frameLength: number | null;
  /** Text behind the link header and the word IP, IP6 or ARP. Empty when it follows on the next line. */
  readonly rest: string;
}

const NUMBER = /^\s*\d+ {2}(?=\S| )/;
/** Interface and direction (Linux cooked v2), or the direction alone (v1 with -e). */
const INTERFACE = /^(\S+) +(?:In|Out|B|M|P) +(?=\S)/;
const ETHERTYPE = /ethertype (Unknown|[^,:(]+?)(?: \((0x[0-9a-f]+)\))?(?:, length (\d+))?[:,] /g;
/** Link headers of BSD loopback and PPP with -e: `AF IPv4 (2), length 64: `, `IP (0x0021), length 64: `. */
const FAMILY = /^(?:AF )?(IPv4|IPv6|IP6|IP) \((?:0x)?[0-9a-f]+\), length (\d+): /;
/** The word IP, IP6 or ip: at the begin, or behind a link header that holds no ` > ` of addresses. */
const NETWORK = /^(?:[^>]*?[\s:])??(IP6|IP|ip6:|ip:)(?: |$)/;
const ARP = /^(?:(?:Reverse )?ARP|RARP)[, ]/;
/** Link headers that hold an arrow of their own: `DSA CPU > port 0.1, VLAN 0u, IP `. */
const BEHIND_LINK_HEADER = /^[^:]*?, (IP6|IP|ARP,) /;
const ADDRESSES = / > \S+:(?:\s|$)/;
const VERBOSE_HEADER = /^(?:\[[^\]]*\] \(invalid\) )?\(/;

const ETHERTYPE_NETWORKS: Readonly<Record<string, NetworkWord>> = {
  IPv4: 'ip',
  IPv6: 'ip6',
  ARP: 'arp',
  '0x0800': 'ip',
  '0x86dd': 'ip6',
  '0x0806': 'arp',
};

/** Reads the first line of a packet; null when the line is none. Without a time stamp (-t) it must show addresses of a known protocol. */
export function readPacketLine(line: string): PacketLine | null {
  const numbered = NUMBER.exec(line);
  let text = numbered ? line.slice(numbered[0].length) : line;
  let time = readTime(text);
  if (!time && numbered) {
    time = readTime(line);
    if (time) text = line;
  }
  if (time) text = text.slice(time.end);
  else if (/^\s/.test(text)) return null;
  text = text.trimStart();
  if (time && text === '') return null;
  const named = INTERFACE.exec(text);
  if (named) text = text.slice(named[0].length);
  const parsed = readLink(text);
  if (time ? !isPacketWithTime(parsed.network, time) : !isPacketWithoutTime(parsed)) return null;
  return { time, interfaceName: named?.[1] ?? null, ...parsed };
}

/** Lines of logs begin with a time too, but not with the microseconds that tcpdump prints. */
function isPacketWithTime(network: NetworkWord, time: PrintedTime): boolean {
  return network !== 'other' || time.digits >= 6;
}

function isPacketWithoutTime(parsed: Omit<PacketLine, 'time' | 'interfaceName'>): boolean {
  if (parsed.network === 'other') return false;
  return parsed.network === 'arp' || ADDRESSES.test(parsed.rest) || VERBOSE_HEADER.test(parsed.rest);
}

/** The last of the EtherTypes that -e prints, one for each tag; null when there is none. */
function readEthertypes(text: string): Omit<PacketLine, 'time' | 'interfaceName'> | null {
  let last: RegExpMatchArray | null = null;
  let frameLength: number | null = null;
  for (const match of text.matchAll(ETHERTYPE)) {
    last = match;
    if (match[3] !== undefined) frameLength ??= Number(match[3]);
  }
  if (last === null) return null;
  const network = ETHERTYPE_NETWORKS[last[2] ?? ''] ?? ETHERTYPE_NETWORKS[last[1] ?? ''] ?? 'other';
  return { network, frameLength, rest: text.slice((last.index ?? 0) + last[0].length).trimStart() };
}

function readLink(text: string): Omit<PacketLine, 'time' | 'interfaceName'> {
  const link = text.includes('ethertype ') ? readEthertypes(text) : null;
  if (link !== null) return link;
  if (ARP.test(text)) return { network: 'arp', frameLength: null, rest: text.replace(ARP, '').trimStart() };
  const family = FAMILY.exec(text);
  if (family) return { network: family[1]?.endsWith('6') ? 'ip6' : 'ip', frameLength: Number(family[2]), rest: text.slice(family[0].length) };
  const word = NETWORK.exec(text) ?? BEHIND_LINK_HEADER.exec(text);
  if (!word) return { network: 'other', frameLength: null, rest: text };
  const network = word[1] === 'ARP,' ? 'arp' : word[1]?.toLowerCase().startsWith('ip6') ? 'ip6' : 'ip';
  return { network, frameLength: null, rest: text.slice(word[0].length).trimStart() };
}
