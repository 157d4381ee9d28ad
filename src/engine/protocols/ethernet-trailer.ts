import { toHex } from '../../shared/base/bytes';
import type { LayerBuilder } from './dissection';
import { readUint } from './field-value';

/** A frame shorter than this (without check sequence) is padded by the sender (IEEE 802.3 clause 3.2.8). */
const SHORTEST_FRAME = 60;
const CHECK_SEQUENCE = 4;

/**
 * Shows the bytes between the end of the packet inside (`from`, on the wire) and the end of the frame, told apart by Wireshark's rules: zeros up
 * to the shortest frame are padding; with `mayHaveCheck`, the last four bytes of what remains in a frame of full length are its check sequence. `frameLength`: bytes of the frame on the
 * wire, by default those of the whole record.
 */
export function addTrailer(
  layer: LayerBuilder,
  from: number,
  name: string,
  mayHaveCheck: boolean,
  frameLength: number = layer.facts.originalLength,
): void {
  let offset = from;
  if (!layer.detailed || offset >= layer.end) return;
  const beforeTrailer = frameLength - (layer.wireEnd - offset);
  const padding = Math.min(SHORTEST_FRAME - beforeTrailer, layer.wireEnd - offset);
  if (frameLength >= SHORTEST_FRAME && padding > 0 && offset + padding <= layer.end && isZero(layer.bytes, offset, padding)) {
    addBytes(layer, 'eth.padding', offset, offset + padding, { code: 'ethernet-padding', data: { bytes: padding, shortest: SHORTEST_FRAME } });
    offset += padding;
  }
  const hasCheck = mayHaveCheck && frameLength >= SHORTEST_FRAME + CHECK_SEQUENCE && layer.wireEnd - offset >= CHECK_SEQUENCE;
  const trailerEnd = Math.min(layer.end, hasCheck ? layer.wireEnd - CHECK_SEQUENCE : layer.wireEnd);
  addBytes(layer, name, offset, trailerEnd, { code: 'ethernet-trailer', data: { bytes: trailerEnd - offset } });
  const check = layer.wireEnd - CHECK_SEQUENCE;
  if (hasCheck && layer.wireEnd <= layer.end) layer.field('eth.fcs', check, CHECK_SEQUENCE, readUint(layer.bytes, check, CHECK_SEQUENCE));
}

function addBytes(layer: LayerBuilder, name: string, from: number, to: number, explanation: { code: string; data: Record<string, number> }): void {
  if (to > from) layer.field(name, from, to - from, toHex(layer.bytes.subarray(from, to)), { explanation });
}

function isZero(bytes: Uint8Array, offset: number, length: number): boolean {
  for (let i = offset; i < offset + length; i++) if (bytes[i] !== 0) return false;
  return true;
}
