import { formatIpv6 } from '../../shared/base/address';
import { toHex } from '../../shared/base/bytes';
import type { LayerBuilder } from './dissection';
import { bytesAt, freeBytes, hex, uint } from './field-spec';
import { addExtensionStart, extensionFields } from './ipv6-options';
import { stepExtension } from './ipv6-step';
import { defineProtocol } from './protocol';

const SOURCE_ROUTE = 0;
const MOBILE = 2;
const SEGMENT_ROUTING = 4;
const TYPES = { [SOURCE_ROUTE]: 'Source Route', [MOBILE]: 'Mobile IP', 3: 'RPL Source Route', [SEGMENT_ROUTING]: 'Segment Routing' };
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

function decodeRouting(layer: LayerBuilder): void {
  const { bytes, offset } = layer;
  if (!layer.has(offset, 8)) {
    layer.readCut(['ipv6.routing.nxt', 'ipv6.routing.len', 'ipv6.routing.type', 'ipv6.routing.segleft']);
    return;
  }
  const length = addExtensionStart(layer, 'ipv6.routing', 'Routing Header for IPv6');
  const type = bytes[offset + 2] as number;
  const segmentsLeft = bytes[offset + 3] as number;
  layer.read('ipv6.routing.type');
  layer.read('ipv6.routing.segleft', { explanation: { code: 'ipv6-segments-left', data: { segments: segmentsLeft } } });
  if (!layer.has(offset, length)) return;
  addAddresses(layer, type, length, segmentsLeft > 0);
  layer.limit(layer.next('ip-protocol', bytes[offset] as number, offset + length));
}

/** While segments are left, checksums are made for the last address: the first of the list for segment routing, else the last. */
function addAddresses(layer: LayerBuilder, type: number, length: number, isUnderway: boolean): void {
  const { bytes, offset } = layer;
  const name = ADDRESS_FIELDS[type];
  if (name === undefined) {
    layer.field('ipv6.routing.unknown_data', offset + 4, length - 4, toHex(bytes.subarray(offset + 4, offset + length)));
    return;
  }
  for (const field of SPECIFIC_FIELDS[type] ?? []) layer.read(field);
  for (let at = ADDRESSES_OFFSET; at + 16 <= length; at += 16) {
    layer.field(name, offset + at, 16, formatIpv6(bytes, offset + at));
    const isFinal = type === SEGMENT_ROUTING ? at === ADDRESSES_OFFSET : at + 32 > length;
    if (isUnderway && isFinal) layer.shared.destination = bytes.subarray(offset + at, offset + at + 16);
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
    'ipv6.routing.segleft': uint('Segments Left', 3, 1),
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
  step: stepExtension,
  decode: decodeRouting,
});
