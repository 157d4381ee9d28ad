/** One forward pass over a capture: every packet record becomes a row of the store and goes through the flows to the analyzers. */
import { readUint32 } from '../../shared/base/bytes';
import type { AnalyzerId } from '../../shared/contract/choices';
import { PACKET_MARK } from '../../shared/contract/packet-marks';
import type { ConnectionReport } from '../../shared/contract/report';
import { analyzers } from '../analyzers';
import type { AnalyzerInput, AnalyzerRun, Finding } from '../analyzers/analyzer';
import { HeartbeatRun } from '../analyzers/heartbeat';
import { HttpReuseRun } from '../analyzers/http-reuse';
import { type KeepAliveRun, keepAlive } from '../analyzers/keep-alive';
import type { KeepAliveProbes } from '../analyzers/keep-alive-probes';
import { type ListenQueueRun, listenQueue } from '../analyzers/listen-queue';
import { ConnectionTable } from '../flows/connection-table';
import { DeliveryFailures } from '../flows/delivery-failures';
import { quotedSegment } from '../flows/icmp-errors';
import { type Fragment, fragmentOf, IpFragments } from '../flows/ip-fragments';
import { arpMessage, type NeighbourMessage, neighbourDiscoveryMessage } from '../flows/neighbour-messages';
import { TcpTracker } from '../flows/tcp-tracker';
import type { CaptureInterface, CaptureIssue, InterfaceStatistics, PacketRecord, RecordSink } from '../formats/format';
import { registry } from '../protocols';
import { ethernet } from '../protocols/ethernet';
import { PacketPath } from '../protocols/packet-path';
import { stepPlainSegment } from '../protocols/plain-segment';
import type { Protocol } from '../protocols/protocol';
import { tcp } from '../protocols/tcp';
import { walk } from '../protocols/walk';
import { PacketTable } from '../store/packet-table';
import { DecodeRules } from './decode-rules';
import type { ListedBetween } from './findings-between';

const IP_PROTOCOL = { icmp: 1, tcp: 6, udp: 17, icmpv6: 58 } as const;
/** Of the byte that holds the length of a TCP header in 32-bit words (RFC 9293 section 3.1). */
const TCP_DATA_OFFSET = 12;
const SHORTEST_TCP_HEADER = 20;
/** Offsets of the addresses in the header (RFC 8200 section 3). */
const IPV6_SOURCE = 8;
const IPV6_DESTINATION = 24;
const PSEUDO_HEADER_BYTES = 64;

export interface ProtocolCount {
  readonly name: string;
  packets: number;
  bytes: number;
}

/** What follows one pass besides the analyzers: it is made with what they are made with. */
export type PassExtra = (input: AnalyzerInput, probes: KeepAliveProbes) => AnalyzerRun;

export interface PassChoices {
  /** Follows the packets as the analyzers do, behind them. */
  readonly extra?: PassExtra | undefined;
  /** Analyzers that are left out: what they would tell is missing. */
  readonly without?: readonly AnalyzerId[];
}

export class CapturePass implements RecordSink {
  readonly packets = new PacketTable();
  /** What a person decided about protocols; the pass itself does not look at it. */
  readonly rules = new DecodeRules();
  readonly tracker: TcpTracker;
  readonly keepAlive: KeepAliveRun;
  readonly listenQueue: ListenQueueRun;
  /** One of each analyzer. */
  readonly runs: readonly AnalyzerRun[];
  /** Those that know of connections that an end gave up. */
  readonly #closers: readonly AnalyzerRun[];
  readonly fragments = new IpFragments();
  readonly failures = new DeliveryFailures();
  /** Of all analyzers; empty until the last packet is in. */
  findings: readonly Finding[] = [];
  /** What it shows together with other captures that are open; reports compare those that they are about anew. */
  findingsBetween: readonly ListedBetween[] = [];
  readonly interfaces: CaptureInterface[] = [];
  readonly statisticsOf = new Map<number, InterfaceStatistics>();
  readonly issues: CaptureIssue[] = [];
  readonly comments: { readonly frame: number | null; readonly text: string }[] = [];
  /** Names of addresses that the capture itself tells. */
  readonly names = new Map<string, string>();
  readonly #path = new PacketPath();
  /** Segments of which less than the fields of the TCP header was captured. */
  readonly #cutHeaders = { count: 0, firstFrame: 0 };
  readonly #linkProtocols: (Protocol | undefined)[] = [];
  readonly #counts = new Map<Protocol | null, ProtocolCount>();
  /** Packets of one protocol come in rows. */
  #countedLast: Protocol | null | undefined;
  #lastCount: ProtocolCount = { name: '', packets: 0, bytes: 0 };
  #hasTimes = false;

