import { stepExtension } from './ipv6-step';
import { defineProtocol } from './protocol';

export const shim6 = defineProtocol({
  id: 'shim6',
  title: 'Shim6 Protocol',
  short: 'Shim6',
  spec: 'RFC 5533 section 5',
  fields: {},
  attach: [{ table: 'ip-protocol', keys: [140] }],
  step: stepExtension,
  decode: (layer) => layer.data(layer.offset, layer.end),
});
