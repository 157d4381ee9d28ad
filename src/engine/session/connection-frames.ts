import type { CapturePass } from './capture-pass';

/** Frames of one connection in capture order, as far as the pass is: its packets are chained backwards. */
export function connectionFrames(pass: CapturePass, id: number): Uint32Array<ArrayBuffer> {
  const { connections } = pass.tracker;
  const frames = new Uint32Array(connections.packets(id));
  let at = frames.length;
  for (let frame = connections.lastFrame(id); frame !== 0 && at > 0; frame = pass.packets.previousFrame.get(frame - 1)) frames[--at] = frame;
  return at === 0 ? frames : frames.slice(at);
}
