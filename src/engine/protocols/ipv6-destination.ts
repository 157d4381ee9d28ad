import { formatIpv6 } from '../../shared/base/address';
import type { LayerBuilder } from './dissection';
import { decodeOptionsHeader, extensionFields, homeAddress, IPV6_ADDRESS } from './ipv6-options';
import { stepExtension } from './ipv6-step';
import type { PacketPath } from './packet-path';
import { defineProtocol, type Protocol } from './protocol';
import type { Registry } from './registry';

/** Connections of a node on the move keep its home address (RFC 6275 section 6.3). */
function stepDestination(path: PacketPath, registry: Registry): Protocol | null {
  const { offset } = path;
  const next = stepExtension(path, registry);
  const home = path.ipVersion === 6 ? homeAddress(path.bytes, offset, path.offset) : -1;
  if (home >= 0) path.sourceOffset = home;
  return next;
}

function decodeDestination(layer: LayerBuilder): void {
  const { bytes, offset, end, shared } = layer;
  const whole = offset + 8 * (1 + (bytes[offset + 1] ?? 0));
  const home = shared.ipVersion === 6 && whole <= end ? homeAddress(bytes, offset, whole) : -1;
  if (home >= 0) {
    shared.source = bytes.subarray(home, home + IPV6_ADDRESS);
    shared.sourceText = formatIpv6(bytes, home);
    layer.column('source', shared.sourceText);
  }
  decodeOptionsHeader(layer, 'ipv6.dstopts', 'Destination Options for IPv6');
}

export const ipv6Destination = defineProtocol({
  id: 'ipv6.dstopts',
  title: 'Destination Options for IPv6',
  short: 'IPv6 Destination',
  spec: 'RFC 8200 section 4.6',
  fields: extensionFields('ipv6.dstopts'),
  attach: [{ table: 'ip-protocol', keys: [60] }],
  step: stepDestination,
  decode: decodeDestination,
});
