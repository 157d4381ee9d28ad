/** Counts packets by walking their headers once more: conversations of every layer, and which protocols lie in which. */
import { readUint16 } from '../../../shared/base/bytes';
import type { StatisticsLayer } from '../../../shared/contract/choices';
import { PACKET_MARK } from '../../../shared/contract/packet-marks';
import { registry } from '../../protocols';
import { ConversationProtocols } from '../../protocols/conversation-protocols';
import { MAX_LAYERS, PacketPath } from '../../protocols/packet-path';
import type { Protocol } from '../../protocols/protocol';
import type { OpenedCapture } from '../opened-capture';
import { ConversationTally } from './conversation-tally';
import { type EndNumbers, IpNumbers, MacNumbers, SocketNumbers } from './end-numbers';
import { HeaderReader } from './header-reader';
import { ProtocolNode } from './protocol-tree';

const ETHERNET_HEADER_BYTES = 14;
const UDP_HEADER_BYTES = 8;
const TCP_DATA_OFFSET = 12;
const SHORTEST_TCP_HEADER = 20;
const TCP = 6;

export class PacketStatistics {
  readonly tree = new ProtocolNode();
  readonly tallies: Readonly<Record<StatisticsLayer, ConversationTally>> = {
    eth: new ConversationTally(),
    ip: new ConversationTally(),
    ipv6: new ConversationTally(),
    tcp: new ConversationTally(),
    udp: new ConversationTally(),
  };
  readonly ends: Readonly<Record<StatisticsLayer, EndNumbers>>;
  readonly #macs = new MacNumbers();
  readonly #ipv4 = new IpNumbers(4);
  readonly #ipv6 = new IpNumbers(6);
  readonly #udpEnds: SocketNumbers;
  readonly #tcpEnds: SocketNumbers;
  readonly #path = new PacketPath();
  readonly #reader: HeaderReader;
  /** What the payload of a connection is, where its ports or its content tell. */
  readonly #applications = new Map<number, Protocol>();

