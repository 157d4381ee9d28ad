/** How a copy of a capture writes its times down: every time that was kept, whatever the capture counted them in. */
import type { CaptureInterface } from '../formats/format';
import type { PacketTable } from '../store/packet-table';

const NANOSECONDS = 1e9;

/** Nanoseconds hold every time that was kept; units of other files are finer than 64 bits of them reach, or no power that can be written down. */
export function inUnitsToWrite(info: CaptureInterface): CaptureInterface {
  const exponent = Math.log10(info.timestampResolution);
  return Number.isInteger(exponent) && exponent <= 9 ? info : { ...info, timestampResolution: NANOSECONDS };
}

/** The second that a copy counts from: pcapng counts without a sign, so 1970 will not do where a packet is older. */
export function firstSecond(packets: PacketTable): number {
  let first = 0;
  for (let row = 0; row < packets.length; row++) first = Math.min(first, packets.baseSeconds + packets.secondsSinceBase(row));
  return first;
}
