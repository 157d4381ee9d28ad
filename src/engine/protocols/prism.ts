import { readUint32, readUint32LittleEndian } from '../../shared/base/bytes';
import type { LayerBuilder } from './dissection';
import { freeUint, hex } from './field-spec';
import { ieee80211 } from './ieee80211';
import type { PacketPath } from './packet-path';
import { defineProtocol, type Protocol } from './protocol';

/** Headers with which older drivers captured wireless frames: AVS says its length, Prism's is fixed; both begin with a number that tells them. */
const AVS_COOKIE = 0x80211000;
const AVS_VERSION = 0x0f;
const LENGTH_OFFSET = 4;
const PRISM_LENGTH = 144;

/** Length of the header at `offset`; 0 when it is cut or says too little. */
function headerLength(bytes: Uint8Array, offset: number, end: number): number {
  if (end - offset < LENGTH_OFFSET + 4) return 0;
  const isAvs = (readUint32(bytes, offset) & ~AVS_VERSION) >>> 0 === AVS_COOKIE;
  const length = isAvs ? readUint32(bytes, offset + LENGTH_OFFSET) : PRISM_LENGTH;
  return length > LENGTH_OFFSET && length <= end - offset ? length : 0;
}

function stepHeader(path: PacketPath): Protocol | null {
  const length = headerLength(path.bytes, path.offset, path.end);
  if (length === 0) return null;
  path.offset += length;
  return ieee80211;
}

function decodeHeader(layer: LayerBuilder): void {
  const { bytes, offset } = layer;
  layer.describe(layer.end - offset, 'Prism or AVS capture header');
  if (!layer.has(offset, LENGTH_OFFSET + 4)) return;
  const isAvs = (readUint32(bytes, offset) & ~AVS_VERSION) >>> 0 === AVS_COOKIE;
  layer.read(isAvs ? 'wlancap.magic' : 'prism.msgcode');
  layer.field(
    isAvs ? 'wlancap.length' : 'prism.msglen',
    offset + LENGTH_OFFSET,
    4,
    isAvs ? readUint32(bytes, offset + LENGTH_OFFSET) : readUint32LittleEndian(bytes, offset + LENGTH_OFFSET),
  );
  const length = headerLength(bytes, offset, layer.end);
  if (length === 0) {
    layer.has(offset, isAvs ? Math.max(readUint32(bytes, offset + LENGTH_OFFSET), layer.end - offset + 1) : PRISM_LENGTH);
    return;
  }
  layer.describe(length, isAvs ? 'AVS WLAN Capture header' : 'Prism capture header');
  if (layer.end > offset + length) layer.nextProtocol(ieee80211, offset + length);
}

export const wirelessCapture = defineProtocol({
  id: 'prism',
  title: 'Prism capture header',
  short: 'Prism',
  spec: 'LINKTYPE_IEEE802_11_PRISM, LINKTYPE_IEEE802_11_AVS',
  fields: {
    'prism.msgcode': hex('Message Code', 0, 4),
    'prism.msglen': freeUint('Message Length'),
    'wlancap.magic': hex('Header magic', 0, 4),
    'wlancap.length': freeUint('Header length'),
  },
  attach: [{ table: 'link-type', keys: [119, 163] }],
  step: stepHeader,
  decode: decodeHeader,
});
