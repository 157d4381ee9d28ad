import type { FieldNode } from '../../shared/contract/dissection';

/** A line of the tree, with its place: `path` is unique in one dissection. */
export interface FieldLine {
  readonly path: string;
  readonly parent: string | null;
  readonly depth: number;
  readonly node: FieldNode;
  /** 1-based place among its siblings, and how many there are. */
  readonly position: number;
  readonly siblings: number;
}

/** All fields in reading order. */
export function allFields(tree: readonly FieldNode[]): FieldLine[] {
  const lines: FieldLine[] = [];
  const walk = (nodes: readonly FieldNode[], parent: string | null, depth: number): void => {
    nodes.forEach((node, index) => {
      const path = parent === null ? String(index) : `${parent}.${index}`;
      lines.push({ path, parent, depth, node, position: index + 1, siblings: nodes.length });
      walk(node.children, path, depth + 1);
    });
  };
  walk(tree, null, 0);
  return lines;
}

/** Lines whose every ancestor is open. */
export function visibleFields(lines: readonly FieldLine[], isOpen: (line: FieldLine) => boolean): FieldLine[] {
  const open = new Set<string>();
  return lines.filter((line) => {
    const visible = line.parent === null || open.has(line.parent);
    if (visible && line.node.children.length > 0 && isOpen(line)) open.add(line.path);
    return visible;
  });
}

/** Paths of the fields around a field, outermost first. */
export function ancestorsOf(path: string): string[] {
  const parts = path.split('.');
  return parts.slice(1).map((_, count) => parts.slice(0, count + 1).join('.'));
}

function covers(node: FieldNode, source: number, offset: number): boolean {
  return node.source === source && offset >= node.offset && offset < node.offset + node.length;
}

/**
 * The innermost field that holds a byte: the shortest, then the deepest. Several bit fields of one byte are gone through one
 * by one: the one after `current` is given.
 */
export function fieldAt(lines: readonly FieldLine[], source: number, offset: number, current: string | null): FieldLine | null {
  const covering = lines.filter(({ node }) => !node.generated && covers(node, source, offset));
  if (covering.length === 0) return null;
  const rank = ({ node, depth }: FieldLine): number => node.length * 64 - depth;
  const best = Math.min(...covering.map(rank));
  const innermost = covering.filter((line) => rank(line) === best);
  const next = innermost.findIndex(({ path }) => path === current) + 1;
  return innermost[next % innermost.length] ?? null;
}

/** The bits of a field's bytes: which belong to it, and what they are. */
export interface FieldBit {
  /** From the most significant bit of the field's first byte. */
  readonly index: number;
  readonly set: boolean;
  readonly own: boolean;
}

export function bitsOf(node: FieldNode, bytes: Uint8Array): FieldBit[] {
  if (!node.bits) return [];
  const { offset, count } = node.bits;
  return Array.from({ length: node.length * 8 }, (_, index) => ({
    index,
    set: (((bytes[node.offset + (index >> 3)] ?? 0) >> (7 - (index & 7))) & 1) === 1,
    own: index >= offset && index < offset + count,
  }));
}

/** `.... .010 .... ....`: bits of the field as digits, the others as dots, in groups of four. */
export function bitPattern(bits: readonly FieldBit[]): string {
  const digits = bits.map(({ own, set }) => (own ? (set ? '1' : '0') : '.')).join('');
  return digits.match(/.{1,4}/g)?.join(' ') ?? '';
}
