import { describe, expect, it } from 'vitest';
import { allFields, ancestorsOf, bitPattern, bitsOf, fieldAt, visibleFields } from '../../../src/renderer/dissection/field-tree';
import type { FieldNode } from '../../../src/shared/contract/dissection';

function field(name: string, offset: number, length: number, rest: Partial<FieldNode> = {}): FieldNode {
  const empty = { value: null, text: '', bits: null, source: 0, generated: false, explanation: null, issue: null, children: [] };
  return { name, label: name, offset, length, ...empty, ...rest };
}

const tree = [
  field('ip', 0, 20, {
    children: [
      field('ip.version', 0, 1, { bits: { offset: 0, count: 4 } }),
      field('ip.hdr_len', 0, 1, { bits: { offset: 4, count: 4 } }),
      field('ip.frag_offset', 6, 2, { bits: { offset: 3, count: 13 } }),
      field('ip.host', 12, 4, { generated: true }),
    ],
  }),
  field('data', 0, 4, { source: 1 }),
];
const lines = allFields(tree);
const nameAt = (source: number, offset: number, current: string | null = null) => fieldAt(lines, source, offset, current)?.node.name;

describe('fieldAt', () => {
  it('gives the innermost field', () => expect(nameAt(0, 7)).toBe('ip.frag_offset'));
  it('goes through the bit fields of one byte', () => {
    expect(nameAt(0, 0)).toBe('ip.version');
    expect(nameAt(0, 0, '0.0')).toBe('ip.hdr_len');
    expect(nameAt(0, 0, '0.1')).toBe('ip.version');
  });
  it('passes by computed fields', () => expect(nameAt(0, 13)).toBe('ip'));
  it('keeps to the source', () => expect(nameAt(1, 0)).toBe('data'));
  it('gives nothing outside every field', () => expect(nameAt(0, 40)).toBeUndefined());
});

describe('lines', () => {
  it('name their place', () => {
    expect(lines.map(({ path }) => path)).toEqual(['0', '0.0', '0.1', '0.2', '0.3', '1']);
    expect(ancestorsOf('0.2.11')).toEqual(['0', '0.2']);
  });
  it('are hidden inside closed ones', () => {
    expect(visibleFields(lines, () => false).map(({ path }) => path)).toEqual(['0', '1']);
    expect(visibleFields(lines, () => true)).toHaveLength(6);
  });
});

describe('bitsOf', () => {
  const pattern = (name: string, bytes: number[]) => {
    const node = lines.find((line) => line.node.name === name)?.node;
    return node && bitPattern(bitsOf(node, Uint8Array.from(bytes)));
  };
  it('shows the bits of a field among those of its bytes', () => {
    expect(pattern('ip.hdr_len', [0x45])).toBe('.... 0101');
    expect(pattern('ip.frag_offset', [0, 0, 0, 0, 0, 0, 0x20, 0x07])).toBe('...0 0000 0000 0111');
    expect(pattern('ip', [0x45])).toBe('');
  });
});
