import { readUint16 } from '../../shared/base/bytes';
import { stepToHeader } from './ipv6-step';
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

export const ipv6Fragment = defineProtocol({
  id: 'ipv6.fraghdr',
  title: 'Fragment Header for IPv6',
  short: 'IPv6 Fragment',
  spec: 'RFC 8200 section 4.5',
  fields: {},
  attach: [{ table: 'ip-protocol', keys: [44] }],
  step: stepFragment,
  decode: (layer) => layer.data(layer.offset, layer.end),
});
