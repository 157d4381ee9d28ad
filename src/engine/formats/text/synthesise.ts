/** Makes packet bytes of what a line of tcpdump's text tells, and names what it does not tell. */

import { writeUint16, writeUint32 } from '../../../shared/base/bytes';
import { FieldLists, joinedList } from './absent-fields';
import { IPV4_HEADER_BYTES, ipPacket, PROTOCOL, TCP_CHECKSUM_AT, tcpHeader, transportChecksum, udpHeader } from './header-bytes';
import type { Endpoint, Host, HostBook } from './hosts';
import { endsWithPort } from './hosts';
import { readIcmpText } from './icmp-text';
import type { IpHeaderText } from './ip-header-text';
import type { ResolvedNumbers, SequenceNumbers } from './sequence-numbers';
import { encodeOptions } from './tcp-options-text';
import { readTcpText, TCP_FLAG, type TcpText } from './tcp-text';

export interface SynthesisedPacket {
  /** From the IP header on; what was not printed of the payload is not there. */
  readonly bytes: Uint8Array;
  readonly originalLength: number;
  /** Field names (Wireshark's) whose values the text does not tell. */
  readonly absent: readonly string[];
  readonly sequenceUnknown: boolean;
}

/** Books that hold what earlier lines told. */
export interface TextBooks {
  readonly hosts: HostBook;
  readonly sequences: SequenceNumbers;
}

interface Flow {
  readonly version: 4 | 6;
  readonly header: IpHeaderText | null;
  readonly source: Host;
  readonly destination: Host;
}

const ADDRESSES = /^(\S+) > (\S+?):(?=\s|$)\s*/;
/** IPv6 extension headers stand between the addresses and the ports: `RT6 (...) 5645 > 5642: UDP`. */
const INNER_PORTS = /(?:^|\s)(\d+) > (\d+): /;
const CUT_TCP = '[|tcp]';
/** Source and destination port stand at the begin of TCP and UDP headers alike. */
const PORTS_BYTES = 4;
/** Words that tell a protocol without ports. */
const PROTOCOL_WORDS: readonly (readonly [RegExp, number])[] = [
  [/^igmp/, 2],
  [/^IP6 /, 41],
  [/^IP /, 4],
  [/^GRE/, 47],
  [/^ESP/, 50],
  [/^AH/, 51],
  [/^OSPF/, 89],
  [/^PIM/, 103],
  [/^VRRP/, 112],
  [/^sctp/, 132],
  [/^HBH/, 0],
  [/^RT6|^srcrt/, 43],
  [/^frag/, 44],
  [/^tcp$/, PROTOCOL.tcp],
  [/^udp$/, PROTOCOL.udp],
];

/** Bits for the lists of absent fields. */
const TCP_ABSENT = { sourcePort: 1, destinationPort: 2, sequence: 4, acknowledgment: 8, options: 16, checksum: 32, payload: 64 } as const;
const TCP_LISTS = new FieldLists(['tcp.srcport', 'tcp.dstport', 'tcp.seq_raw', 'tcp.ack_raw', 'tcp.options', 'tcp.checksum', 'tcp.payload']);
/** Without -v nothing of the header is told; with it IPv4 options are named, but not their bytes, which the checksum is over. */
const IPV4_ABSENT = { header: 0b11111, options: 0b110000, source: 0b1000000, destination: 0b10000000 } as const;
const IPV4_LISTS = new FieldLists(['ip.dsfield', 'ip.id', 'ip.flags', 'ip.ttl', 'ip.checksum', 'ip.options', 'ip.src', 'ip.dst']);
const IPV6_ABSENT = { header: 0b111, options: 0, source: 0b1000, destination: 0b10000 } as const;
const IPV6_LISTS = new FieldLists(['ipv6.tclass', 'ipv6.flow', 'ipv6.hlim', 'ipv6.src', 'ipv6.dst']);

