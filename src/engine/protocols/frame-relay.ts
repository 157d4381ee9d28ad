import { readUint16, readUint24 } from '../../shared/base/bytes';
import type { LayerBuilder } from './dissection';
import { ethernet } from './ethernet';
import { flag, freeHex, freeUint, hexBits } from './field-spec';
import { ipv4 } from './ipv4';
import { ipv6 } from './ipv6';
import { ETHER_TYPES } from './numbers/ether-types';
import type { PacketPath } from './packet-path';
import { ppp } from './ppp';
import { defineProtocol, type Protocol } from './protocol';
import type { Registry } from './registry';
import { stepTo } from './walk';

/** Q.922 section 3.3: the last address byte has its lowest bit set; two to four of them. */
const LAST_ADDRESS_BYTE = 0x01;
const LONGEST_ADDRESS = 4;
const UNNUMBERED_INFORMATION = 0x03;
/** Network layer protocol identifiers (RFC 2427). */
const PADDING = 0x00;
const SNAP = 0x80;
const SNAP_LENGTH = 5;
const OUI_BRIDGED = 0x0080c2;
/** Bridged Ethernet frames with and without check sequence. */
const BRIDGED_ETHERNET: readonly number[] = [0x0001, 0x0007];
const PROTOCOLS: Readonly<Record<number, Protocol>> = { 204: ipv4, 142: ipv6, 207: ppp };

/** Bytes of the address at `at`; 0 when it has no end. */
function addressLength(bytes: Uint8Array, at: number, end: number): number {
  for (let length = 1; length <= LONGEST_ADDRESS && at + length <= end; length++) {
    if (((bytes[at + length - 1] as number) & LAST_ADDRESS_BYTE) !== 0) return length < 2 ? 0 : length;
  }
  return 0;
}

/** Bytes of padding before the protocol identifier, which then begins at an even offset. */
function paddingLength(bytes: Uint8Array, at: number, end: number): number {
  return at < end && bytes[at] === PADDING ? 1 : 0;
}

function stepFrameRelay(path: PacketPath, registry: Registry): Protocol | null {
  const { bytes, offset, end } = path;
  const length = addressLength(bytes, offset, end);
  const at = offset + length;
  if (length === 0 || at + 2 > end) return null;
  if (bytes[at] !== UNNUMBERED_INFORMATION) return stepTo(path, length + 2, registry, 'ethertype', readUint16(bytes, at));
  const identifierAt = at + 1 + paddingLength(bytes, at + 1, end);
  if (identifierAt >= end) return null;
  path.offset = identifierAt + 1;
  const identifier = bytes[identifierAt] as number;
  if (identifier !== SNAP) return PROTOCOLS[identifier] ?? null;
  if (path.offset + SNAP_LENGTH > end) return null;
  const organisation = readUint24(bytes, path.offset);
  const type = readUint16(bytes, path.offset + 3);
  path.offset += SNAP_LENGTH;
  if (organisation === 0) return registry.lookup('ethertype', type) ?? null;
  return organisation === OUI_BRIDGED && BRIDGED_ETHERNET.includes(type) ? ethernet : null;
}

function stepWithDirection(path: PacketPath, registry: Registry): Protocol | null {
  if (path.end - path.offset < 1) return null;
  path.linkHint = (path.bytes[path.offset] as number) + 1;
  path.offset += 1;
  return stepFrameRelay(path, registry);
}

function decodeFrameRelay(layer: LayerBuilder): void {
  decodeFrom(layer, layer.offset);
}

function decodeWithDirection(layer: LayerBuilder): void {
  layer.describe(1, 'Frame Relay');
  if (layer.has(layer.offset, 1)) decodeFrom(layer, layer.offset + 1);
}

function decodeFrom(layer: LayerBuilder, from: number): void {
  const { bytes } = layer;
  const length = addressLength(bytes, from, layer.end);
  layer.describe(layer.end - layer.offset, 'Frame Relay');
  if (length === 0) {
    layer.has(from, layer.end - from < LONGEST_ADDRESS ? LONGEST_ADDRESS : layer.end - from + 1);
    return;
  }
  addAddress(layer, from, length);
  const at = from + length;
  if (!layer.has(at, 2)) return;
  if (bytes[at] === UNNUMBERED_INFORMATION) decodeIdentifier(layer, at);
  else {
    layer.describe(at + 2 - layer.offset, 'Frame Relay, Cisco encapsulation');
    const type = readUint16(bytes, at);
    layer.field('fr.chdlctype', at, 2, type);
    layer.limit(layer.next('ethertype', type, at + 2));
  }
}

function addAddress(layer: LayerBuilder, from: number, length: number): void {
  const { bytes } = layer;
  for (let i = 0; i < length; i++) addAddressByte(layer, from, i, i === length - 1);
  let identifier = (((bytes[from] as number) & 0xfc) << 2) | ((bytes[from + 1] as number) >> 4);
  if (length === 4) identifier = (identifier << 7) | ((bytes[from + 2] as number) >> 1);
  if (length > 2) identifier = (identifier << 6) | ((bytes[from + length - 1] as number) >> 2);
  layer.field('fr.dlci', from, length, identifier);
  layer.column('info', `DLCI ${identifier}`);
  layer.column('source', `DLCI ${identifier}`);
}

const BYTE_NAMES = ['first', 'second', 'third', 'fourth'];
/** Fields of the first and second byte; later ones hold bits of the identifier. */
const BYTE_FIELDS = [
  ['fr.upper_dlci', 'fr.cr'],
  ['fr.second_dlci', 'fr.fecn', 'fr.becn', 'fr.de'],
];

