import { readUint16, readUint32 } from '../../shared/base/bytes';
import type { LayerBuilder } from './dissection';
import { bits, flag, hex, uint } from './field-spec';
import { stepToHeader } from './ipv6-step';
import { IP_PROTOCOLS } from './numbers/ip-protocols';
import type { PacketPath } from './packet-path';
import { defineProtocol, type Protocol } from './protocol';
import type { Registry } from './registry';

const HEADER_LENGTH = 8;
const OFFSET_AND_FLAGS = 2;
const MORE_FRAGMENTS = 0x0001;
const FRAGMENT_OFFSET = 0xfff8;

function stepFragment(path: PacketPath, registry: Registry): Protocol | null {
  if (path.end - path.offset < HEADER_LENGTH) return null;
  const fragment = readUint16(path.bytes, path.offset + OFFSET_AND_FLAGS);
  path.fragment = (fragment & (MORE_FRAGMENTS | FRAGMENT_OFFSET)) !== 0;
  path.laterFragment = (fragment & FRAGMENT_OFFSET) !== 0;
  path.transport = path.bytes[path.offset] as number;
  return path.laterFragment ? null : stepToHeader(path, HEADER_LENGTH, registry);
}

const FIELDS = [
  'ipv6.fraghdr.nxt',
  'ipv6.fraghdr.reserved_octet',
  'ipv6.fraghdr.offset',
  'ipv6.fraghdr.reserved_bits',
  'ipv6.fraghdr.more',
  'ipv6.fraghdr.ident',
];

function decodeFragment(layer: LayerBuilder): void {
  const { bytes, offset, facts } = layer;
  layer.describe(HEADER_LENGTH, 'Fragment Header for IPv6');
  if (!layer.has(offset, HEADER_LENGTH)) {
    layer.readCut(FIELDS);
    return;
  }
  const word = readUint16(bytes, offset + OFFSET_AND_FLAGS);
  const at = word & FRAGMENT_OFFSET;
  const nextHeader = bytes[offset] as number;
  for (const name of FIELDS)
    layer.read(
      name,
      name.endsWith('.offset')
        ? { text: `${at / 8} (${at} bytes)`, explanation: { code: 'ip-fragment-offset', data: { units: at / 8, bytes: at } } }
        : {},
    );
  const payload = offset + HEADER_LENGTH;
  const isFragment = (word & (MORE_FRAGMENTS | FRAGMENT_OFFSET)) !== 0;
  if (isFragment && facts.reassembled && facts.reassembled.bytes !== bytes && !layer.quoted) {
    layer.generated('ipv6.fragments', facts.reassembled.frames.map((frame) => `#${frame}`).join(', '));
    layer.data(payload, layer.end);
    layer.nextSource('Reassembled IPv6', facts.reassembled.bytes, 'ip-protocol', nextHeader);
    return;
  }
  if (isFragment) {
    layer.shared.partial = true;
    layer.column(
      'info',
      `IPv6 fragment (off=${at} more=${(word & MORE_FRAGMENTS) !== 0 ? 'y' : 'n'} ident=0x${readUint32(bytes, offset + 4).toString(16)} nxt=${nextHeader})`,
    );
  }
  if (at !== 0) layer.data(payload, layer.end);
  else layer.limit(layer.next('ip-protocol', nextHeader, payload));
}

export const ipv6Fragment = defineProtocol({
  id: 'ipv6.fraghdr',
  title: 'Fragment Header for IPv6',
  short: 'IPv6 Fragment',
  spec: 'RFC 8200 section 4.5',
  fields: {
    'ipv6.fraghdr.nxt': uint('Next header', 0, 1, { values: IP_PROTOCOLS }),
    'ipv6.fraghdr.reserved_octet': hex('Reserved octet', 1, 1),
    'ipv6.fraghdr.offset': bits('Offset', OFFSET_AND_FLAGS, 2, [0, 13]),
    'ipv6.fraghdr.reserved_bits': bits('Reserved bits', OFFSET_AND_FLAGS, 2, [13, 2]),
    'ipv6.fraghdr.more': flag('More Fragments', OFFSET_AND_FLAGS, 2, 15, { 0: 'No', 1: 'Yes' }),
    'ipv6.fraghdr.ident': hex('Identification', 4, 4),
  },
  attach: [{ table: 'ip-protocol', keys: [44] }],
  step: stepFragment,
  decode: decodeFragment,
});
