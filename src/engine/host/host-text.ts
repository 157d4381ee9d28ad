/**
 * Reads the texts that people keep of a host: outputs of `ss -lnt`, `ss -nto`, `netstat -s`, `nstat -az`, /proc/net/netstat, /proc/net/snmp and
 * `sysctl -a`, one after the other, mixed, repeated, with or without lines of time between them; also the JSON lines of `tcpulse host --json`.
 *
 * A line of time begins a sample. Without one, an output of a kind that the sample holds already begins the next. Damage becomes an issue with its line.
 */
import { type HostIssue, type HostSample, hostSampleSchema, type ListeningSocket, type SocketTimer } from '../../shared/contract/host';
import { HOST_SYSCTLS } from '../../shared/contract/host-counters';
import { type Count, countersOf, countersOfTable, parseNetstatPhrase, parseNstatLine, parseTableLine, type TableLine } from './counter-lines';
import { isSocketHeading, parseSocketLine } from './socket-lines';
import { parseTimeLine } from './time-line';

/** Line by which our own sampling says what follows: then a list without a row is an empty list. */
export const LISTENERS_FOLLOW = '@tcpulse listeners';
export const SOCKETS_FOLLOW = '@tcpulse sockets';
/** Said instead of a list where the host has no `ss`. */
export const NO_SS = '@tcpulse no ss';

/** Sockets with a timer that one sample keeps. */
export const MOST_TIMERS = 5000;
const MOST_ISSUES = 50;
const DETAIL_CHARACTERS = 120;
/** Of all outputs but our own JSON; the lines of /proc/net/netstat have some 5000 characters. */
const LONGEST_LINE = 50_000;

type SocketKind = 'listeners' | 'sockets';