  constructor({ extra, without = [] }: PassChoices = {}) {
    const connections = new ConnectionTable();
    const input = {
      packets: this.packets,
      connections,
      failures: this.failures,
      timeDigits: () => this.timeDigits,
      trafficBytes: () => this.#trafficBytes(),
      chosenProtocol: (connection: number) => this.rules.nameFor(connection, connections.port(connection, 0), connections.port(connection, 1)),
    };
    this.keepAlive = keepAlive.create(input);
    this.listenQueue = listenQueue.create(input);
    const made = new Map<unknown, AnalyzerRun>([
      [keepAlive, this.keepAlive],
      [listenQueue, this.listenQueue],
    ]);
    const chosen = analyzers.filter(({ id }) => !without.some((left) => left === id));
    const runs = chosen.map((analyzer) => made.get(analyzer) ?? analyzer.create(input));
    this.runs = extra === undefined ? runs : [...runs, extra(input, this.keepAlive.probes)];
    this.#closers = this.runs.filter(({ close }) => close !== undefined);
    this.tracker = new TcpTracker(this.packets, connections, this.runs);
  }

  /** How the connection ended where an end gave up waiting for the other; undefined where none did. */
  givenUp(connection: number): ConnectionReport['close'] | undefined {
    for (const run of this.#closers) {
      const close = run.close?.(connection);
      if (close !== undefined) return close;
    }
    return;
  }

  /** False while no packet had a time stamp of its own. */
  get hasTimes(): boolean {
    return this.#hasTimes;
  }

  /** Digits after the point of a second that the capture's finest interface tells; 9 at most. */
  get timeDigits(): number {
    let digits = 0;
    for (const item of this.interfaces) digits = Math.max(digits, digitsOf(item.timestampResolution));
    return this.interfaces.length === 0 ? 6 : digits;
  }

  get protocolCounts(): ProtocolCount[] {
    return [...this.#counts.values()].sort((a, b) => b.packets - a.packets);
  }

  interface(info: CaptureInterface): number {
    this.interfaces.push(info);
    this.#linkProtocols.push(registry.lookup('link-type', info.linkType));
    return this.interfaces.length - 1;
  }

  comment(frame: number | null, text: string): void {
    this.comments.push({ frame, text });
  }

  name(address: string, name: string): void {
    this.names.set(address, name);
  }

  statistics(statistics: InterfaceStatistics): void {
    this.statisticsOf.set(statistics.interfaceId, statistics);
  }

  issue(issue: CaptureIssue): void {
    this.issues.push(issue);
  }

  /** Called once after the last packet. */
  finish(): void {
    this.#tellCutHeaders();
    const students = this.runs.filter((run) => run.study !== undefined);
    for (let id = 0; id < this.tracker.connections.length; id++) for (const run of students) run.study?.(id);
    this.findings = this.runs.flatMap((run) => run.finish()).sort(bySeverity);
  }

  #cutHeader(frame: number): void {
    if (this.#cutHeaders.count++ === 0) this.#cutHeaders.firstFrame = frame;
  }

  #tellCutHeaders(): void {
    const { packets } = this;
    const { count, firstFrame: frame } = this.#cutHeaders;
    if (count === 0) return;
    const detail = `${count} segments, ${packets.capturedLength.get(frame - 1)} bytes of the first`;
    this.issues.push({ code: 'cut-headers', frame, offset: packets.offset(frame - 1), detail });
  }