/** `text`: `a.1 > b.2: Flags ...` as it stands behind the word IP and the header of -v. Null when no addresses stand there. */
export function synthesise(word: 4 | 6, header: IpHeaderText | null, text: string, books: TextBooks): SynthesisedPacket | null {
  const pair = ADDRESSES.exec(text);
  if (!pair) return null;
  const sourceText = pair[1] as string;
  const destinationText = pair[2] as string;
  const body = text.slice(pair[0].length);
  // With -e raw IP is `ip:` for both versions: then the addresses tell.
  const version = word === 6 || sourceText.includes(':') ? 6 : 4;
  const tcp = readTcpText(body);
  const quiet = tcp ? null : /^tcp (\d+)/.exec(body);
  const withPorts = tcp !== null || quiet !== null || body.startsWith(CUT_TCP) || isDatagram(sourceText, destinationText, header, body);
  const source = withPorts ? books.hosts.endpoint(sourceText, version) : null;
  const destination = withPorts ? books.hosts.endpoint(destinationText, version) : null;
  if (source && destination) {
    const flow: Flow = { version, header, source, destination };
    if (tcp) return tcpPacket(flow, source, destination, tcp, books);
    if (quiet) return quietTcpPacket(flow, source, destination, Number(quiet[1]), books);
    if (body.startsWith(CUT_TCP)) return cutTcpPacket(flow, source, destination);
    return udpPacket(flow, source, destination, body);
  }
  const flow: Flow = { version, header, source: books.hosts.host(sourceText, version), destination: books.hosts.host(destinationText, version) };
  return otherPacket(flow, body);
}

/** TCP always shows its flags: whatever else has ports is a datagram of an application protocol that was printed instead. */
function isDatagram(source: string, destination: string, header: IpHeaderText | null, body: string): boolean {
  if (readIcmpText(body) || PROTOCOL_WORDS.some(([pattern]) => pattern.test(body)) || INNER_PORTS.test(body)) return false;
  if (header?.protocol !== null && header?.protocol !== undefined) return header.protocol === PROTOCOL.udp && header.fragmentOffset === 0;
  return endsWithPort(source) || endsWithPort(destination);
}

function tcpPacket(flow: Flow, source: Endpoint, destination: Endpoint, text: TcpText, books: TextBooks): SynthesisedPacket {
  const payloadLength = text.payloadLength ?? 0;
  const numbers = books.sequences.resolve(source.id, destination.id, text);
  const encoded = text.options === null ? null : encodeOptions(text.options, (edge) => numbers.sackEdge(edge));
  const options = fitOptions(encoded?.bytes ?? new Uint8Array(0), flow, payloadLength);
  const fields = {
    sourcePort: source.port,
    destinationPort: destination.port,
    sequence: numbers.sequence,
    acknowledgment: numbers.acknowledgment,
    flags: text.flags,
    window: text.window ?? ASSUMED_WINDOW,
    urgentPointer: text.urgentPointer ?? 0,
    options,
  };
  const complete = encoded?.complete !== false && !numbers.sequenceBaseUnknown && !numbers.acknowledgmentBaseUnknown;
  let sequenceUnknown = numbers.sequenceUnknown;
  let transport = tcpHeader(fields);
  if (sequenceUnknown && text.checksumCorrect && text.checksum !== null && payloadLength === 0 && complete) {
    const found = sequenceByChecksum(flow, fields, text.checksum);
    if (found !== null) {
      transport = tcpHeader({ ...fields, sequence: found });
      sequenceUnknown = false;
    }
  }
  const sum = text.checksum ?? sumOf(flow, PROTOCOL.tcp, transport, payloadLength);
  writeUint16(transport, TCP_CHECKSUM_AT, sum);
  const absent = TCP_LISTS.of(
    tcpAbsent(source, destination, numbers, sequenceUnknown) |
      (encoded?.complete === false ? TCP_ABSENT.options : 0) |
      (text.checksum === null ? TCP_ABSENT.checksum : 0) |
      (payloadLength > 0 ? TCP_ABSENT.payload : 0),
  );
  return finish(flow, PROTOCOL.tcp, transport, payloadLength, absent, sequenceUnknown);
}