/** Lines that belong to no counter and no socket, yet are no damage: what was typed, blank lines, words of other tables. */
const BESIDE =
  /^\s*$|^(?:[^\s]*[$#>%]\s*)?(?:sudo\s+)?(?:ip|nsenter|ssh|while|for|do|done|watch|ss|netstat|nstat|cat|sysctl|date|sleep|echo)\b.*$|^Active Internet connections|^@tcpulse|^exit$/;
const NETSTAT_SECTION = /^([A-Z][A-Za-z0-9]*):$/;
const SYSCTL_LINE = /^([a-z][\w-]*[./][\w.:/-]+)\s*=\s?(.*)$/;
const SYSCTL_ERROR = /^sysctl: /;
const WANTED_SYSCTLS: ReadonlySet<string> = new Set(HOST_SYSCTLS);
/** Of `ss -i`, `-m`, `-e`: further lines of the socket above. */
const SOCKET_CONTINUED = /^\s+\S/;

interface OpenSample {
  timeMs: number | null;
  listeners: ListeningSocket[] | null;
  timers: SocketTimer[] | null;
  timersTruncated: boolean;
  counters: Record<string, number> | null;
  sysctls: Record<string, string> | null;
  /** Which outputs it holds, each by its own name; those of sockets with the section they came in. */
  readonly parts: Map<string, number>;
  /** Sockets in SYN-RECV, by address and port of their listener. */
  readonly halfOpen: Map<string, number>;
  /** The list of sockets would hold those in SYN-RECV: ss leaves them out unless asked for. */
  halfOpenListed: boolean;
}

export class HostTextParser {
  readonly issues: HostIssue[] = [];
  readonly #emit: (sample: HostSample) => void;
  #sample = openSample(null);
  #lineNumber = 0;
  /** Heading of /proc/net/netstat that waits for its values. */
  #heading: (TableLine & { readonly line: number }) | null = null;
  /** Section of `netstat -s` that the lines belong to. */
  #netstatSection: string | null = null;
  #section = 0;
  #inSockets = false;
  /** The list of sockets has a heading, so that only the next one ends it; without one (`ss -H`), a listener that comes again does. */
  #hasHeading = false;
  #sawSocketRow = true;
  /** What the last list of sockets held: that is what one without a row is taken for. */
  #lastKind: SocketKind | null = null;
  #kindsSeen = new Set<SocketKind>();

  constructor(emit: (sample: HostSample) => void) {
    this.#emit = emit;
  }

  /** Takes the next line, without its line break. */
  line(text: string): void {
    this.#lineNumber++;
    const line = text.trimEnd();
    if (line.startsWith('{')) {
      this.#json(line);
      return;
    }
    if (line.length > LONGEST_LINE) {
      this.#issue('unknown-text', line);
      return;
    }
    if (this.#continuesNetstat(line)) return;
    const time = parseTimeLine(line);
    if (time !== null) {
      this.#nextSample(time.timeMs);
      if (time.zoneAssumed !== null) this.#zoneIssue(time.zoneAssumed);
      return;
    }
    if (this.#sockets(line) || this.#table(line) || this.#netstatHeading(line) || this.#nstat(line) || this.#sysctl(line)) return;
    if (!BESIDE.test(line)) this.#issue('unknown-text', line.trim());
  }

  /** Call after the last line. */
  finish(): void {
    this.#nextSample(null);
  }

  #nextSample(timeMs: number | null): void {
    this.#closeSection();
    this.#endNetstat(timeMs !== null);
    if (this.#heading !== null) this.#issue('incomplete-table', this.#heading.table, this.#heading.line);
    this.#heading = null;
    const done = this.#sample;
    if (done.parts.size > 0) this.#emit(sampleOf(done));
    this.#sample = openSample(timeMs);
    if (done.parts.size === 0 && timeMs === null) this.#sample.timeMs = done.timeMs;
  }

  /** The sample that takes an output of this name; a new one when there is one already from elsewhere in the text. */
  #part(name: string, section: number): OpenSample {
    const known = this.#sample.parts.get(name);
    if (known !== undefined && known !== section) {
      const inSockets = this.#inSockets;
      this.#sawSocketRow = true;
      this.#nextSample(null);
      this.#inSockets = inSockets;
    }
    this.#sample.parts.set(name, section);
    return this.#sample;
  }

  #sockets(line: string): boolean {
    const announced = line === LISTENERS_FOLLOW ? 'listeners' : line === SOCKETS_FOLLOW ? 'sockets' : null;
    if (announced !== null || isSocketHeading(line)) {
      // Our own line comes before the heading of ss.
      const isHeadingOfAnnounced = announced === null && this.#inSockets && !this.#sawSocketRow;
      if (!isHeadingOfAnnounced) this.#openSection(true);
      if (announced !== null) this.#take(announced);
      if (announced === 'sockets') this.#sample.halfOpenListed = true;
      return true;
    }
    const parsed = parseSocketLine(line);
    if (parsed === null) return this.#inSockets && SOCKET_CONTINUED.test(line);
    if (!this.#inSockets) this.#openSection(false);
    if (parsed.kind === 'malformed') this.#issue('malformed-line', parsed.detail);
    else if (parsed.kind === 'listening') this.#listener(parsed.socket);
    else if (parsed.kind === 'other') this.#socket(parsed.socket, parsed.hasTimer);
    return true;
  }

  #openSection(hasHeading: boolean): void {
    this.#closeSection();
    this.#endNetstat(true);
    this.#hasHeading = hasHeading;
    this.#section++;
    this.#inSockets = true;
    this.#sawSocketRow = false;
  }

  /** A list that ended without a row is an empty one of the kind that this text holds, when it holds but one. */
  #closeSection(): void {
    if (this.#inSockets && !this.#sawSocketRow && this.#lastKind !== null && this.#kindsSeen.size === 1) this.#take(this.#lastKind);
    this.#inSockets = false;
  }

  #take(kind: SocketKind): OpenSample {
    const sample = this.#part(kind, this.#section);
    this.#lastKind = kind;
    this.#kindsSeen.add(kind);
    if (kind === 'listeners') sample.listeners ??= [];
    else sample.timers ??= [];
    return sample;
  }

  #listener(socket: ListeningSocket): void {
    this.#sawSocketRow = true;
    const isKnown = ({ address, port }: ListeningSocket): boolean => address === socket.address && port === socket.port;
    if (!this.#hasHeading && this.#sample.listeners?.some(isKnown)) this.#section++;
    this.#take('listeners').listeners?.push(socket);
  }

  #socket(socket: SocketTimer, hasTimer: boolean): void {
    this.#sawSocketRow = true;
    const sample = this.#take('sockets');
    if (socket.state === 'SYN-RECV') {
      sample.halfOpenListed = true;
      const key = `${socket.local} ${socket.localPort}`;
      sample.halfOpen.set(key, (sample.halfOpen.get(key) ?? 0) + 1);
    }
    if (!hasTimer || sample.timers === null) return;
    if (sample.timers.length < MOST_TIMERS) sample.timers.push(socket);
    else sample.timersTruncated = true;
  }

  #table(line: string): boolean {
    const parsed = parseTableLine(line);
    if (parsed === null) return false;
    this.#leaveSockets();
    if (parsed.isHeading) {
      if (this.#heading !== null) this.#issue('incomplete-table', this.#heading.table, this.#heading.line);
      this.#heading = { ...parsed, line: this.#lineNumber };
      return true;
    }
    const heading = this.#heading;
    this.#heading = null;
    const counts = heading === null ? null : countersOf(heading, parsed);
    if (counts === null) this.#issue('incomplete-table', parsed.table);
    else if (counts.length > 0) this.#count(`proc ${parsed.table}`, this.#lineNumber, counts);
    return true;
  }

  #continuesNetstat(line: string): boolean {
    if (this.#netstatSection === null || !/^\s+\S/.test(line)) return false;
    const count = parseNetstatPhrase(line);
    if (count !== null && this.#sample.counters !== null) this.#sample.counters[count.name] = count.value;
    return true;
  }

  #netstatHeading(line: string): boolean {
    const section = NETSTAT_SECTION.exec(line)?.[1];
    if (section === undefined) return false;
    this.#leaveSockets();
    this.#endNetstat(true);
    if (countersOfTable(section).length > 0) this.#part(`netstat ${section}`, this.#lineNumber).counters ??= {};
    this.#netstatSection = section;
    return true;
  }

  /** `netstat -s` leaves out what is zero. `whole`: another part follows, so that this one was not cut off. */
  #endNetstat(whole: boolean): void {
    const { counters } = this.#sample;
    if (this.#netstatSection !== null && whole && counters !== null) for (const name of countersOfTable(this.#netstatSection)) counters[name] ??= 0;
    this.#netstatSection = null;
  }

  #nstat(line: string): boolean {
    if (/^#(kernel|\d+)/.test(line)) {
      this.#leaveSockets();
      this.#section++;
      return true;
    }
    const parsed = parseNstatLine(line);
    if (parsed === null) return false;
    this.#leaveSockets();
    if (parsed.known) this.#count('nstat', this.#section, [parsed]);
    return true;
  }

  #count(part: string, section: number, counts: readonly Count[]): void {
    const sample = this.#part(part, section);
    sample.counters = { ...sample.counters, ...Object.fromEntries(counts.map(({ name, value }) => [name, value])) };
  }

  #sysctl(line: string): boolean {
    if (SYSCTL_ERROR.test(line)) return true;
    const match = SYSCTL_LINE.exec(line);
    if (!match) return false;
    this.#leaveSockets();
    const name = (match[1] as string).replaceAll('/', '.');
    if (!WANTED_SYSCTLS.has(name)) return true;
    const sample = this.#part(`sysctl ${name}`, this.#lineNumber);
    sample.sysctls = { ...sample.sysctls, [name]: match[2] as string };
    return true;
  }

  /** A sample as `tcpulse host --json` writes it. */
  #json(line: string): void {
    this.#nextSample(null);
    let value: unknown;
    try {
      value = JSON.parse(line);
    } catch {
      this.#issue('malformed-line', line);
      return;
    }
    const { type, sample } = value as { type?: unknown; sample?: unknown };
    if (type !== undefined && type !== 'sample') return;
    const parsed = hostSampleSchema.safeParse(sample);
    if (parsed.success) this.#emit(parsed.data);
    else this.#issue('malformed-line', line);
  }

  #leaveSockets(): void {
    this.#closeSection();
    this.#endNetstat(true);
  }

  #zoneIssue(zone: string): void {
    if (!this.issues.some(({ code }) => code === 'time-zone-assumed')) this.#issue('time-zone-assumed', zone);
  }

  #issue(code: HostIssue['code'], detail: string, line = this.#lineNumber): void {
    if (this.issues.length > MOST_ISSUES) return;
    const full = this.issues.length === MOST_ISSUES;
    this.issues.push({ code: full ? 'too-many-issues' : code, line, detail: full ? '' : detail.slice(0, DETAIL_CHARACTERS) });
  }
}

