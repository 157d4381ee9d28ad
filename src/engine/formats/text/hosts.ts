/** Hosts and ports as tcpdump prints them, numbers or names, made into addresses and port numbers. */
import { formatIpv4, formatIpv6 } from '../../../shared/base/address';
import { writeUint32 } from '../../../shared/base/bytes';
import { portOf } from './service-ports';

export interface Host {
  /** 4 or 16 bytes. */
  readonly address: Uint8Array;
  /** False when a name was printed: the address is a stand-in. */
  readonly addressKnown: boolean;
}
export interface Endpoint extends Host {
  readonly port: number;
  readonly portKnown: boolean;
  /** The same for the same address and port however they were printed; counted from 0, below `MOST_ENDPOINTS`. */
  readonly id: number;
}

const IPV4 = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/;
/** Stand-ins for unknown names come from ranges that no real host has: documentation (RFC 5737, RFC 3849), then benchmarking (RFC 2544). */
const STAND_IN_NETWORKS = [
  [192, 0, 2],
  [198, 51, 100],
  [203, 0, 113],
] as const;
const HOSTS_PER_NETWORK = 254;
/** Bounds the memory of a text with ever new endpoints. */
const MOST_REMEMBERED = 65536;
/** More addresses with ports than a text of any size tells. */
export const MOST_ENDPOINTS = 2 ** 26;
/** Stand-ins for unknown service names: the top of the dynamic ports, downwards. */
const FIRST_STAND_IN_PORT = 65535;

/** Splits `host.port` at its last dot; null when there is no port. */
export function splitPort(text: string): { host: string; port: string } | null {
  const dot = text.lastIndexOf('.');
  if (dot <= 0 || IPV4.test(text)) return null;
  const port = text.slice(dot + 1);
  return port === '' || port.includes(':') ? null : { host: text.slice(0, dot), port };
}

/** True when the text ends with a port number or a known service. An IPv4 address alone does not. */
export function endsWithPort(text: string): boolean {
  const split = splitPort(text);
  return split !== null && portOf(split.port) !== null;
}

/** Remembers which stand-in belongs to which name, in the order of their first appearance. */
export class HostBook {
  readonly #hosts = new Map<string, Uint8Array>();
  readonly #ports = new Map<string, number>();
  /** Endpoints by their text: the same few are printed again and again. */
  readonly #endpoints = new Map<string, Endpoint>();
  /** Of endpoints by address and port. */
  readonly #ids = new Map<string, number>();
  readonly #named: (address: string, name: string) => void;
  #ipv4Count = 0;
  #ipv6Count = 0;

  /** `named` is told each stand-in address once. */
  constructor(named: (address: string, name: string) => void) {
    this.#named = named;
  }

  /** Address of a printed host, of the IP version the line tells. */
  host(text: string, version: 4 | 6): Host {
    const address = version === 4 ? parseIpv4(text) : parseIpv6(text);
    return address ? { address, addressKnown: true } : { address: this.#standIn(text, version), addressKnown: false };
  }

  /** `text` with a port at its end; null when it has none. */
  endpoint(text: string, version: 4 | 6): Endpoint | null {
    const remembered = this.#endpoints.get(text);
    if (remembered && remembered.address.length === (version === 4 ? 4 : 16)) return remembered;
    const split = splitPort(text);
    if (!split) return null;
    const known = portOf(split.port);
    const host = this.host(split.host, version);
    const port = known ?? this.#standInPort(split.port);
    const endpoint = { ...host, port, portKnown: known !== null, id: this.#idOf(`${host.address.join('.')}:${port}`) };
    if (this.#endpoints.size >= MOST_REMEMBERED) this.#endpoints.clear();
    this.#endpoints.set(text, endpoint);
    return endpoint;
  }

  #idOf(key: string): number {
    const known = this.#ids.get(key);
    if (known !== undefined) return known;
    const id = this.#ids.size;
    this.#ids.set(key, id);
    return id;
  }

  #standIn(name: string, version: 4 | 6): Uint8Array {
    const key = `${version} ${name}`;
    const existing = this.#hosts.get(key);
    if (existing) return existing;
    const address = version === 4 ? standInIpv4(name, this.#ipv4Count++) : standInIpv6(name, this.#ipv6Count++);
    this.#hosts.set(key, address);
    this.#named(version === 4 ? formatIpv4(address, 0) : formatIpv6(address, 0), name);
    return address;
  }

  #standInPort(name: string): number {
    const port = this.#ports.get(name) ?? FIRST_STAND_IN_PORT - this.#ports.size;
    this.#ports.set(name, port);
    return port;
  }
}

function standInIpv4(name: string, index: number): Uint8Array {
  if (name === 'localhost') return Uint8Array.of(127, 0, 0, 1);
  const network = STAND_IN_NETWORKS[Math.floor(index / HOSTS_PER_NETWORK)];
  if (network) return Uint8Array.of(...network, (index % HOSTS_PER_NETWORK) + 1);
  const number = index - STAND_IN_NETWORKS.length * HOSTS_PER_NETWORK + 1;
  return Uint8Array.of(198, 18 + ((number >> 16) & 1), (number >> 8) & 0xff, number & 0xff);
}

function standInIpv6(name: string, index: number): Uint8Array {
  const address = new Uint8Array(16);
  address[15] = 1;
  if (name === 'localhost' || name === 'ip6-localhost') return address;
  address.set([0x20, 0x01, 0x0d, 0xb8]);
  writeUint32(address, 12, index + 1);
  return address;
}

export function parseIpv4(text: string): Uint8Array | null {
  const match = IPV4.exec(text);
  const bytes = match?.slice(1).map(Number);
  return bytes?.every((byte) => byte <= 255) ? Uint8Array.from(bytes) : null;
}

/** IPv6 text, also with a zone (`%eth0`) or a dotted quad at its end. */
export function parseIpv6(text: string): Uint8Array | null {
  let plain = text.split('%')[0] as string;
  if (!plain.includes(':')) return null;
  const lastColon = plain.lastIndexOf(':');
  const quad = parseIpv4(plain.slice(lastColon + 1));
  if (quad) {
    const group = (at: number) => (((quad[at] as number) << 8) | (quad[at + 1] as number)).toString(16);
    plain = `${plain.slice(0, lastColon + 1)}${group(0)}:${group(2)}`;
  }
  const halves = plain.split('::');
  if (halves.length > 2) return null;
  const [head = [], tail = []] = halves.map((half) => (half === '' ? [] : half.split(':')));
  const missing = 8 - head.length - tail.length;
  if (missing < 0 || (halves.length === 1 && missing !== 0)) return null;
  const groups = [...head, ...new Array<string>(halves.length === 2 ? missing : 0).fill('0'), ...tail];
  if (!groups.every((group) => /^[0-9a-f]{1,4}$/i.test(group))) return null;
  return Uint8Array.from(groups.flatMap((group) => [Number.parseInt(group, 16) >> 8, Number.parseInt(group, 16) & 0xff]));
}
