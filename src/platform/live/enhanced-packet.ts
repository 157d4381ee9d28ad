/** Enhanced packet blocks written in place, for streams of many packets (draft-ietf-opsawg-pcapng section 4.3). */
import { BLOCK_TYPE, LEAST_PACKET_BYTES, PACKET_AT, padTo4 } from '../../engine/formats/pcapng/block';

/** Bytes of the whole block of a packet without options. */
export function enhancedPacketBytes(captured: number): number {
  return LEAST_PACKET_BYTES + padTo4(captured);
}

/**
 * Writes everything of the block at `at` but the packet's bytes, which belong at `at + 28`; little-endian. The bytes that pad the packet are set to zero.
 * `ticksHigh`, `ticksLow`: the time in ticks of the interface, as two 32-bit halves.
 */
export function writeEnhancedPacket(
  view: DataView,
  at: number,
  interfaceId: number,
  ticksHigh: number,
  ticksLow: number,
  captured: number,
  original: number,
): void {
  const total = enhancedPacketBytes(captured);
  view.setUint32(at, BLOCK_TYPE.enhancedPacket, true);
  view.setUint32(at + 4, total, true);
  view.setUint32(at + PACKET_AT.interfaceId, interfaceId, true);
  view.setUint32(at + PACKET_AT.timeHigh, ticksHigh, true);
  view.setUint32(at + PACKET_AT.timeLow, ticksLow, true);
  view.setUint32(at + PACKET_AT.captured, captured, true);
  view.setUint32(at + PACKET_AT.original, original, true);
  for (let pad = at + PACKET_AT.data + captured; pad < at + total - 4; pad++) view.setUint8(pad, 0);
  view.setUint32(at + total - 4, total, true);
}
