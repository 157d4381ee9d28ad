import type { HierarchyNode } from '../../../shared/contract/statistics';
import type { Protocol } from '../../protocols/protocol';

/** A protocol within those above it, and the packets that hold it there. */
export class ProtocolNode {
  packets = 0;
  bytes = 0;
  /** Of the packets in which nothing further was told. */
  endPackets = 0;
  endBytes = 0;
  readonly #children = new Map<Protocol, ProtocolNode>();

  child(protocol: Protocol): ProtocolNode {
    let child = this.#children.get(protocol);
    if (child === undefined) {
      child = new ProtocolNode();
      this.#children.set(protocol, child);
    }
    return child;
  }

  count(bytes: number): void {
    this.packets++;
    this.bytes += bytes;
  }

  countEnd(bytes: number): void {
    this.endPackets++;
    this.endBytes += bytes;
  }

  /** All nodes below, parents before their children, the most frequent first. */
  nodes(depth = 0, above: readonly string[] = []): HierarchyNode[] {
    const children = [...this.#children.entries()].sort(([, a], [, b]) => b.packets - a.packets);
    return children.flatMap(([{ id, title }, node]): HierarchyNode[] => {
      const { packets, bytes, endPackets, endBytes } = node;
      const ids = above.includes(id) ? above : [...above, id];
      const own = { depth, protocol: id, title, packets, bytes, endPackets, endBytes, filter: ids.join(' && ') };
      return [own, ...node.nodes(depth + 1, ids)];
    });
  }
}
