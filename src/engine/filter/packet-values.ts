/** Values of a dissected packet's fields, by name. */

import type { FieldNode } from '../../shared/contract/dissection';
import type { DissectedPacket } from '../protocols/dissect';
import { countedNumber } from '../protocols/fields';
import type { Registry } from '../protocols/registry';
import { fromHex, parseIpv4, parseIpv6 } from './address-literals';
import type { FilterField } from './filter-fields';
import type { SlicePart } from './syntax-tree';
import { parseSeconds, parseTime } from './time-literals';
import type { Value, ValueType } from './values';

interface Found {
  readonly node: FieldNode;
  /** Which occurrence of its protocol holds the line, from 1. */
  readonly layer: number;
}

/** Lines behind the packet in a frame: they are no part of its protocols' bytes. */
const TRAILERS: readonly string[] = ['eth.padding', 'eth.trailer', 'eth.fcs'];

/** The lines of one packet that a filter asks for; reused for every packet. */
export class PacketValues {
  /** Bits of PACKET_MARK. */
  marks = 0;
  packet: DissectedPacket = { tree: [], sources: [], columns: { source: '', destination: '', protocol: '', info: '' }, issues: [] };
  readonly #found = new Map<string, Found[]>();
  readonly #layers = new Map<string, number>();

  /** `names`: lines of the tree that are asked for. */
  constructor(
    names: Iterable<string>,
    readonly registry: Registry,
  ) {
    for (const name of [...names, ...TRAILERS]) this.#found.set(name, []);
  }

  use(packet: DissectedPacket, marks: number): void {
    this.packet = packet;
    this.marks = marks;
    for (const found of this.#found.values()) found.length = 0;
    this.#layers.clear();
    this.#collect(packet.tree, 1);
  }

  #collect(nodes: readonly FieldNode[], outer: number): void {
    for (const node of nodes) {
      let layer = outer;
      if (this.registry.byId(node.name)) {
        layer = (this.#layers.get(node.name) ?? 0) + 1;
        this.#layers.set(node.name, layer);
      }
      this.#found.get(node.name)?.push({ node, layer });
      if (node.children.length > 0) this.#collect(node.children, layer);
    }
  }

  /** `layers`: in these occurrences of its protocol only. */
  has(field: FilterField, layers: readonly SlicePart[] | null): boolean {
    if (field.marks !== 0) return (this.marks & field.marks) !== 0;
    if (field.column) return this.packet.columns[field.column] !== '';
    if (field.issue) return this.packet.issues.some(({ kind }) => kind === field.issue);
    if (layers !== null) return this.#nodes(field, layers).length > 0;
    return field.targets.some((target) => (this.#found.get(target)?.length ?? 0) > 0);
  }

  /** Values of all occurrences; `layers`: of those in these occurrences of their protocol only. */
  of(field: FilterField, layers: readonly SlicePart[] | null): Value[] {
    if (field.column) return this.packet.columns[field.column] === '' ? [] : [this.packet.columns[field.column]];
    const isProtocol = field.type === 'protocol';
    return this.#nodes(field, layers).flatMap((node) => (isProtocol ? this.#protocolBytes(node) : nodeValue(node, field.type)) ?? []);
  }

  /** Bytes of the lines themselves. */
  lengthsOf(field: FilterField, layers: readonly SlicePart[] | null): number[] {
    return this.#nodes(field, layers).map((node) => node.length);
  }

  #nodes(field: FilterField, layers: readonly SlicePart[] | null): FieldNode[] {
    return field.targets.flatMap((target) => {
      const found = this.#found.get(target) ?? [];
      return found.filter(({ layer }) => layers === null || this.#isIn(layers, layer, target)).map(({ node }) => node);
    });
  }

  /** Negative numbers count from the innermost. */
  #isIn(layers: readonly SlicePart[], layer: number, target: string): boolean {
    const last = Math.max(...(this.#found.get(target) ?? []).map((found) => found.layer));
    return layers.some(({ start, end }) => {
      const first = start < 0 ? last + 1 + start : start;
      const limit = end === null ? last + 1 : end <= 0 && start < 0 ? last + 1 + end : end;
      return layer >= first && layer < limit;
    });
  }

  /** From the protocol's first byte to the end of the packet: its payload is in it, padding of the frame is not. */
  #protocolBytes(node: FieldNode): Uint8Array {
    const bytes = this.packet.sources[node.source]?.bytes ?? new Uint8Array(0);
    let end = bytes.length;
    if (node.name !== 'frame' && node.name !== 'eth') {
      for (const name of TRAILERS) {
        for (const { node: trailer } of this.#found.get(name) ?? []) {
          if (trailer.source === node.source && trailer.offset > node.offset) end = Math.min(end, trailer.offset);
        }
      }
    }
    return bytes.subarray(node.offset, end);
  }
}

function nodeValue(node: FieldNode, type: ValueType): Value | null {
  const { value } = node;
  switch (type) {
    case 'integer':
    case 'boolean':
      return integerValue(node);
    case 'text':
      return value === null ? node.text : String(value);
    case 'ipv4':
      return parseIpv4(String(value));
    case 'ipv6':
      return parseIpv6(String(value));
    case 'mac':
    case 'bytes':
      return bytesValue(node);
    case 'duration':
      return value === null ? null : parseSeconds(String(value));
    case 'time':
      return value === null ? null : parseTime(String(value));
    case 'protocol':
    case 'label':
      return null;
  }
}

function integerValue({ name, value }: FieldNode): number | bigint | null {
  if (typeof value === 'boolean') return value ? 1 : 0;
  if (typeof value === 'string') return wideInteger(value);
  if (value === null) return null;
  return countedNumber(name, value);
}

/** Of digits, or of hex digits behind `0x`. */
function wideInteger(text: string): number | bigint | null {
  const digits = /^([+-]?)(\d+|0x[0-9a-f]+)$/.exec(text);
  if (!digits) return null;
  const value = BigInt(digits[2] as string);
  return safeInteger(digits[1] === '-' ? -value : value);
}

function safeInteger(value: bigint): number | bigint {
  return value <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(value) : value;
}

/** The bytes that its digits tell: those that the line stands on may be masked. */
function bytesValue(node: FieldNode): Uint8Array | null {
  if (typeof node.value !== 'string') return null;
  const digits = node.value.replaceAll(':', '');
  return /^[0-9a-f]*$/i.test(digits) ? fromHex(digits) : null;
}
