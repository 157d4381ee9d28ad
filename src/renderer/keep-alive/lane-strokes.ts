import type { StateName } from '../theme/state-marks';

/** By the value of a part: its state, and how tall it is drawn: what was lost stands out. */
export const LANE_PARTS: readonly { readonly value: number; readonly state: StateName; readonly top: number; readonly bottom: number }[] = [
  { value: 1, state: 'answered', top: 8, bottom: 14 },
  { value: 2, state: 'icmp', top: 4, bottom: 18 },
  { value: 3, state: 'reset', top: 4, bottom: 18 },
  { value: 4, state: 'lost', top: 4, bottom: 18 },
];

/** Neighbouring parts of one value are one stroke, a single part is as wide as can be seen. */
export function strokes(lane: Uint8Array, value: number, top: number, bottom: number): string {
  const drawn: string[] = [];
  for (let start = 0; start < lane.length; start++) {
    if (lane[start] !== value) continue;
    let end = start;
    while (lane[end] === value) end++;
    drawn.push(`M${start} ${top}H${Math.max(end, start + 2)}V${bottom}H${start}Z`);
    start = end;
  }
  return drawn.join('');
}
