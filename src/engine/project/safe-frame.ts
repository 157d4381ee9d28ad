/** A frame as it may be given away: headers without payload, and addresses that are not the true ones. */
import type { FieldNode } from '../../shared/contract/dissection';
import { registry } from '../protocols';
import type { DissectedPacket } from '../protocols/dissect';
import type { FieldType } from '../protocols/protocol';
import type { Pseudonyms } from './pseudonyms';
import { repairChecksums } from './safe-checksums';

/** Layers of which the header is kept, from the frame inwards; at the first other one the frame ends. ICMP is kept by its fields: it quotes packets. */
const HEADERS: ReadonlySet<string> = new Set([
  ...['eth', 'vlan', 'ieee8021ad', 'llc', 'sll', 'sll2', 'null', 'loop', 'raw', 'ppp', 'pppoes', 'chdlc', 'fr', 'dsa', 'edsa'],
  ...['mpls', 'gre', 'erspan', 'vxlan', 'geneve', 'gtp', 'etherip'],
  ...['ip', 'ipv6', 'ipv6.hopopts', 'ipv6.dstopts', 'ipv6.routing', 'ipv6.fraghdr', 'ah', 'tcp', 'udp', 'arp'],
]);
const BY_FIELDS: ReadonlySet<string> = new Set(['icmp', 'icmpv6']);

/** TCP options that hold numbers of the protocol alone (RFC 9293, RFC 7323, RFC 2018): end, no-operation, MSS, window scale, SACK permitted, SACK, time stamps. */
const PLAIN_TCP_OPTIONS: ReadonlySet<number> = new Set([0, 1, 2, 3, 4, 5, 8]);
const NO_OPERATION = 1;

export interface SafeFrameOptions {
  /** Null: addresses stay. */
  readonly pseudonyms: Pseudonyms | null;
}

/** The kept bytes: a frame that the capture cut there. Its length on the wire stays that of the original. */
export function safeFrame(packet: DissectedPacket, { pseudonyms }: SafeFrameOptions): Uint8Array<ArrayBuffer> {
  const original = packet.sources[0]?.bytes ?? new Uint8Array(0);
  const made = new Uint8Array(original.length);
  const layers: FieldNode[] = [];
  const end = keepLayers(packet.tree, original, made, layers);
  if (pseudonyms !== null) {
    for (const layer of layers) disguise(layer, original, made, pseudonyms);
    for (const layer of layers) scrub(layer, made);
    repairChecksums(layers, original, made, end);
  }
  return made.slice(0, end);
}

/** Copies the headers of the layers up to the first that is not kept, and adds them to `kept`; returns where the last one ends. */
function keepLayers(layers: readonly FieldNode[], original: Uint8Array, made: Uint8Array, kept: FieldNode[]): number {
  let end = 0;
  for (const layer of layers) {
    if (layer.name === 'frame' || layer.source !== 0) continue;
    const byFields = BY_FIELDS.has(layer.name);
    if (!byFields && !HEADERS.has(layer.name)) break;
    kept.push(layer);
    if (byFields) return Math.max(end, copyFields(layer, original, made), keepLayers(layer.children.filter(isLayer), original, made, kept));
    made.set(original.subarray(layer.offset, layer.offset + layer.length), layer.offset);
    end = Math.max(end, layer.offset + layer.length);
  }
  return end;
}

/** Of a packet that is quoted within another. */
function isLayer({ name }: FieldNode): boolean {
  return registry.byId(name) !== undefined;
}

/** Copies what fields without children hold that are numbers or addresses; returns where the last one ends. Layers of quoted packets are no fields. */
function copyFields(node: FieldNode, original: Uint8Array, made: Uint8Array): number {
  if (node.source !== 0 || node.generated) return 0;
  const fields = node.children.filter((child) => !isLayer(child));
  if (node.children.length > 0) return fields.reduce((end, child) => Math.max(end, copyFields(child, original, made)), 0);
  const type = registry.field(node.name)?.type;
  if (type === undefined || type === 'bytes' || type === 'text' || type === 'none') return 0;
  made.set(original.subarray(node.offset, node.offset + node.length), node.offset);
  return node.offset + node.length;
}

/** What lies behind a header, as its payload does, is for the layers there. */
function disguise(layer: FieldNode, original: Uint8Array, made: Uint8Array, pseudonyms: Pseudonyms): void {
  const end = layer.offset + layer.length;
  const fields = layer.children.filter((child) => !isLayer(child) && child.offset < end);
  for (const field of fields) disguiseField(field, original, made, pseudonyms);
}

function disguiseField(node: FieldNode, original: Uint8Array, made: Uint8Array, pseudonyms: Pseudonyms): void {
  for (const child of node.children) disguiseField(child, original, made, pseudonyms);
  if (node.source !== 0 || node.generated || node.bits !== null) return;
  const type = registry.field(node.name)?.type;
  const bytes = original.subarray(node.offset, node.offset + node.length);
  if ((type === 'ipv4' && node.length === 4) || (type === 'ipv6' && node.length === 16)) made.set(pseudonyms.ip(bytes), node.offset);
  else if (type === 'mac' && node.length === 6) made.set(pseudonyms.mac(bytes), node.offset);
  else if (isFree(node, type)) made.fill(0, node.offset, node.offset + node.length);
}

/** Bytes and text that could be anything; the flags of a TCP segment in letters are no text of their own. */
function isFree({ name, children }: FieldNode, type: FieldType | undefined): boolean {
  return (type === 'bytes' || type === 'text') && children.length === 0 && !name.endsWith('.str');
}

/** Options may hold anything: those that are not plain numbers become no-operations. */
function scrub(layer: FieldNode, made: Uint8Array): void {
  if (layer.name === 'tcp') scrubOptions(made, layer.offset + 20, layer.offset + layer.length, PLAIN_TCP_OPTIONS);
  else if (layer.name === 'ip') scrubOptions(made, layer.offset + 20, layer.offset + layer.length, new Set([0, 1]));
}

function scrubOptions(made: Uint8Array, from: number, end: number, plain: ReadonlySet<number>): void {
  for (let at = from; at < end; ) {
    const kind = made[at] as number;
    if (kind === 0) {
      made.fill(0, at, end);
      return;
    }
    const length = kind === NO_OPERATION ? 1 : Math.max(2, made[at + 1] ?? 2);
    if (!plain.has(kind) || at + length > end) made.fill(NO_OPERATION, at, Math.min(end, at + length));
    at += length;
  }
}
