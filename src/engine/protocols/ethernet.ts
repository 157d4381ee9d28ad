import { formatMac } from '../../shared/base/address';
import { readUint16 } from '../../shared/base/bytes';
import type { LayerBuilder } from './dissection';
import { addTrailer } from './ethernet-trailer';
import { flag, freeBytes, freeHex, hex, macAddress, uint } from './field-spec';
import { llc } from './llc';
import { ETHER_TYPES } from './numbers/ether-types';
import type { PacketPath } from './packet-path';
import { defineProtocol, type Protocol } from './protocol';
import type { Registry } from './registry';
import { stepTo } from './walk';

const HEADER_LENGTH = 14;
const TYPE_OFFSET = 12;
/** Values up to here are lengths of an 802.2 frame, values above EtherTypes (IEEE 802.3 clause 3.2.6). */
export const LARGEST_LENGTH = 1500;

function stepEthernet(path: PacketPath, registry: Registry): Protocol | null {
  if (path.end - path.offset < HEADER_LENGTH) return null;
  return stepTypeOrLength(path, HEADER_LENGTH, readUint16(path.bytes, path.offset + TYPE_OFFSET), registry);
}

/** Steps over a header of `length` bytes that ends with an EtherType or the length of an 802.2 frame. */
export function stepTypeOrLength(path: PacketPath, length: number, typeOrLength: number, registry: Registry): Protocol | null {
  if (typeOrLength > LARGEST_LENGTH || typeOrLength === 0) return stepTo(path, length, registry, 'ethertype', typeOrLength);
  path.offset += length;
  path.wireEnd = Math.min(path.wireEnd, path.offset + typeOrLength);
  path.end = Math.min(path.end, path.wireEnd);
  return llc;
}

const LOCAL_OR_GLOBAL = { 0: 'Globally unique address (factory default)', 1: 'Locally administered address (this is NOT the factory default)' };
const GROUP_OR_INDIVIDUAL = { 0: 'Individual address (unicast)', 1: 'Group address (multicast/broadcast)' };

function decodeEthernet(layer: LayerBuilder): void {
  const { bytes, offset } = layer;
  if (!layer.has(offset, HEADER_LENGTH)) {
    layer.describe(layer.end - offset, 'Ethernet');
    layer.readCut(['eth.dst', 'eth.src']);
    return;
  }
  const typeOrLength = readUint16(bytes, offset + TYPE_OFFSET);
  const source = formatMac(bytes, offset + 6);
  const destination = formatMac(bytes, offset);
  layer.column('source', source);
  layer.column('destination', destination);
  const isLength = typeOrLength <= LARGEST_LENGTH && typeOrLength !== 0;
  if (layer.detailed) {
    layer.describe(HEADER_LENGTH, `${isLength ? 'IEEE 802.3 Ethernet' : 'Ethernet II'}, Src: ${source}, Dst: ${destination}`);
    addAddress(layer, 'eth.dst', offset);
    addAddress(layer, 'eth.src', offset + 6);
  }
  const packetEnd = decodeTypeOrLength(layer, HEADER_LENGTH, typeOrLength, 'eth.type', 'eth.len');
  // Tunnels carry frames without their check sequence.
  addTrailer(layer, packetEnd, 'eth.trailer', offset === 0, layer.wireEnd - offset);
}

function addAddress(layer: LayerBuilder, name: string, offset: number): void {
  const first = layer.bytes[offset] as number;
  const isBroadcast = layer.bytes.subarray(offset, offset + 6).every((byte) => byte === 0xff);
  const kind = isBroadcast ? 'broadcast' : first & 1 ? 'group' : first & 2 ? 'local' : 'global';
  const parent = layer.read(name, { explanation: { code: `mac-${kind}`, data: {} } });
  layer.read('eth.addr', { parent }, offset);
  layer.read(`${name}.lg`, { parent });
  layer.read(`${name}.ig`, { parent });
}

/**
 * Decodes what follows a header of `length` bytes that ends with an EtherType or the length of an 802.2 frame, shown as field `typeName` or
 * `lengthName`. Returns where the packet inside ends on the wire.
 */
export function decodeTypeOrLength(layer: LayerBuilder, length: number, typeOrLength: number, typeName: string, lengthName: string): number {
  const next = layer.offset + length;
  if (typeOrLength > LARGEST_LENGTH || typeOrLength === 0) {
    layer.read(typeName, {
      explanation: { code: 'ether-type', data: { type: `0x${typeOrLength.toString(16).padStart(4, '0')}`, limit: LARGEST_LENGTH } },
    });
    return layer.next('ethertype', typeOrLength, next);
  }
  layer.read(lengthName, { explanation: { code: 'ethernet-length', data: { length: typeOrLength, limit: LARGEST_LENGTH } } });
  const wireEnd = Math.min(layer.wireEnd, next + typeOrLength);
  return layer.nextProtocol(llc, next, Math.min(layer.end, wireEnd), wireEnd);
}

export const ethernet = defineProtocol({
  id: 'eth',
  title: 'Ethernet II',
  short: 'Ethernet',
  spec: 'IEEE 802.3 clause 3',
  fields: {
    'eth.dst': macAddress('Destination', 0),
    'eth.src': macAddress('Source', 6),
    'eth.addr': macAddress('Address', 0),
    'eth.dst.lg': flag('LG bit', 0, 3, 6, LOCAL_OR_GLOBAL),
    'eth.dst.ig': flag('IG bit', 0, 3, 7, GROUP_OR_INDIVIDUAL),
    'eth.src.lg': flag('LG bit', 6, 3, 6, LOCAL_OR_GLOBAL),
    'eth.src.ig': flag('IG bit', 6, 3, 7, GROUP_OR_INDIVIDUAL),
    'eth.type': hex('Type', TYPE_OFFSET, 2, { values: ETHER_TYPES }),
    'eth.len': uint('Length', TYPE_OFFSET, 2),
    'eth.padding': freeBytes('Padding'),
    'eth.trailer': freeBytes('Trailer'),
    'eth.fcs': freeHex('Frame check sequence'),
  },
  attach: [
    { table: 'link-type', keys: [1] },
    { table: 'ethertype', keys: [0x6558] },
    { table: 'gre-protocol', keys: [0x6558, 0x6400] },
    { table: 'ip-protocol', keys: [143] },
  ],
  step: stepEthernet,
  decode: decodeEthernet,
});
