import type { DissectedPacket } from '../../../src/engine/protocols/dissect';
import type { FieldNode } from '../../../src/shared/contract/dissection';

/** Every line of a packet, outer before inner. */
export function allNodes(packet: Pick<DissectedPacket, 'tree'>): FieldNode[] {
  const nodes: FieldNode[] = [];
  const visit = (node: FieldNode): void => {
    nodes.push(node);
    node.children.forEach(visit);
  };
  packet.tree.forEach(visit);
  return nodes;
}

export function findNode(packet: Pick<DissectedPacket, 'tree'>, name: string): FieldNode | undefined {
  return allNodes(packet).find((node) => node.name === name);
}
