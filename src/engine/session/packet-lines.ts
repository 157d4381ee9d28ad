/** Packets as lines of text: what `tcpulse packets` prints. Every line ends with a line end. */
import { printable } from '../../shared/base/printable';
import type { FieldNode } from '../../shared/contract/dissection';
import { AppError } from '../../shared/contract/errors';
import { PACKET_MARK_NAMES } from '../../shared/contract/packet-marks';
import { hexText } from '../protocols/field-value';
import type { FieldSpec } from '../protocols/protocol';
import type { Registry } from '../protocols/registry';

export interface PacketLine {
  readonly frame: number;
  /** Seconds since the first packet with the capture's digits; null where the record has no time. */
  readonly time: string | null;
  readonly source: string;
  readonly destination: string;
  readonly protocol: string;
  /** On the wire, in bytes. */
  readonly length: number;
  readonly info: string;
}

/** Widths of tshark's columns; IPv6 addresses push the rest to the right. */
const WIDTH = { frame: 5, time: 12, address: 15, protocol: 8 } as const;

/** `    1     0.000000       10.0.0.1 → 10.0.0.2        TCP      74 39070 → 6379 [SYN] …`. */
export function packetTextLine(packet: PacketLine): string {
  const frame = String(packet.frame).padStart(WIDTH.frame);
  const time = (packet.time ?? '').padStart(WIDTH.time);
  const ends = `${packet.source.padStart(WIDTH.address)} → ${packet.destination.padEnd(WIDTH.address)}`;
  return `${printable(`${frame} ${time} ${ends} ${packet.protocol.padEnd(WIDTH.protocol)} ${packet.length} ${packet.info}`).trimEnd()}\n`;
}

export function packetJsonLine(packet: PacketLine): string {
  return `${JSON.stringify(packet)}\n`;
}

/** The fields that `--fields` asked for, taken from dissection trees. A field may occur several times in a packet (tunnels, options). */
export class FieldSelection {
  readonly #places: ReadonlyMap<string, number>;
  readonly #specs: readonly (FieldSpec | undefined)[];

  /** Throws AppError `no-such-field` when a name is no field and no protocol. */
  constructor(
    readonly names: readonly string[],
    registry: Registry,
  ) {
    const specs = new Map(registry.protocols.flatMap((protocol) => Object.entries(protocol.fields)));
    const marks = new Set(Object.values(PACKET_MARK_NAMES));
    for (const name of names) {
      if (specs.has(name) || marks.has(name) || registry.byId(name) !== undefined) continue;
      throw new AppError('no-such-field', { name });
    }
    this.#places = new Map(names.map((name, place) => [name, place]));
    this.#specs = names.map((name) => specs.get(name));
  }

  /** Tab separated values as tshark writes them: several of one field with commas between, booleans as 1 and 0, nothing for an absent field. */
  textLine(tree: readonly FieldNode[]): string {
    const cells = this.#collect(tree).map((nodes, place) => nodes.map((node) => valueText(node, this.#specs[place])).join(','));
    return `${cells.map(printable).join('\t')}\n`;
  }

  /** One object: field name to the list of its values; absent fields are left out. */
  jsonLine(tree: readonly FieldNode[]): string {
    const found = this.#collect(tree).map((nodes, place) => [this.names[place] ?? '', nodes.map((node) => node.value ?? node.text)] as const);
    return `${JSON.stringify(Object.fromEntries(found.filter(([, values]) => values.length > 0)))}\n`;
  }

  #collect(tree: readonly FieldNode[]): FieldNode[][] {
    const found: FieldNode[][] = this.names.map(() => []);
    const visit = (nodes: readonly FieldNode[]): void => {
      for (const node of nodes) {
        const place = this.#places.get(node.name);
        if (place !== undefined) found[place]?.push(node);
        visit(node.children);
      }
    };
    visit(tree);
    return found;
  }
}

function valueText(node: FieldNode, spec: FieldSpec | undefined): string {
  if (typeof node.value === 'boolean') return node.value ? '1' : '0';
  if (typeof node.value === 'number') return spec?.type === 'hex' ? hexText(spec, node.value, node.length) : String(node.value);
  return node.value ?? node.text;
}