/**
 * An empty segment carries the next sequence number or, when it is a keep-alive, the one before. With -v its checksum tells which; null when
 * it fits neither.
 */
function sequenceByChecksum(flow: Flow, fields: Parameters<typeof tcpHeader>[0], printed: number): number | null {
  for (const step of [0, -1]) {
    const sequence = (fields.sequence + step) >>> 0;
    if (sumOf(flow, PROTOCOL.tcp, tcpHeader({ ...fields, sequence }), 0) === printed) return sequence;
  }
  return null;
}

function tcpAbsent(source: Endpoint, destination: Endpoint, numbers: ResolvedNumbers, sequenceUnknown: boolean): number {
  return (
    (source.portKnown ? 0 : TCP_ABSENT.sourcePort) |
    (destination.portKnown ? 0 : TCP_ABSENT.destinationPort) |
    (sequenceUnknown || numbers.sequenceBaseUnknown ? TCP_ABSENT.sequence : 0) |
    (numbers.acknowledgmentBaseUnknown ? TCP_ABSENT.acknowledgment : 0)
  );
}

/** With -v the header length follows from the lengths: options whose length had to be assumed are filled up. */
function fitOptions(options: Uint8Array, flow: Flow, payloadLength: number): Uint8Array {
  const told = flow.header?.length;
  if (told === null || told === undefined || flow.header?.options) return options;
  const room = told - (flow.version === 4 ? IPV4_HEADER_BYTES : 0) - 20 - payloadLength;
  if (room <= options.length || room > 40 || room % 4 !== 0) return options;
  const filled = new Uint8Array(room);
  filled.set(options);
  return filled;
}

/** What -q leaves out of a TCP header. */
const QUIET_ABSENT = [
  'tcp.seq_raw',
  'tcp.ack_raw',
  'tcp.hdr_len',
  'tcp.flags',
  'tcp.window_size_value',
  'tcp.checksum',
  'tcp.urgent_pointer',
  'tcp.options',
];

/** Of a window that is not told: a closed one would be a statement. */
const ASSUMED_WINDOW = 0xffff;

/** -q prints the payload length alone: the header is assumed to be that of a bare ACK with an open window, the segments to be in order. */
function quietTcpPacket(flow: Flow, source: Endpoint, destination: Endpoint, payloadLength: number, books: TextBooks): SynthesisedPacket {
  const numbers = books.sequences.count(source.id, destination.id, payloadLength);
  const assumed = { ...numbers, flags: TCP_FLAG.ack, window: ASSUMED_WINDOW, urgentPointer: 0 };
  const options = fitOptions(new Uint8Array(0), flow, payloadLength);
  const transport = tcpHeader({ sourcePort: source.port, destinationPort: destination.port, ...assumed, options });
  writeUint16(transport, TCP_CHECKSUM_AT, sumOf(flow, PROTOCOL.tcp, transport, payloadLength));
  const absent = [...portsAbsent('tcp', source, destination), ...QUIET_ABSENT, ...(payloadLength > 0 ? ['tcp.payload'] : [])];
  return finish(flow, PROTOCOL.tcp, transport, payloadLength, absent, true);
}

/** `[|tcp]`: of a header that was cut nothing but the ports is told. */
function cutTcpPacket(flow: Flow, source: Endpoint, destination: Endpoint): SynthesisedPacket {
  const ports = udpHeader(source.port, destination.port, 0).subarray(0, PORTS_BYTES);
  return finish(flow, PROTOCOL.tcp, ports, restOf(flow, PORTS_BYTES), [...portsAbsent('tcp', source, destination), 'tcp'], true);
}