function addAddressByte(layer: LayerBuilder, from: number, index: number, isLast: boolean): void {
  const at = from + index;
  const value = layer.bytes[at] as number;
  const parent = layer.field(`fr.${BYTE_NAMES[index]}_addr_octet`, at, 1, value);
  for (const name of BYTE_FIELDS[index] ?? []) layer.read(name, { parent }, from);
  if (index > 1 && !isLast) layer.field('fr.third_dlci', at, 1, value >> 1, { parent, bits: { offset: 0, count: 7 } });
  if (index > 1 && isLast) {
    layer.field('fr.lower_dlci', at, 1, value >> 2, { parent, bits: { offset: 0, count: 6 } });
    layer.field('fr.dc', at, 1, (value & 2) !== 0, { parent, bits: { offset: 6, count: 1 } });
  }
  layer.field('fr.ea', at, 1, isLast, { parent, bits: { offset: 7, count: 1 } });
}

function decodeIdentifier(layer: LayerBuilder, at: number): void {
  const { bytes } = layer;
  const control = layer.field('fr.control', at, 1, UNNUMBERED_INFORMATION);
  layer.field('fr.control.u_modifier_cmd', at, 1, UNNUMBERED_INFORMATION >> 2, { parent: control, bits: { offset: 0, count: 6 } });
  layer.field('fr.control.ftype', at, 1, UNNUMBERED_INFORMATION & 0x03, { parent: control, bits: { offset: 6, count: 2 } });
  const identifierAt = at + 1 + paddingLength(bytes, at + 1, layer.end);
  if (!layer.has(identifierAt, 1)) return;
  if (identifierAt > at + 1) layer.field('fr.nlpid', at + 1, 1, PADDING, { text: 'Padding' });
  const identifier = bytes[identifierAt] as number;
  layer.field('fr.nlpid', identifierAt, 1, identifier);
  layer.describe(identifierAt + 1 - layer.offset, 'Frame Relay');
  if (identifier === SNAP) {
    decodeSnap(layer, identifierAt + 1);
    return;
  }
  const protocol = PROTOCOLS[identifier];
  if (protocol) layer.limit(layer.nextProtocol(protocol, identifierAt + 1));
  else layer.data(identifierAt + 1, layer.end);
}

function decodeSnap(layer: LayerBuilder, at: number): void {
  const { bytes } = layer;
  if (!layer.has(at, SNAP_LENGTH)) return;
  layer.describe(at + SNAP_LENGTH - layer.offset, 'Frame Relay');
  const organisation = readUint24(bytes, at);
  const type = readUint16(bytes, at + 3);
  layer.field('fr.snap.oui', at, 3, organisation);
  layer.field(organisation === 0 ? 'fr.snaptype' : 'fr.snap.pid', at + 3, 2, type);
  const next = at + SNAP_LENGTH;
  if (organisation === 0) layer.limit(layer.next('ethertype', type, next));
  else if (organisation === OUI_BRIDGED && BRIDGED_ETHERNET.includes(type)) layer.limit(layer.nextProtocol(ethernet, next));
  else layer.data(next, layer.end);
}

const NAMES = { 128: 'SNAP', 142: 'IPv6', 204: 'IP', 207: 'PPP', 8: 'Q.933', 9: 'LMI' };

export const frameRelay = defineProtocol({
  id: 'fr',
  title: 'Frame Relay',
  short: 'FR',
  spec: 'Q.922, RFC 2427',
  fields: {
    'fr.first_addr_octet': freeHex('First address octet'),
    'fr.second_addr_octet': freeHex('Second address octet'),
    'fr.third_addr_octet': freeHex('Third address octet'),
    'fr.fourth_addr_octet': freeHex('Fourth address octet'),
    'fr.ea': { label: 'EA', type: 'boolean', values: { 0: 'More Follows', 1: 'Last Octet' } },
    'fr.third_dlci': freeHex('Third DLCI'),
    'fr.lower_dlci': freeHex('Lower DLCI'),
    'fr.dc': { label: 'DC', type: 'boolean' },
    'fr.upper_dlci': hexBits('Upper DLCI', 0, 1, [0, 6]),
    'fr.cr': flag('CR', 0, 1, 6, { 0: 'Command', 1: 'Response' }),
    'fr.second_dlci': hexBits('Second DLCI', 1, 1, [0, 4]),
    'fr.fecn': flag('FECN', 1, 1, 4),
    'fr.becn': flag('BECN', 1, 1, 5),
    'fr.de': flag('DE', 1, 1, 6),
    'fr.dlci': freeUint('DLCI'),
    'fr.control': freeHex('Control Field'),
    'fr.control.u_modifier_cmd': freeHex('Command'),
    'fr.control.ftype': freeHex('Frame type'),
    'fr.nlpid': freeHex('NLPID', { values: NAMES }),
    'fr.snap.oui': freeUint('Organization Code'),
    'fr.snap.pid': freeHex('Protocol ID'),
    'fr.snaptype': freeHex('Type', { values: ETHER_TYPES }),
    'fr.chdlctype': freeHex('Type', { values: ETHER_TYPES }),
  },
  attach: [
    { table: 'link-type', keys: [107] },
    { table: 'gre-protocol', keys: [0x6559] },
  ],
  step: stepFrameRelay,
  decode: decodeFrameRelay,
});

export const frameRelayWithDirection = defineProtocol({
  id: 'fr_direction',
  title: 'Frame Relay',
  short: 'FR',
  spec: 'LINKTYPE_FRELAY_WITH_DIR',
  fields: {},
  attach: [{ table: 'link-type', keys: [206] }],
  step: stepWithDirection,
  decode: decodeWithDirection,
});
