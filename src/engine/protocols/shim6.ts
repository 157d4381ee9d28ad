import type { LayerBuilder } from './dissection';
import { addExtensionStart, extensionFields } from './ipv6-options';
import { stepExtension } from './ipv6-step';
import { defineProtocol } from './protocol';

function decodeShim6(layer: LayerBuilder): void {
  if (!layer.has(layer.offset, 8)) {
    layer.readCut(['shim6.nxt', 'shim6.len']);
    return;
  }
  const length = addExtensionStart(layer, 'shim6', 'Shim6 Protocol');
  if (layer.has(layer.offset, length)) layer.limit(layer.next('ip-protocol', layer.bytes[layer.offset] as number, layer.offset + length));
}

export const shim6 = defineProtocol({
  id: 'shim6',
  title: 'Shim6 Protocol',
  short: 'Shim6',
  spec: 'RFC 5533 section 5',
  fields: extensionFields('shim6'),
  attach: [{ table: 'ip-protocol', keys: [140] }],
  step: stepExtension,
  decode: decodeShim6,
});