function udpPacket(flow: Flow, source: Endpoint, destination: Endpoint, body: string): SynthesisedPacket {
  // `UDP, length 8`, or the length of an application message in parentheses at the end of the line.
  const printed =
    /\bUDP, (?:bad length \d+ > \d+|length (\d+))/.exec(body)?.[1] ?? /, length:? (\d+)$/.exec(body)?.[1] ?? /\((\d+)\)\s*$/.exec(body)?.[1];
  const restLength = printed === undefined ? restOf(flow, 8) : Number(printed);
  const transport = udpHeader(source.port, destination.port, 8 + restLength);
  const absent = [...portsAbsent('udp', source, destination), 'udp.checksum'];
  if (printed === undefined && (flow.header?.length ?? null) === null) absent.push('udp.length');
  if (restLength > 0) absent.push('udp.payload');
  return finish(flow, PROTOCOL.udp, transport, restLength, absent, false);
}

function otherPacket(flow: Flow, body: string): SynthesisedPacket {
  const icmp = readIcmpText(body);
  const protocol = icmp
    ? flow.version === 4
      ? PROTOCOL.icmp
      : PROTOCOL.icmpv6
    : (flow.header?.protocol ?? PROTOCOL_WORDS.find(([word]) => word.test(body))?.[1]);
  if (!icmp) {
    const absent = protocol === undefined ? [flow.version === 4 ? 'ip.proto' : 'ipv6.nxt'] : [];
    return finish(flow, protocol ?? 255, new Uint8Array(0), restOf(flow, 0), [...absent, 'data'], false);
  }
  const transport = new Uint8Array(8);
  transport[0] = icmp.type;
  transport[1] = icmp.code;
  writeUint32(transport, 4, icmp.rest);
  const name = flow.version === 4 ? 'icmp' : 'icmpv6';
  const restLength = Math.max(0, icmp.length === null ? restOf(flow, 8) : icmp.length - 8);
  return finish(flow, protocol ?? 0, transport, restLength, [`${name}.checksum`, ...(restLength > 0 ? ['data'] : [])], false);
}

/** Bytes behind a transport header, as far as the header of -v tells; else 0. */
function restOf(flow: Flow, transportLength: number): number {
  const told = flow.header?.length ?? null;
  return told === null ? 0 : Math.max(0, told - (flow.version === 4 ? IPV4_HEADER_BYTES : 0) - transportLength);
}

function sumOf(flow: Flow, protocol: number, header: Uint8Array, restLength: number): number {
  return transportChecksum(flow.source.address, flow.destination.address, protocol, header, restLength);
}

function finish(
  flow: Flow,
  protocol: number,
  transport: Uint8Array,
  restLength: number,
  transportAbsent: readonly string[],
  sequenceUnknown: boolean,
): SynthesisedPacket {
  const { source, destination, header } = flow;
  const packet = ipPacket({ source: source.address, destination: destination.address, protocol, header, transport, restLength });
  return { bytes: packet.bytes, originalLength: packet.originalLength, absent: joinedList(ipAbsent(flow), transportAbsent), sequenceUnknown };
}

function ipAbsent({ version, header, source, destination }: Flow): readonly string[] {
  const absent = version === 4 ? IPV4_ABSENT : IPV6_ABSENT;
  const chosen =
    (header ? 0 : absent.header) |
    (header?.options ? absent.options : 0) |
    (source.addressKnown ? 0 : absent.source) |
    (destination.addressKnown ? 0 : absent.destination);
  return (version === 4 ? IPV4_LISTS : IPV6_LISTS).of(chosen);
}

function portsAbsent(name: 'tcp' | 'udp', source: Endpoint, destination: Endpoint): string[] {
  return [...(source.portKnown ? [] : [`${name}.srcport`]), ...(destination.portKnown ? [] : [`${name}.dstport`])];
}
