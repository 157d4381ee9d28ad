import { readUint16, readUint32 } from '../../shared/base/bytes';
import type { LayerBuilder } from './dissection';
import { IPV6_HEADER } from './ipv6';
import { decodeOptionsHeader, extensionFields, IPV6_OPTION_FIELDS } from './ipv6-options';
import { stepExtension } from './ipv6-step';
import type { PacketPath } from './packet-path';
import { defineProtocol, type Protocol } from './protocol';
import type { Registry } from './registry';

/** The jumbo payload option stands first in the header where there is one (RFC 2675 section 2): type 0xc2, length 4. */
const JUMBO_PAYLOAD = 0xc204;
const IPV6_PAYLOAD_LENGTH = 4;

function stepHopByHop(path: PacketPath, registry: Registry): Protocol | null {
  const { bytes, offset } = path;
  const isJumbogram = path.ipVersion === 6 && path.end - offset >= 8 && readUint16(bytes, path.ipOffset + IPV6_PAYLOAD_LENGTH) === 0;
  if (isJumbogram) {
    const payloadLength = readUint16(bytes, offset + 2) === JUMBO_PAYLOAD ? readUint32(bytes, offset + 4) : 0;
    path.wireEnd = Math.min(path.wireEnd, path.ipOffset + IPV6_HEADER + payloadLength);
    path.end = Math.min(path.end, path.wireEnd);
  }
  return stepExtension(path, registry);
}

function decodeHopByHop(layer: LayerBuilder): void {
  const { bytes, offset } = layer;
  if (layer.shared.ipVersion === 6 && layer.end - offset >= 8 && readUint16(bytes, offset + 2) === JUMBO_PAYLOAD) {
    layer.limit(offset + readUint32(bytes, offset + 4));
  }
  decodeOptionsHeader(layer, 'ipv6.hopopts', 'IPv6 Hop-by-Hop Option');
}

export const ipv6HopByHop = defineProtocol({
  id: 'ipv6.hopopts',
  title: 'Hop-by-Hop Options for IPv6',
  short: 'IPv6 Hop-by-Hop',
  spec: 'RFC 8200 section 4.3',
  fields: { ...extensionFields('ipv6.hopopts'), ...IPV6_OPTION_FIELDS },
  attach: [{ table: 'ip-protocol', keys: [0] }],
  step: stepHopByHop,
  decode: decodeHopByHop,
});
