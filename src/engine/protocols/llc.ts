import { readUint16, readUint24 } from '../../shared/base/bytes';
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

export const llc = defineProtocol({
  id: 'llc',
  title: 'Logical-Link Control',
  short: 'LLC',
  spec: 'IEEE 802.2; SNAP: IEEE 802 clause 9',
  fields: {},
  attach: [],
  step: stepLlc,
  decode: (layer) => layer.data(layer.offset, layer.end),
});
