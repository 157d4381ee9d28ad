/** Lines that hold counters: `netstat -s` in words, `nstat -az`, and the pairs of lines of /proc/net/netstat and /proc/net/snmp. */
import { HOST_COUNTERS, type HostCounter } from '../../shared/contract/host-counters';

const BY_NAME: ReadonlyMap<string, HostCounter> = new Map(HOST_COUNTERS.map((counter) => [counter.name, counter]));

/** How `netstat -s` (net-tools, statistics.c) words a counter, over its versions; all others it prints as `Name: 12`. */
const PHRASES: readonly (readonly [RegExp, string])[] = [
  [/^(\d+) times the listen queue of a socket overflowed$/, 'ListenOverflows'],
  [/^(\d+) SYNs to LISTEN sockets (?:dropped|ignored)$/, 'ListenDrops'],
  [/^(\d+) resets received for embryonic SYN_RECV sockets$/, 'EmbryonicRsts'],
  [/^(\d+) SYN cookies sent$/, 'SyncookiesSent'],
  [/^(\d+) SYN cookies received$/, 'SyncookiesRecv'],
  [/^(\d+) invalid SYN cookies received$/, 'SyncookiesFailed'],
  [/^(\d+) other TCP timeouts$/, 'TCPTimeouts'],
  [/^(\d+) connections aborted due to timeout$/, 'TCPAbortOnTimeout'],
  [/^(\d+) segments retransmitt?ed$/, 'RetransSegs'],
  [/^(\d+) active connections? openings$/, 'ActiveOpens'],
  [/^(\d+) passive connection openings$/, 'PassiveOpens'],
  [/^(\d+) failed connection attempts$/, 'AttemptFails'],
  [/^(\d+) connection resets received$/, 'EstabResets'],
  [/^(\d+) segments received$/, 'InSegs'],
  [/^(\d+) segments sen[dt] out$/, 'OutSegs'],
  [/^(\d+) resets sent$/, 'OutRsts'],
];

export interface Count {
  readonly name: string;
  readonly value: number;
}

/** An indented line of `netstat -s`; null: of no counter that a sample holds. */
export function parseNetstatPhrase(line: string): Count | null {
  const text = line.trim();
  const named = /^(\w+): (\d+)$/.exec(text);
  if (named?.[1] !== undefined) return BY_NAME.has(named[1]) ? { name: named[1], value: Number(named[2]) } : null;
  for (const [pattern, name] of PHRASES) {
    const match = pattern.exec(text);
    if (match) return { name, value: Number(match[1]) };
  }
  return null;
}

/** Names of the counters of a table that a sample holds. */
export function countersOfTable(table: string): string[] {
  return HOST_COUNTERS.filter((counter) => counter.table === table).map(({ name }) => name);
}

const NSTAT_LINE = /^([A-Z]\w+)\s+(-?\d+)\s+\d+(?:\.\d+)?[KMG]?$/;

/** `TcpExtListenOverflows   85   0.0`. `known`: it is a counter that a sample holds. Null: no line of nstat. */
export function parseNstatLine(line: string): (Count & { readonly known: boolean }) | null {
  const match = NSTAT_LINE.exec(line);
  if (!match) return null;
  const full = match[1] as string;
  const table = full.startsWith('TcpExt') ? 'TcpExt' : full.startsWith('Tcp') ? 'Tcp' : '';
  const name = full.slice(table.length);
  return { name, value: Number(match[2]), known: table !== '' && BY_NAME.get(name)?.table === table };
}

const TABLE_LINE = /^([A-Z]\w*):((?: \S+)+)\s*$/;

export interface TableLine {
  readonly table: string;
  readonly words: readonly string[];
  /** The line names its columns; else it holds their values. */
  readonly isHeading: boolean;
}

/** A line of /proc/net/netstat or /proc/net/snmp; null: it is none. */
export function parseTableLine(line: string): TableLine | null {
  const match = TABLE_LINE.exec(line);
  if (!match) return null;
  const words = (match[2] ?? '').trim().split(' ');
  return { table: match[1] as string, words, isHeading: words.every((word) => /^[A-Z]/i.test(word)) };
}

/** The counters that a sample holds, of a heading and its values. Null: they do not belong together, or a value is no number. */
export function countersOf(heading: TableLine, values: TableLine): Count[] | null {
  if (heading.table !== values.table || heading.words.length !== values.words.length) return null;
  if (!values.words.every((word) => /^-?\d+$/.test(word))) return null;
  const known = new Set(countersOfTable(heading.table));
  return heading.words.flatMap((name, place) => (known.has(name) ? [{ name, value: Number(values.words[place]) }] : []));
}
