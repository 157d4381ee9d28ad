import { readUint16, readUint32 } from '../../shared/base/bytes';
import type { LayerBuilder } from './dissection';
import { freeHex, freeUint, hex, uint } from './field-spec';
import { ETHER_TYPES } from './numbers/ether-types';
import type { PacketPath } from './packet-path';
import { defineProtocol, type Protocol } from './protocol';
import type { Registry } from './registry';
import { stepTo } from './walk';

const HEADER_LENGTH = 4;
const PROTOCOL_OFFSET = 2;
/** On serial lines this number is Cisco's address resolution and keepalive protocol, on Ethernet reverse ARP. */
const SLARP = 0x8035;

function stepChdlc(path: PacketPath, registry: Registry): Protocol | null {
  if (path.end - path.offset < HEADER_LENGTH) return null;
  const type = readUint16(path.bytes, path.offset + PROTOCOL_OFFSET);
  return type === SLARP ? null : stepTo(path, HEADER_LENGTH, registry, 'ethertype', type);
}

const FIELDS = ['chdlc.address', 'chdlc.control', 'chdlc.protocol'];

function decodeChdlc(layer: LayerBuilder): void {
  const { bytes, offset } = layer;
  layer.describe(HEADER_LENGTH, 'Cisco HDLC');
  if (!layer.has(offset, HEADER_LENGTH)) {
    layer.readCut(FIELDS);
    return;
  }
  for (const name of FIELDS) layer.read(name);
  const type = readUint16(bytes, offset + PROTOCOL_OFFSET);
  const next = offset + HEADER_LENGTH;
  if (type === SLARP) layer.nextProtocol(slarp, next);
  else layer.limit(layer.next('ethertype', type, next));
}

export const chdlc = defineProtocol({
  id: 'chdlc',
  title: 'Cisco HDLC',
  short: 'CHDLC',
  spec: 'LINKTYPE_C_HDLC',
  fields: {
    'chdlc.address': hex('Address', 0, 1, { values: { 15: 'Unicast', 143: 'Multicast' } }),
    'chdlc.control': hex('Control', 1, 1),
    'chdlc.protocol': hex('Protocol', PROTOCOL_OFFSET, 2, { values: { ...ETHER_TYPES, [SLARP]: 'SLARP' } }),
  },
  attach: [{ table: 'link-type', keys: [104] }],
  step: stepChdlc,
  decode: decodeChdlc,
});

const SLARP_LENGTH = 14;
const KEEPALIVE = 2;

function decodeSlarp(layer: LayerBuilder): void {
  const { bytes, offset } = layer;
  layer.describe(SLARP_LENGTH, 'Cisco SLARP');
  if (!layer.has(offset, SLARP_LENGTH)) {
    layer.readCut(['slarp.ptype']);
    return;
  }
  layer.read('slarp.ptype');
  if (readUint32(bytes, offset) !== KEEPALIVE) {
    layer.data(offset + 4, layer.end);
    return;
  }
  const mine = readUint32(bytes, offset + 4);
  const yours = readUint32(bytes, offset + 8);
  layer.column('info', `Line keepalive, outgoing sequence ${mine}, returned sequence ${yours}`);
  layer.field('slarp.mysequence', offset + 4, 4, mine);
  layer.field('slarp.yoursequence', offset + 8, 4, yours);
  layer.field('slarp.reliability', offset + 12, 2, readUint16(bytes, offset + 12));
}

export const slarp = defineProtocol({
  id: 'slarp',
  title: 'Cisco SLARP',
  short: 'SLARP',
  spec: 'LINKTYPE_C_HDLC',
  fields: {
    'slarp.ptype': uint('Packet type', 0, 4, { values: { 0: 'Request', 1: 'Reply', [KEEPALIVE]: 'Line keepalive' } }),
    'slarp.mysequence': freeUint('Outgoing sequence number'),
    'slarp.yoursequence': freeUint('Returned sequence number'),
    'slarp.reliability': freeHex('Reliability'),
  },
  attach: [],
  decode: decodeSlarp,
});