  constructor(readonly capture: OpenedCapture) {
    this.#reader = new HeaderReader(capture);
    this.#udpEnds = new SocketNumbers(this.#ipv4, this.#ipv6);
    this.#tcpEnds = new SocketNumbers(this.#ipv4, this.#ipv6);
    this.ends = { eth: this.#macs, ip: this.#ipv4, ipv6: this.#ipv6, tcp: this.#tcpEnds, udp: this.#udpEnds };
  }

  /** Counts the packet of a row (0-based). Throws AppError `file-not-readable`. */
  add(row: number): void {
    const { packets, interfaces } = this.capture.pass;
    const bytes = packets.originalLength.get(row);
    const path = this.#path;
    const at = this.#reader.locate(row);
    path.start(this.#reader.bytes, at, this.#reader.length, bytes);
    const linkType = interfaces[packets.interfaceId(row)]?.linkType;
    this.tree.count(bytes);
    let node = this.tree;
    let protocol: Protocol | null = (linkType === undefined ? undefined : registry.lookup('link-type', linkType)) ?? null;
    while (protocol !== null) {
      const headers = path.ipHeaders;
      const offset = path.offset;
      const next: Protocol | null = protocol.step !== undefined && path.depth++ < MAX_LAYERS ? protocol.step(path, registry) : null;
      // An IP header of the other version makes way for that version's protocol.
      const makesWay = isIp(protocol) && path.ipHeaders === headers && next !== null && isIp(next);
      if (!makesWay && !isPartOfIpv6(protocol) && !this.#isCutEthernet(protocol, offset)) {
        node = node.child(protocol);
        node.count(bytes);
        this.#layer(protocol, offset, path.ipHeaders > headers, bytes, row);
      }
      protocol = next;
    }
    node = this.#segment(node, bytes, row);
    node.countEnd(bytes);
  }

  #isCutEthernet({ id }: Protocol, offset: number): boolean {
    return id === 'eth' && this.#path.end - offset < ETHERNET_HEADER_BYTES;
  }

  #layer(protocol: Protocol, offset: number, isIpHeader: boolean, length: number, row: number): void {
    const { bytes, end, ipVersion } = this.#path;
    if (isIpHeader) {
      const [ends, tally] = ipVersion === 4 ? [this.#ipv4, this.tallies.ip] : [this.#ipv6, this.tallies.ipv6];
      tally.add(ends.of(bytes, this.#path.sourceOffset), ends.of(bytes, this.#path.destinationOffset), length, row);
    } else if (protocol.id === 'eth') {
      this.tallies.eth.add(this.#macs.of(bytes, offset + 6), this.#macs.of(bytes, offset), length, row);
    } else if (protocol.id === 'udp' && end - offset >= UDP_HEADER_BYTES && ipVersion !== 0) {
      const source = this.#socket(this.#path.sourceOffset, readUint16(bytes, offset));
      this.tallies.udp.add(source, this.#socket(this.#path.destinationOffset, readUint16(bytes, offset + 2)), length, row);
    }
  }

  #socket(addressOffset: number, port: number): number {
    const { bytes, ipVersion } = this.#path;
    return this.#udpEnds.of(ipVersion === 6, (ipVersion === 6 ? this.#ipv6 : this.#ipv4).of(bytes, addressOffset), port);
  }

  /** A TCP segment: which connection it belongs to is known from the pass. Returns the node of what it carries. */
  #segment(node: ProtocolNode, length: number, row: number): ProtocolNode {
    const { packets, tracker } = this.capture.pass;
    const path = this.#path;
    const connection = packets.connection.get(row) - 1;
    const marks = packets.marks.get(row);
    if (connection < 0 || (marks & PACKET_MARK.icmpError) !== 0 || path.ipVersion === 0) return node;
    const { connections } = tracker;
    const isReverse = (marks & PACKET_MARK.reverse) !== 0;
    const [from, to] = [path.sourceOffset, path.destinationOffset].map((offset) =>
      (path.ipVersion === 6 ? this.#ipv6 : this.#ipv4).of(path.bytes, offset),
    ) as [number, number];
    const end = (address: number, direction: 0 | 1) => this.#tcpEnds.of(path.ipVersion === 6, address, connections.port(connection, direction));
    const [endA, endB] = isReverse ? [end(to, 0), end(from, 1)] : [end(from, 0), end(to, 1)];
    this.tallies.tcp.addNumbered(connection, endA, endB, !isReverse, length, row);
    const application = this.#application(connection);
    if (application === null) return node;
    const child = node.child(application);
    child.count(length);
    return child;
  }

  #application(connection: number): Protocol | null {
    const path = this.#path;
    const header = path.transportOffset;
    if (path.transport !== TCP || header < 0 || path.fragment || header + SHORTEST_TCP_HEADER > path.end) return null;
    const payload = header + ((path.bytes[header + TCP_DATA_OFFSET] as number) >> 4) * 4;
    if (payload >= path.end) return null;
    const known = this.#applications.get(connection);
    if (known !== undefined) return known;
    const { pass } = this.capture;
    const { connections } = pass.tracker;
    const ports = [connections.port(connection, 0), connections.port(connection, 1)] as const;
    const side = { fromClient: true, position: null, frame: 0, whole: true, memory: new Map<symbol, unknown>(), become: () => undefined };
    const found = new ConversationProtocols(registry, { connection, ports }, pass.rules).choose(path.bytes, payload, path.end, side);
    if (found !== null) this.#applications.set(connection, found);
    return found;
  }
}

/** Extension headers belong to the header that they extend. */
function isPartOfIpv6({ id }: Protocol): boolean {
  return id.startsWith('ipv6.');
}

function isIp({ id }: Protocol): boolean {
  return id === 'ip' || id === 'ipv6';
}
