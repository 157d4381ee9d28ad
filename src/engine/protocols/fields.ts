import type { FieldNode } from '../../shared/contract/dissection';
import type { DissectedPacket } from './dissect';
import { hexText } from './field-value';
import type { FieldSpec } from './protocol';
import type { Registry } from './registry';

/** Names that stand for fields of either direction, as in Wireshark. */
const ALIASES: Readonly<Record<string, readonly string[]>> = {
  'eth.addr': ['eth.dst', 'eth.src'],
  'ip.addr': ['ip.src', 'ip.dst'],
  'ip.host': ['ip.src', 'ip.dst'],
  'ip.src_host': ['ip.src'],
  'ip.dst_host': ['ip.dst'],
  'ipv6.addr': ['ipv6.src', 'ipv6.dst'],
  'ipv6.host': ['ipv6.src', 'ipv6.dst'],
  'tcp.port': ['tcp.srcport', 'tcp.dstport'],
  'udp.port': ['udp.srcport', 'udp.dstport'],
};
/** Columns by the names that Wireshark gives them as fields. */
const COLUMNS: Readonly<Record<string, keyof DissectedPacket['columns']>> = {
  '_ws.col.Source': 'source',
  '_ws.col.Destination': 'destination',
  '_ws.col.Protocol': 'protocol',
  '_ws.col.Info': 'info',
};

/** Names of the fields that `name` stands for: those of both directions, or itself. */
export function aliasTargets(name: string): readonly string[] {
  return ALIASES[name] ?? [name];
}

/** Names that stand for fields of either direction. */
export function aliasNames(): readonly string[] {
  return Object.keys(ALIASES);
}

/** The column that Wireshark gives this field name (`_ws.col.Info`); undefined for other names. */
export function columnOf(name: string): keyof DissectedPacket['columns'] | undefined {
  return COLUMNS[name];
}

export interface FieldListing {
  readonly name: string;
  readonly label: string;
  readonly type: FieldSpec['type'];
}

/** Every field that `fieldValue` knows: layers, declared fields, aliases, columns; by name. */
export function allFields(registry: Registry): FieldListing[] {
  const listed: FieldListing[] = registry.protocols.map(({ id, title }) => ({ name: id, label: title, type: 'none' as const }));
  for (const [name, { label, type }] of registry.fields()) listed.push({ name, label, type });
  for (const [name, targets] of Object.entries(ALIASES)) {
    const spec = registry.field(targets[0] as string);
    if (spec && !registry.field(name)) listed.push({ name, label: spec.label, type: spec.type });
  }
  for (const name of Object.keys(COLUMNS)) listed.push({ name, label: name.slice('_ws.col.'.length), type: 'text' });
  const unique = new Map(listed.map((field) => [field.name, field]));
  return [...unique.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** Values of all occurrences of a field, in the order of the tree, as `tshark -T fields` prints them. Empty when the packet has none. */
export function fieldValue(packet: DissectedPacket, name: string, registry: Registry): string[] {
  const column = COLUMNS[name];
  if (column) return packet.columns[column] === '' ? [] : [packet.columns[column]];
  const names = ALIASES[name] ?? [name];
  const values: string[] = [];
  collect(packet.tree, names, registry, values);
  return values;
}

function collect(nodes: readonly FieldNode[], names: readonly string[], registry: Registry, values: string[]): void {
  for (const node of nodes) {
    if (names.includes(node.name)) values.push(valueText(node, registry.field(node.name)));
    if (node.children.length > 0) collect(node.children, names, registry, values);
  }
}

/** Booleans are 1 and 0, numbers without their names, times without units, lines that group others their text. */
export function valueText(node: FieldNode, spec: FieldSpec | undefined): string {
  const { value } = node;
  if (value === null) return spec ? '' : node.text;
  if (typeof value === 'boolean') return value ? '1' : '0';
  if (typeof value === 'string') return value;
  if (node.name.endsWith('.hdr_len')) return String(value * 4);
  return spec?.type === 'hex' ? hexText(spec, value, node.length) : String(value);
}