  packet(record: PacketRecord): void {
    const packets = this.packets;
    const { capturedLength, originalLength, interfaceId, hasTime } = record;
    if (hasTime) this.#hasTimes = true;
    const frame = packets.add(record.seconds, record.nanoseconds, hasTime, record.offset, capturedLength, originalLength, interfaceId);
    let marks = hasTime ? 0 : PACKET_MARK.noTime;
    if (capturedLength < originalLength) marks |= PACKET_MARK.cut;
    if (marks !== 0) packets.marks.set(frame - 1, marks);
    const path = this.#path;
    path.start(record.bytes, record.start, capturedLength, originalLength);
    const link = this.#linkProtocols[interfaceId];
    const innermost = link === ethernet && stepPlainSegment(path) ? tcp : walk(path, link, registry);
    if (isWrapped(path)) packets.marks.set(frame - 1, marks | PACKET_MARK.wrapped);
    if (path.fragment) this.#fragment(frame, path, record.sequenceUnknown);
    else this.#transport(frame, path, record.sequenceUnknown);
    this.#count(innermost, originalLength);
  }

  #transport(frame: number, path: PacketPath, sequenceUnknown: boolean): void {
    if (path.transportOffset < 0) {
      if (path.arpOffset >= 0) this.#neighbour(frame, path, false, arpMessage(path));
      else if (path.transport === IP_PROTOCOL.tcp && (this.packets.marks.get(frame - 1) & PACKET_MARK.cut) !== 0) this.#cutHeader(frame);
      return;
    }
    if (path.transport === IP_PROTOCOL.tcp) this.tracker.onSegment(frame, path, sequenceUnknown);
    else if (path.transport === IP_PROTOCOL.icmp || path.transport === IP_PROTOCOL.icmpv6) this.#icmp(frame, path);
  }

  /** A piece of a packet: the frame with the last missing piece stands for the whole. Pieces cut by the capture cannot be put together. */
  #fragment(frame: number, path: PacketPath, sequenceUnknown: boolean): void {
    const fragment = fragmentOf(path);
    if (fragment === null) {
      if (!path.laterFragment) this.#transport(frame, path, sequenceUnknown);
      return;
    }
    const payload = this.fragments.add(frame, path.bytes, fragment);
    if (payload === null) return;
    rebase(path, fragment, payload);
    walk(path, registry.lookup('ip-protocol', fragment.protocol), registry);
    if (path.fragment) this.#fragment(frame, path, sequenceUnknown);
    else this.#transport(frame, path, sequenceUnknown);
  }

  /** An ICMP error about a segment we know: it answers a probe, and is a packet of that connection's story. */
  #icmp(frame: number, path: PacketPath): void {
    const quoted = quotedSegment(path);
    if (quoted === null) {
      this.#neighbour(frame, path, true, neighbourDiscoveryMessage(path));
      return;
    }
    const connections = this.tracker.connections;
    const at = (offset: number) => (quoted.ipv6 ? connections.addresses.intern(path.bytes, offset) : readUint32(path.bytes, offset));
    const id = connections.find(quoted.ipv6, at(quoted.sourceOffset), quoted.sourcePort, at(quoted.destinationOffset), quoted.destinationPort);
    if (id < 0) return;
    const { direction } = connections;
    this.packets.marks.set(frame - 1, this.packets.marks.get(frame - 1) | PACKET_MARK.icmpError);
    this.failures.addIcmpError(frame, id, direction, path.bytes[path.transportOffset] as number, path.bytes[path.transportOffset + 1] as number);
    this.tracker.onIcmpError(frame, id, direction, quoted.sequence);
  }

  #neighbour(frame: number, path: PacketPath, ipv6: boolean, message: NeighbourMessage | null): void {
    if (message === null) return;
    const { bytes } = path;
    const offset = message.addressOffset;
    const address = ipv6 ? this.tracker.connections.addresses.intern(bytes, offset) : readUint32(bytes, offset);
    this.failures.addNeighbour(frame, ipv6, message.asks, address);
  }

  #trafficBytes(): number {
    let sum = 0;
    for (const { bytes } of this.#counts.values()) sum += bytes;
    return sum;
  }

  #count(protocol: Protocol | null, bytes: number): void {
    const count = protocol === this.#countedLast ? this.#lastCount : this.#countOf(protocol);
    count.packets++;
    count.bytes += bytes;
  }

  #countOf(protocol: Protocol | null): ProtocolCount {
    let count = this.#counts.get(protocol);
    if (!count) {
      count = { name: protocol?.short ?? 'data', packets: 0, bytes: 0 };
      this.#counts.set(protocol, count);
    }
    this.#countedLast = protocol;
    this.#lastCount = count;
    return count;
  }
}

