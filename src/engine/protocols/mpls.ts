import { readUint16, readUint32 } from '../../shared/base/bytes';
import type { LayerBuilder } from './dissection';
import { ethernet } from './ethernet';
import { bits, freeHex, freeUint } from './field-spec';
import { ipv4 } from './ipv4';
import { ipv6 } from './ipv6';
import type { PacketPath } from './packet-path';
import { defineProtocol, type Protocol } from './protocol';
import type { Registry } from './registry';

/** One entry of the label stack (RFC 3032 section 2.1). */
const ENTRY_LENGTH = 4;
const BOTTOM_OF_STACK = 0x100;
/** Control word of an Ethernet pseudowire (RFC 4448 section 4.6). */
const CONTROL_WORD = 4;
const ETHERNET_HEADER = 14;
const ETHERNET_TYPE = 12;
/** Reserved labels (IANA): these are followed by messages of operation and maintenance. */
const GENERIC_ASSOCIATED_CHANNEL = 13;
const OAM_ALERT = 14;

function stepMpls(path: PacketPath, registry: Registry): Protocol | null {
  const { bytes, offset } = path;
  if (path.end - offset < ENTRY_LENGTH) return null;
  const entry = readUint32(bytes, offset);
  path.offset += ENTRY_LENGTH;
  if ((entry & BOTTOM_OF_STACK) === 0) return mpls;
  const payload = payloadProtocol(entry >>> 12, bytes, path.offset, path.end);
  if (payload !== null) return payload;
  const before = wordBeforeEthernet(bytes, path.offset, path.end, registry);
  if (before < 0) return null;
  path.offset += before;
  return ethernet;
}

/** Nothing in the label says what it carries; IP headers are told by their version (RFC 4385 section 3). */
function payloadProtocol(label: number, bytes: Uint8Array, at: number, end: number): Protocol | null {
  if (label === GENERIC_ASSOCIATED_CHANNEL || label === OAM_ALERT || at >= end) return null;
  const version = (bytes[at] as number) >> 4;
  if (version === 4) return ipv4;
  return version === 6 ? ipv6 : null;
}

/** Bytes before an Ethernet frame at `at`: 4 for a control word, 0 without one, -1 when neither place holds a header whose type is known. */
function wordBeforeEthernet(bytes: Uint8Array, at: number, end: number, registry: Registry): number {
  if (at < end && (bytes[at] as number) >> 4 === 0 && isEthernet(bytes, at + CONTROL_WORD, end, registry)) return CONTROL_WORD;
  return isEthernet(bytes, at, end, registry) ? 0 : -1;
}

function isEthernet(bytes: Uint8Array, at: number, end: number, registry: Registry): boolean {
  return end - at >= ETHERNET_HEADER && registry.lookup('ethertype', readUint16(bytes, at + ETHERNET_TYPE)) !== undefined;
}

function decodeMpls(layer: LayerBuilder): void {
  const { bytes, offset } = layer;
  layer.describe(ENTRY_LENGTH, 'MultiProtocol Label Switching Header');
  if (!layer.has(offset, ENTRY_LENGTH)) return;
  const entry = readUint32(bytes, offset);
  const label = entry >>> 12;
  const bottom = (entry & BOTTOM_OF_STACK) !== 0;
  if (layer.detailed) {
    const text = `Label: ${label}${LABELS[label] ? ` (${LABELS[label]})` : ''}, Exp: ${(entry >>> 9) & 7}, S: ${bottom ? 1 : 0}, TTL: ${entry & 0xff}`;
    layer.describe(ENTRY_LENGTH, `MultiProtocol Label Switching Header, ${text}`);
  }
  layer.column('info', `MPLS Label ${label}`);
  for (const name of ['mpls.label', 'mpls.exp', 'mpls.bottom', 'mpls.ttl']) layer.read(name);
  const next = offset + ENTRY_LENGTH;
  if (!bottom) {
    layer.limit(layer.nextProtocol(mpls, next));
    return;
  }
  const payload = payloadProtocol(label, bytes, next, layer.end);
  if (payload !== null) layer.limit(layer.nextProtocol(payload, next));
  else decodePseudowire(layer, next);
}

function decodePseudowire(layer: LayerBuilder, at: number): void {
  const before = wordBeforeEthernet(layer.bytes, at, layer.end, layer.registry);
  if (before < 0) {
    layer.data(at, layer.end);
    return;
  }
  if (before > 0) {
    const word = layer.field('pwethcw', at, CONTROL_WORD, readUint32(layer.bytes, at));
    layer.field('pwethcw.sequence_number', at + 2, 2, readUint16(layer.bytes, at + 2), { parent: word });
  }
  layer.limit(layer.nextProtocol(ethernet, at + before));
}

/** Labels with a meaning of their own (IANA). */
const LABELS: Readonly<Record<number, string>> = {
  0: 'IPv4 Explicit-Null',
  1: 'Router Alert',
  2: 'IPv6 Explicit-Null',
  3: 'Implicit-Null',
  7: 'Entropy Label Indicator (ELI)',
  [GENERIC_ASSOCIATED_CHANNEL]: 'Generic Associated Channel Label (GAL)',
  [OAM_ALERT]: 'OAM Alert',
};

export const mpls: Protocol = defineProtocol({
  id: 'mpls',
  title: 'MultiProtocol Label Switching Header',
  short: 'MPLS',
  spec: 'RFC 3032; Ethernet pseudowires: RFC 4448',
  fields: {
    'mpls.label': bits('MPLS Label', 0, 4, [0, 20]),
    'mpls.exp': bits('MPLS Experimental Bits', 0, 4, [20, 3]),
    'mpls.bottom': bits('MPLS Bottom Of Label Stack', 0, 4, [23, 1]),
    'mpls.ttl': bits('MPLS TTL', 0, 4, [24, 8]),
    pwethcw: freeHex('PW Ethernet Control Word'),
    'pwethcw.sequence_number': freeUint('Sequence Number'),
  },
  attach: [
    { table: 'ethertype', keys: [0x8847, 0x8848] },
    { table: 'gre-protocol', keys: [0x8847, 0x8848] },
    { table: 'ppp-protocol', keys: [0x0281, 0x0283] },
    { table: 'ip-protocol', keys: [137] },
    { table: 'udp-port', keys: [6635] },
  ],
  step: stepMpls,
  decode: decodeMpls,
});
