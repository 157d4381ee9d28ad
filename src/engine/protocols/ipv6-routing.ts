import { stepExtension } from './ipv6-step';
import { defineProtocol } from './protocol';

export const ipv6Routing = defineProtocol({
  id: 'ipv6.routing',
  title: 'Routing Header for IPv6',
  short: 'IPv6 Routing',
  spec: 'RFC 8200 section 4.4',
  fields: {},
  attach: [{ table: 'ip-protocol', keys: [43] }],
  step: stepExtension,
  decode: (layer) => layer.data(layer.offset, layer.end),
});
