import type { CapturePass } from './capture-pass';

interface Kept {
  readonly id: number;
  readonly last: number;
  readonly frames: Uint32Array<ArrayBuffer>;
}

/** Of each pass the connection asked for last: its rows are read in windows, and looked through for one of them. */
const kept = new WeakMap<CapturePass, Kept>();

/** Frames of one connection in capture order, as far as the pass is: its packets are chained backwards. Not to be changed. */
export function connectionFrames(pass: CapturePass, id: number): Uint32Array<ArrayBuffer> {
  const last = pass.tracker.connections.lastFrame(id);
  const known = kept.get(pass);
  if (known?.id === id && known.last === last) return known.frames;
  const frames = gather(pass, id, last);
  kept.set(pass, { id, last, frames });
  return frames;
}

function gather(pass: CapturePass, id: number, last: number): Uint32Array<ArrayBuffer> {
  const frames = new Uint32Array(pass.tracker.connections.packets(id));
  let at = frames.length;
  for (let frame = last; frame !== 0 && at > 0; frame = pass.packets.previousFrame.get(frame - 1)) frames[--at] = frame;
  return at === 0 ? frames : frames.slice(at);
}
