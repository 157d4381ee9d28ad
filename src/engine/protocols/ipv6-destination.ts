import { decodeOptionsHeader, extensionFields } from './ipv6-options';
import { stepExtension } from './ipv6-step';
import { defineProtocol } from './protocol';

export const ipv6Destination = defineProtocol({
  id: 'ipv6.dstopts',
  title: 'Destination Options for IPv6',
  short: 'IPv6 Destination',
  spec: 'RFC 8200 section 4.6',
  fields: extensionFields('ipv6.dstopts'),
  attach: [{ table: 'ip-protocol', keys: [60] }],
  step: stepExtension,
  decode: (layer) => decodeOptionsHeader(layer, 'ipv6.dstopts', 'Destination Options for IPv6'),
});
