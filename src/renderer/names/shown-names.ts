import type { Project } from '../../shared/contract/project';
import { formatEndpoint } from '../theme/format';

/** Addresses and ports as they are shown: by name where one is known. For the screen alone; what leaves the workbench says the addresses. */
export interface ShownNames {
  address(address: string): string;
  endpoint(address: string, port: number): string;
  /** A text that speaks of addresses, cut where one has a name. */
  parts(text: string): readonly TextPart[];
}

/** A piece of a text; `address`: what the text said, where a name took its place. */
export interface TextPart {
  readonly text: string;
  readonly address: string | null;
}

/** IPv4 and IPv6 addresses, each with a port or without: `192.0.2.1:80`, `[2001:db8::1]:80`, `2001:db8::1`. A time of day fits as well, but has no name. */
const ADDRESSES =
  /\[([0-9a-f:.]+)\]:(\d{1,5})|(?<![\w.:])((?:\d{1,3}\.){3}\d{1,3})(?::(\d{1,5}))?(?!\.?\w|\/\d)|(?<![\w.:[])((?:[0-9a-f]{0,4}:){2,7}[0-9a-f]{0,4})(?![\w:])/gi;

/** Names that the user gave go before those that the capture tells. */
export function shownNames(given: Project['names'], told: Readonly<Record<string, string>>): ShownNames {
  const nameOf = (address: string): string | undefined => given.addresses[address] ?? told[address];
  const address = (address: string): string => nameOf(address) ?? address;
  const endpoint = (address: string, port: number): string => {
    const name = nameOf(address);
    const portName = given.ports[port];
    if (name === undefined && portName === undefined) return formatEndpoint(address, port);
    const host = name ?? (address.includes(':') ? `[${address}]` : address);
    return `${host}:${portName ?? port}`;
  };
  const shown = (host: string, port: string | undefined): string => (port === undefined ? address(host) : endpoint(host, Number(port)));
  return { address, endpoint, parts: (text) => partsOf(text, shown) };
}

function partsOf(text: string, shown: (host: string, port: string | undefined) => string): readonly TextPart[] {
  const parts: TextPart[] = [];
  let at = 0;
  for (const match of text.matchAll(ADDRESSES)) {
    const [said, ipv6, ipv6Port, ipv4, ipv4Port, alone] = match;
    const name = shown(ipv6 ?? ipv4 ?? alone ?? said, ipv6Port ?? ipv4Port);
    if (name === said) continue;
    if (match.index > at) parts.push({ text: text.slice(at, match.index), address: null });
    parts.push({ text: name, address: said });
    at = match.index + said.length;
  }
  if (at < text.length) parts.push({ text: text.slice(at), address: null });
  return parts;
}
