import type { LayerBuilder } from './dissection';
import type { PacketPath } from './packet-path';
import { ppp } from './ppp';
import { defineProtocol, type Protocol } from './protocol';

/** Bytes of the link types that say in which direction a frame went: a byte of its own, or one in place of the address and control bytes. */
const WITH_DIRECTION = 1;
const FROM_DAEMON = 2;

function stepOver(path: PacketPath, length: number): Protocol | null {
  if (path.end - path.offset < length) return null;
  path.linkHint = (path.bytes[path.offset] as number) + 1;
  path.offset += length;
  return ppp;
}

function decodeOver(layer: LayerBuilder, length: number): void {
  const { bytes, offset } = layer;
  layer.describe(length, 'Point-to-Point Protocol, direction');
  if (!layer.has(offset, length)) return;
  layer.field('ppp.direction', offset, 1, bytes[offset] as number);
  if (length === FROM_DAEMON) layer.field('ppp.control', offset + 1, 1, bytes[offset + 1] as number);
  layer.limit(layer.nextProtocol(ppp, offset + length));
}

export const pppWithDirection = defineProtocol({
  id: 'ppp_with_dir',
  title: 'Point-to-Point Protocol, direction',
  short: 'PPP',
  spec: 'LINKTYPE_PPP_WITH_DIR',
  fields: {},
  attach: [{ table: 'link-type', keys: [204] }],
  step: (path) => stepOver(path, WITH_DIRECTION),
  decode: (layer) => decodeOver(layer, WITH_DIRECTION),
});

/** As the PPP daemon hands frames on. */
export const pppFromDaemon = defineProtocol({
  id: 'ppp_pppd',
  title: 'Point-to-Point Protocol, direction',
  short: 'PPP',
  spec: 'LINKTYPE_PPP_PPPD',
  fields: {},
  attach: [{ table: 'link-type', keys: [166] }],
  step: (path) => stepOver(path, FROM_DAEMON),
  decode: (layer) => decodeOver(layer, FROM_DAEMON),
});
