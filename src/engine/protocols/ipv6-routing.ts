import { formatIpv6 } from '../../shared/base/address';
import { toHex } from '../../shared/base/bytes';
import type { LayerBuilder } from './dissection';
import { bytesAt, freeBytes, hex, uint } from './field-spec';
import { addExtensionStart, extensionFields, IPV6_ADDRESS } from './ipv6-options';
import { stepExtension } from './ipv6-step';
import type { PacketPath } from './packet-path';
import { defineProtocol, type Protocol } from './protocol';
import type { Registry } from './registry';

const SOURCE_ROUTE = 0;
const MOBILE = 2;
const SEGMENT_ROUTING = 4;
const TYPES = { [SOURCE_ROUTE]: 'Source Route', [MOBILE]: 'Mobile IP', 3: 'RPL Source Route', [SEGMENT_ROUTING]: 'Segment Routing' };
const SEGMENTS_LEFT = 3;
const ADDRESSES_OFFSET = 8;
const ADDRESS_FIELDS: Readonly<Record<number, string>> = {
  [SOURCE_ROUTE]: 'ipv6.routing.src.addr',
  [MOBILE]: 'ipv6.routing.mipv6.home_address',
  [SEGMENT_ROUTING]: 'ipv6.routing.srh.addr',
};
const SPECIFIC_FIELDS: Readonly<Record<number, readonly string[]>> = {
  [SOURCE_ROUTE]: ['ipv6.routing.src.reserved'],
  [MOBILE]: ['ipv6.routing.mipv6.reserved'],
  [SEGMENT_ROUTING]: ['ipv6.routing.srh.last_entry', 'ipv6.routing.srh.flags', 'ipv6.routing.srh.tag'],
};

/**
 * Offset of the address that the packet is on its way to, -1 when it has arrived or the header does not tell: the last of the list, the first for
 * segment routing (RFC 8754 section 2). Checksums and connections are made for it, not for the next stop.
 */
function finalAddress(bytes: Uint8Array, offset: number, length: number): number {
  const type = bytes[offset + 2] as number;
  const count = Math.floor((length - ADDRESSES_OFFSET) / IPV6_ADDRESS);
  if (count === 0 || bytes[offset + SEGMENTS_LEFT] === 0 || ADDRESS_FIELDS[type] === undefined) return -1;
  return offset + ADDRESSES_OFFSET + (type === SEGMENT_ROUTING ? 0 : (count - 1) * IPV6_ADDRESS);
}

function stepRouting(path: PacketPath, registry: Registry): Protocol | null {
  const { offset } = path;
  const next = stepExtension(path, registry);
  const final = path.ipVersion === 6 && path.offset > offset ? finalAddress(path.bytes, offset, path.offset - offset) : -1;
  if (final >= 0) path.destinationOffset = final;
  return next;
}

function decodeRouting(layer: LayerBuilder): void {
  const { bytes, offset } = layer;
  if (!layer.has(offset, 8)) {
    layer.readCut(['ipv6.routing.nxt', 'ipv6.routing.len', 'ipv6.routing.type', 'ipv6.routing.segleft']);
    return;
  }
  const length = addExtensionStart(layer, 'ipv6.routing', 'Routing Header for IPv6');
  const type = bytes[offset + 2] as number;
  const segmentsLeft = bytes[offset + SEGMENTS_LEFT] as number;
  layer.read('ipv6.routing.type');
  layer.read('ipv6.routing.segleft', { explanation: { code: 'ipv6-segments-left', data: { segments: segmentsLeft } } });
  if (!layer.has(offset, length)) return;
  addAddresses(layer, type, length);
  const final = layer.shared.ipVersion === 6 ? finalAddress(bytes, offset, length) : -1;
  if (final >= 0) leadTo(layer, final);
  layer.limit(layer.next('ip-protocol', bytes[offset] as number, offset + length));
}

function leadTo(layer: LayerBuilder, address: number): void {
  const { bytes, shared } = layer;
  shared.destination = bytes.subarray(address, address + IPV6_ADDRESS);
  shared.destinationText = formatIpv6(bytes, address);
  layer.column('destination', shared.destinationText);
}

function addAddresses(layer: LayerBuilder, type: number, length: number): void {
  const { bytes, offset } = layer;
  const name = ADDRESS_FIELDS[type];
  if (name === undefined) {
    layer.field('ipv6.routing.unknown_data', offset + 4, length - 4, toHex(bytes.subarray(offset + 4, offset + length)));
    return;
  }
  for (const field of SPECIFIC_FIELDS[type] ?? []) layer.read(field);
  for (let at = ADDRESSES_OFFSET; at + IPV6_ADDRESS <= length; at += IPV6_ADDRESS) {
    layer.field(name, offset + at, IPV6_ADDRESS, formatIpv6(bytes, offset + at));
  }
}

export const ipv6Routing = defineProtocol({
  id: 'ipv6.routing',
  title: 'Routing Header for IPv6',
  short: 'IPv6 Routing',
  spec: 'RFC 8200 section 4.4',
  fields: {
    ...extensionFields('ipv6.routing'),
    'ipv6.routing.type': uint('Type', 2, 1, { values: TYPES }),
    'ipv6.routing.segleft': uint('Segments Left', SEGMENTS_LEFT, 1),
    'ipv6.routing.src.reserved': bytesAt('Reserved', 4, 4),
    'ipv6.routing.src.addr': { label: 'Address', type: 'ipv6' },
    'ipv6.routing.mipv6.reserved': bytesAt('Reserved', 4, 4),
    'ipv6.routing.mipv6.home_address': { label: 'Home Address', type: 'ipv6' },
    'ipv6.routing.srh.last_entry': uint('Last Entry', 4, 1),
    'ipv6.routing.srh.flags': hex('Flags', 5, 1),
    'ipv6.routing.srh.tag': bytesAt('Tag', 6, 2),
    'ipv6.routing.srh.addr': { label: 'Address', type: 'ipv6' },
    'ipv6.routing.unknown_data': freeBytes('Type-Specific Data'),
  },
  attach: [{ table: 'ip-protocol', keys: [43] }],
  step: stepRouting,
  decode: decodeRouting,
});
