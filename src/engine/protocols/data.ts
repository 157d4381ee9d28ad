import { toHex } from '../../shared/base/bytes';
import type { LayerBuilder } from './dissection';
import { freeBytes, generated } from './field-spec';
import { defineProtocol } from './protocol';

function decodeData(layer: LayerBuilder): void {
  const length = layer.end - layer.offset;
  layer.describe(length, `Data (${length} ${length === 1 ? 'byte' : 'bytes'})`);
  layer.field('data.data', layer.offset, length, toHex(layer.bytes.subarray(layer.offset, layer.end)));
  layer.generated('data.len', length);
}

/** Bytes that no protocol here explains. */
export const data = defineProtocol({
  id: 'data',
  title: 'Data',
  short: 'Data',
  spec: '',
  fields: { 'data.data': freeBytes('Data'), 'data.len': generated('Length') },
  attach: [],
  decode: decodeData,
});
