/** "Decode As": ports and connections that a person gave to a protocol, and whether content may tell protocols. */
import type { DecodeAsRule } from '../../shared/contract/decode-as';
import { AppError } from '../../shared/contract/errors';
import { registry } from '../protocols';
import type { DissectionRules } from '../protocols/conversation-protocols';
import type { Protocol } from '../protocols/protocol';

/** Names that people use for a protocol beside its id and its short name. */
const ALIASES: Readonly<Record<string, string>> = { redis: 'resp', h2: 'http2', ssl: 'tls', wss: 'websocket', none: 'data' };

export class DecodeRules implements DissectionRules {
  #heuristics = true;
  #rules: readonly DecodeAsRule[] = [];
  readonly #protocols = new Map<string, Protocol>();
  /** Grows with each change: what was dissected before is out of date. */
  version = 0;

  get heuristics(): boolean {
    return this.#heuristics;
  }

  /** As set, the protocols by their ids. */
  get rules(): readonly DecodeAsRule[] {
    return this.#rules;
  }

  /** Takes the place of what was set before. Throws AppError `no-such-protocol`. */
  set(rules: readonly DecodeAsRule[], heuristics: boolean): void {
    const known = rules.map((rule) => ({ ...rule, protocol: protocolByName(rule.protocol).id }));
    this.#protocols.clear();
    for (const { selector, value, protocol } of known) this.#protocols.set(`${selector} ${value}`, protocolByName(protocol));
    this.#rules = known;
    this.#heuristics = heuristics;
    this.version++;
  }

  port(table: 'tcp-port' | 'udp-port', port: number): Protocol | null {
    return this.#protocols.get(`${table === 'tcp-port' ? 'tcp.port' : 'udp.port'} ${port}`) ?? null;
  }

  /** Name, as reports have it, of what a connection was said to carry; null: nothing was said. */
  nameFor(connection: number, portA: number, portB: number): string | null {
    if (this.#protocols.size === 0) return null;
    const chosen = this.connection(connection) ?? this.port('tcp-port', Math.min(portA, portB)) ?? this.port('tcp-port', Math.max(portA, portB));
    return chosen && (REPORT_NAMES[chosen.id] ?? chosen.id);
  }

  connection(connection: number): Protocol | null {
    return this.#protocols.get(`tcp.stream ${connection}`) ?? null;
  }
}

/** Where reports name a protocol otherwise than by its id. */
const REPORT_NAMES: Readonly<Record<string, string>> = { resp: 'redis' };

/** By id, short name or the name that people use, in either case. Throws AppError `no-such-protocol`. */
function protocolByName(name: string): Protocol {
  const wanted = name.toLowerCase();
  const found = registry.byId(ALIASES[wanted] ?? wanted) ?? registry.protocols.find(({ short }) => short !== '' && short.toLowerCase() === wanted);
  if (found === undefined) throw new AppError('no-such-protocol', { name });
  return found;
}

/** Protocols that a port or a connection can be given to: those that lie over TCP or UDP, and plain data. */
export function choosableProtocols(): { id: string; title: string }[] {
  const tables: readonly string[] = ['tcp-port', 'udp-port'];
  const parents: readonly string[] = ['tcp', 'udp'];
  return registry.protocols
    .filter(({ id, attach, pdu }) => {
      const attached = attach.some((one) => ('table' in one ? tables.includes(one.table) : parents.includes(one.parent)));
      return attached || pdu !== undefined || id === 'data';
    })
    .map(({ id, title }) => ({ id, title }));
}
