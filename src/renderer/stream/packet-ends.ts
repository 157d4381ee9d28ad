import type { FieldLine } from '../dissection/field-tree';

/** What a packet says about where it belongs: of the innermost TCP or UDP in it. */
export interface PacketEnds {
  /** 0-based; null where it belongs to none. */
  readonly connection: number | null;
  readonly tcpPorts: readonly number[];
  readonly udpPorts: readonly number[];
}

export function packetEnds(lines: readonly FieldLine[]): PacketEnds {
  const last = (name: string): number | null => {
    const value = lines.findLast(({ node }) => node.name === name)?.node.value;
    return typeof value === 'number' ? value : null;
  };
  const ports = (protocol: 'tcp' | 'udp'): number[] => {
    const both = [last(`${protocol}.srcport`), last(`${protocol}.dstport`)].filter((port) => port !== null);
    return [...new Set(both)].sort((a, b) => a - b);
  };
  return { connection: last('tcp.stream'), tcpPorts: ports('tcp'), udpPorts: ports('udp') };
}