function openSample(timeMs: number | null): OpenSample {
  return {
    timeMs,
    listeners: null,
    timers: null,
    timersTruncated: false,
    counters: null,
    sysctls: null,
    parts: new Map(),
    halfOpen: new Map(),
    halfOpenListed: false,
  };
}

function sampleOf({ timeMs, listeners, timers, timersTruncated, counters, sysctls, halfOpenListed, halfOpen }: OpenSample): HostSample {
  const counted = halfOpenListed && listeners !== null ? withHalfOpen(listeners, halfOpen) : listeners;
  return { timeMs, listeners: counted, timers, timersTruncated, counters, sysctls };
}

const WILDCARDS = ['0.0.0.0', '::', '*'];

/** A socket in SYN-RECV belongs to the listener of its own address, else to one of every address. */
function withHalfOpen(listeners: readonly ListeningSocket[], halfOpen: ReadonlyMap<string, number>): ListeningSocket[] {
  const counts = new Map<ListeningSocket, number>(listeners.map((listener) => [listener, 0]));
  for (const [key, count] of halfOpen) {
    const [address, port] = key.split(' ');
    const onPort = listeners.filter((listener) => String(listener.port) === port);
    const owner = onPort.find((listener) => listener.address === address) ?? onPort.find((listener) => WILDCARDS.includes(listener.address));
    if (owner !== undefined) counts.set(owner, (counts.get(owner) ?? 0) + count);
  }
  return listeners.map((listener) => ({ ...listener, halfOpen: counts.get(listener) ?? 0 }));
}

/** All samples of a text, and its damage. */
export function parseHostText(text: string): { samples: HostSample[]; issues: HostIssue[] } {
  const samples: HostSample[] = [];
  const parser = new HostTextParser((sample) => samples.push(sample));
  for (const line of text.split(/\r?\n/)) parser.line(line);
  parser.finish();
  return { samples, issues: parser.issues };
}
