import type { LayerBuilder } from './dissection';
import { freeUint } from './field-spec';
import type { PacketPath } from './packet-path';
import { defineProtocol, type Protocol } from './protocol';
import { rawIp } from './raw-ip';

/** Direction and room for a compressed header before each packet (LINKTYPE_SLIP); files by other programs begin with the packet. */
const HEADER_LENGTH = 16;

/** Bytes before the IP header: an IP version in the first half byte cannot be a direction. */
function headerLength(bytes: Uint8Array, at: number, end: number): number {
  return at < end && (bytes[at] as number) >> 4 === 0 ? HEADER_LENGTH : 0;
}

function stepSlip(path: PacketPath): Protocol | null {
  const length = headerLength(path.bytes, path.offset, path.end);
  if (length > path.end - path.offset) return null;
  path.offset += length;
  return rawIp;
}

function decodeSlip(layer: LayerBuilder): void {
  const { bytes, offset } = layer;
  const length = headerLength(bytes, offset, layer.end);
  layer.describe(length, 'Serial Line IP');
  if (!layer.has(offset, length)) return;
  if (length > 0) layer.field('slip.direction', offset, 1, bytes[offset] as number);
  layer.limit(layer.nextProtocol(rawIp, offset + length));
}

export const slip = defineProtocol({
  id: 'slip',
  title: 'Serial Line IP',
  short: 'SLIP',
  spec: 'LINKTYPE_SLIP, RFC 1055',
  fields: { 'slip.direction': freeUint('Direction', { values: { 0: 'Received', 1: 'Sent' } }) },
  attach: [{ table: 'link-type', keys: [8] }],
  step: stepSlip,
  decode: decodeSlip,
});
