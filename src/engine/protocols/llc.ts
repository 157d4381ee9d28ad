import { readUint16, readUint24 } from '../../shared/base/bytes';
import type { LayerBuilder } from './dissection';
import { bits, flag, freeHex, hex, hexBits, uint } from './field-spec';
import { ETHER_TYPES } from './numbers/ether-types';
import type { PacketPath } from './packet-path';
import { defineProtocol, type Protocol } from './protocol';
import type { Registry } from './registry';
import { stepTo } from './walk';

const LLC_LENGTH = 3;
const SNAP_LENGTH = 8;
const SNAP_SAP = 0xaa;
const UNNUMBERED_INFORMATION = 0x03;
/** Organisation codes under which the protocol id is an EtherType: encapsulated Ethernet (RFC 1042) and Cisco's bridged form of it. */
const OUI_ETHERNET = 0x000000;
const OUI_CISCO_90 = 0x0000f8;
const OUI_CISCO = 0x00000c;

function stepLlc(path: PacketPath, registry: Registry): Protocol | null {
  const { bytes, offset } = path;
  const available = path.end - offset;
  if (available < LLC_LENGTH || bytes[offset + 2] !== UNNUMBERED_INFORMATION) return null;
  const destinationSap = bytes[offset] as number;
  if (destinationSap !== SNAP_SAP || bytes[offset + 1] !== SNAP_SAP) return stepTo(path, LLC_LENGTH, registry, 'llc-sap', destinationSap);
  if (available < SNAP_LENGTH) return null;
  const organisation = readUint24(bytes, offset + 3);
  if (organisation !== OUI_ETHERNET && organisation !== OUI_CISCO_90) return null;
  return stepTo(path, SNAP_LENGTH, registry, 'ethertype', readUint16(bytes, offset + 6));
}

/** Service access points (IEEE 802.2). */
const SAPS: Readonly<Record<number, string>> = {
  0: 'NULL LSAP',
  6: 'TCP/IP',
  66: 'Spanning Tree BPDU',
  170: 'SNAP',
  224: 'NetWare',
  240: 'NetBIOS',
  254: 'ISO Network Layer',
};

function decodeLlc(layer: LayerBuilder): void {
  const { bytes, offset } = layer;
  if (!layer.has(offset, LLC_LENGTH)) {
    layer.readCut(['llc.dsap', 'llc.ssap']);
    return;
  }
  const destinationSap = bytes[offset] as number;
  const control = bytes[offset + 2] as number;
  const isUnnumbered = (control & 3) === 3;
  const dsap = layer.read('llc.dsap');
  layer.read('llc.dsap.sap', { parent: dsap });
  layer.read('llc.dsap.ig', { parent: dsap });
  const ssap = layer.read('llc.ssap');
  layer.read('llc.ssap.sap', { parent: ssap });
  layer.read('llc.ssap.cr', { parent: ssap });
  const controlLength = isUnnumbered ? 1 : 2;
  if (!layer.has(offset + 2, controlLength)) return;
  const value = isUnnumbered ? control : readUint16(bytes, offset + 2);
  const controlNode = layer.field('llc.control', offset + 2, controlLength, value);
  if (isUnnumbered) layer.read('llc.control.u_modifier_cmd', { parent: controlNode });
  layer.read('llc.control.ftype', { parent: controlNode });
  const next = offset + 2 + controlLength;
  if (destinationSap === SNAP_SAP && bytes[offset + 1] === SNAP_SAP && control === UNNUMBERED_INFORMATION) {
    decodeSnap(layer);
    return;
  }
  layer.describe(next - offset, 'Logical-Link Control');
  layer.column('info', `DSAP ${SAPS[destinationSap] ?? `0x${destinationSap.toString(16)}`}`);
  if (control === UNNUMBERED_INFORMATION) layer.limit(layer.next('llc-sap', destinationSap, next));
  else layer.data(next, layer.end);
}

function decodeSnap(layer: LayerBuilder): void {
  const { bytes, offset } = layer;
  layer.describe(SNAP_LENGTH, 'Logical-Link Control');
  if (!layer.has(offset, SNAP_LENGTH)) {
    layer.readCut(['llc.oui']);
    return;
  }
  const organisation = readUint24(bytes, offset + 3);
  const isEtherType = organisation === OUI_ETHERNET || organisation === OUI_CISCO_90;
  layer.read('llc.oui');
  layer.read(isEtherType ? 'llc.type' : organisation === OUI_CISCO ? 'llc.cisco_pid' : 'llc.pid');
  const next = offset + SNAP_LENGTH;
  if (isEtherType) layer.limit(layer.next('ethertype', readUint16(bytes, offset + 6), next));
  else layer.data(next, layer.end);
}

export const llc = defineProtocol({
  id: 'llc',
  title: 'Logical-Link Control',
  short: 'LLC',
  spec: 'IEEE 802.2; SNAP: IEEE 802 clause 9',
  fields: {
    'llc.dsap': hex('DSAP', 0, 1, { values: SAPS }),
    'llc.dsap.sap': bits('SAP', 0, 1, [0, 7]),
    'llc.dsap.ig': flag('IG Bit', 0, 1, 7, { 0: 'Individual', 1: 'Group' }),
    'llc.ssap': hex('SSAP', 1, 1, { values: SAPS }),
    'llc.ssap.sap': bits('SAP', 1, 1, [0, 7]),
    'llc.ssap.cr': flag('CR Bit', 1, 1, 7, { 0: 'Command', 1: 'Response' }),
    'llc.control': freeHex('Control field', { digits: 4 }),
    'llc.control.u_modifier_cmd': hexBits('Command', 2, 1, [0, 6]),
    'llc.control.ftype': hexBits('Frame type', 2, 1, [6, 2]),
    'llc.oui': uint('Organization Code', 3, 3),
    'llc.type': hex('Type', 6, 2, { values: ETHER_TYPES }),
    'llc.pid': hex('Protocol ID', 6, 2),
    'llc.cisco_pid': hex('PID', 6, 2),
  },
  attach: [],
  step: stepLlc,
  decode: decodeLlc,
});
