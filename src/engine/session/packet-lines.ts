/** Packets as lines of text: what `tcpulse packets` prints. Every line ends with a line end. */
import { printable } from '../../shared/base/printable';
import type { FieldNode } from '../../shared/contract/dissection';
import { AppError } from '../../shared/contract/errors';
import type { DissectedPacket } from '../protocols/dissect';
import { aliasTargets, columnOf, countedNumber, ISSUE_FIELDS, valueText } from '../protocols/fields';
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

/** Names of marks whose line in the tree has another name. */
const MARK_LINES: Readonly<Record<string, string>> = {
  'tcp.analysis.keep_alive': 'keepalive.probe',
  'tcp.analysis.keep_alive_ack': 'keepalive.answer',
  'frame.duplicate': 'frame.duplicate_of',
};
/** What stands for a line that has neither value nor text: it is there. */
const PRESENT = '1';

/** The fields that `--fields` asked for, taken from dissected packets. A field may occur several times in a packet (tunnels, options). */
export class FieldSelection {
  /** By name of a line: the columns that show it. */
  readonly #places = new Map<string, number[]>();

  /** Throws AppError `no-such-field` when a name is no field, protocol, mark or column. */
  constructor(
    readonly names: readonly string[],
    readonly registry: Registry,
  ) {
    for (const [place, name] of names.entries()) {
      const lines = MARK_LINES[name] === undefined ? aliasTargets(name) : [MARK_LINES[name]];
      if (columnOf(name) === undefined && !ISSUE_FIELDS[name] && !lines.some((line) => registry.field(line) ?? registry.byId(line))) {
        throw new AppError('no-such-field', { name });
      }
      for (const line of lines) this.#places.set(line, [...(this.#places.get(line) ?? []), place]);
    }
  }

  /** Tab separated values as tshark writes them: several of one field with commas between, booleans and marks as 1, nothing for an absent field. */
  textLine(packet: DissectedPacket): string {
    const cells = this.#collect(packet.tree).map(
      (nodes, place) => this.#column(packet, place) ?? this.#issue(packet, place) ?? nodes.map((node) => this.#text(node)).join(','),
    );
    return `${cells.map(printable).join('\t')}\n`;
  }

  /** One object: field name to the list of its values, `true` for marks; absent fields are left out. */
  jsonLine(packet: DissectedPacket): string {
    const found = this.#collect(packet.tree).map((nodes, place) => {
      const column = this.#column(packet, place);
      if (this.#issue(packet, place)) return [this.names[place] ?? '', [true]] as const;
      return [this.names[place] ?? '', column === null ? nodes.map((node) => this.#value(node)) : [column]] as const;
    });
    return `${JSON.stringify(Object.fromEntries(found.filter(([, values]) => values.length > 0)))}\n`;
  }

  /** What the packet list shows, for the names of its columns; null for other names. */
  #column(packet: DissectedPacket, place: number): string | null {
    const column = columnOf(this.names[place] ?? '');
    return column === undefined ? null : packet.columns[column];
  }

  /** For the names of what is wrong with a packet: whether it is; null for other names. */
  #issue(packet: DissectedPacket, place: number): string | null {
    const wanted = ISSUE_FIELDS[this.names[place] ?? ''];
    if (!wanted) return null;
    return packet.issues.some(({ kind }) => kind === wanted.issue) ? PRESENT : '';
  }

  #text(node: FieldNode): string {
    const spec = this.registry.field(node.name);
    return spec?.type === 'none' ? node.text || PRESENT : valueText(node, spec);
  }

  #value(node: FieldNode): number | string | boolean {
    if (typeof node.value === 'number') return countedNumber(node.name, node.value);
    return node.value ?? (node.text || true);
  }

  #collect(tree: readonly FieldNode[]): FieldNode[][] {
    const found: FieldNode[][] = this.names.map(() => []);
    const visit = (nodes: readonly FieldNode[]): void => {
      for (const node of nodes) {
        for (const place of this.#places.get(node.name) ?? []) found[place]?.push(node);
        visit(node.children);
      }
    };
    visit(tree);
    return found;
  }
}