/** Undefined where heartbeats are left out. */
export function heartbeatRunOf({ runs }: Pick<CapturePass, 'runs'>): HeartbeatRun | undefined {
  return runs.find((run) => run instanceof HeartbeatRun);
}

/** Undefined where HTTP is left out. */
export function httpRunOf({ runs }: Pick<CapturePass, 'runs'>): HttpReuseRun | undefined {
  return runs.find((run) => run instanceof HttpReuseRun);
}

const SEVERITY_ORDER = { error: 0, warning: 1, info: 2 } as const;

/** The gravest first, then in capture order. */
export function bySeverity(a: Finding, b: Finding): number {
  return SEVERITY_ORDER[a.severity] - SEVERITY_ORDER[b.severity] || (a.frames[0] ?? 0) - (b.frames[0] ?? 0);
}

/** Decimals that hold one tick of `unitsPerSecond` exactly; nine, the finest that is kept, where it is no power of ten. */
function digitsOf(unitsPerSecond: number): number {
  const exponent = Math.log10(unitsPerSecond);
  return Math.abs(exponent - Math.round(exponent)) < 1e-9 ? Math.min(9, Math.max(0, Math.round(exponent))) : 9;
}

/** True where the columns do not tell all IP and TCP fields of a packet: see `PACKET_MARK.wrapped`. */
function isWrapped(path: PacketPath): boolean {
  if (path.ipHeaders !== 1 || path.fragment || path.transportOffset < 0) return path.ipHeaders !== 0 || path.arpOffset < 0;
  if (path.transport !== IP_PROTOCOL.tcp) return path.transport !== IP_PROTOCOL.udp;
  if (path.ipVersion === 6 && !connectsHeaderAddresses(path)) return true;
  const available = path.end - path.transportOffset;
  const headerLength = ((path.bytes[path.transportOffset + TCP_DATA_OFFSET] as number) >> 4) * 4;
  return headerLength < SHORTEST_TCP_HEADER || headerLength > available;
}

/** False where a routing header or a home address gives the connection other ends than the IPv6 header names. */
function connectsHeaderAddresses({ ipOffset, sourceOffset, destinationOffset }: PacketPath): boolean {
  return sourceOffset - ipOffset === IPV6_SOURCE && destinationOffset - ipOffset === IPV6_DESTINATION;
}

/** Points `path` at a packet made whole: its addresses first, then the payload. */
function rebase(path: PacketPath, fragment: Fragment, payload: Uint8Array): void {
  const addressBytes = path.ipVersion === 4 ? 4 : 16;
  const bytes = new Uint8Array(PSEUDO_HEADER_BYTES + payload.length);
  bytes.set(path.bytes.subarray(path.sourceOffset, path.sourceOffset + addressBytes), 0);
  bytes.set(path.bytes.subarray(path.destinationOffset, path.destinationOffset + addressBytes), addressBytes);
  bytes.set(payload, PSEUDO_HEADER_BYTES);
  path.use(bytes);
  path.ipOffset = 0;
  path.sourceOffset = 0;
  path.destinationOffset = addressBytes;
  path.offset = PSEUDO_HEADER_BYTES;
  path.end = bytes.length;
  path.wireEnd = bytes.length;
  path.transport = fragment.protocol;
  path.transportOffset = -1;
  path.fragment = false;
  path.laterFragment = false;
}
