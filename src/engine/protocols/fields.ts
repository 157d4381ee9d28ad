/** Names of fields beyond those that protocols declare, and values of fields as `tshark -T fields` prints them. */
import type { DecodeIssue, FieldNode } from '../../shared/contract/dissection';
import type { DissectedPacket } from './dissect';
import { hexText } from './field-value';
import type { FieldSpec } from './protocol';

/** Names that stand for fields of either direction, or of both versions of IP, as in Wireshark. */
const ALIASES: Readonly<Record<string, readonly string[]>> = {
  'eth.addr': ['eth.dst', 'eth.src'],
  'ip.addr': ['ip.src', 'ip.dst'],
  'ip.host': ['ip.src', 'ip.dst'],
  'ip.version': ['ip.version', 'ipv6.version'],
  'ip.src_host': ['ip.src'],
  'ip.dst_host': ['ip.dst'],
  'ipv6.addr': ['ipv6.src', 'ipv6.dst'],
  'ipv6.host': ['ipv6.src', 'ipv6.dst'],
  'ipv6.src_host': ['ipv6.src'],
  'ipv6.dst_host': ['ipv6.dst'],
  'tcp.port': ['tcp.srcport', 'tcp.dstport'],
  'udp.port': ['udp.srcport', 'udp.dstport'],
  'sctp.port': ['sctp.srcport', 'sctp.dstport'],
};
/** Columns by the names that Wireshark gives them as fields. */
const COLUMNS: Readonly<Record<string, keyof DissectedPacket['columns']>> = {
  '_ws.col.Source': 'source',
  '_ws.col.Destination': 'destination',
  '_ws.col.Protocol': 'protocol',
  '_ws.col.Info': 'info',
};

/** Wireshark's names of what is wrong with a packet. */
export const ISSUE_FIELDS: Readonly<Record<string, { readonly label: string; readonly issue: DecodeIssue['kind'] }>> = {
  '_ws.malformed': { label: 'Malformed Packet', issue: 'malformed' },
  '_ws.short': { label: 'Packet size limited during capture', issue: 'truncated' },
};

/** Names of the fields that `name` stands for; itself when it is no such name. */
export function aliasTargets(name: string): readonly string[] {
  return ALIASES[name] ?? [name];
}

/** Names that stand for several fields. */
export function aliasNames(): readonly string[] {
  return Object.keys(ALIASES);
}

/** The column that Wireshark gives this field name (`_ws.col.Info`); undefined for other names. */
export function columnOf(name: string): keyof DissectedPacket['columns'] | undefined {
  return COLUMNS[name];
}

/** Booleans are 1 and 0, numbers without their names, times without units, protocols their text; empty where a line has no value. */
export function valueText(node: FieldNode, spec: FieldSpec | undefined): string {
  const { value } = node;
  if (value === null) return spec ? '' : node.text;
  if (typeof value === 'boolean') return value ? '1' : '0';
  if (typeof value === 'string') return value;
  return spec?.type === 'hex' ? hexText(spec, value, node.length) : String(countedNumber(node.name, value));
}

/** A number in the unit that Wireshark counts its field in: header lengths are bytes, though the bits that hold them count words of four. */
export function countedNumber(name: string, value: number): number {
  return name.endsWith('.hdr_len') ? value * 4 : value;
}
