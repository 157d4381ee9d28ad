/** Text of tcpdump with its lines made safe to give away: what it does not tell of a packet, the copy does not either. */
import type { Pseudonyms } from '../project/pseudonyms';
import { safeLine } from '../project/safe-text';
import { textOf } from './frame-dissection';
import type { OpenedCapture } from './opened-capture';

/** Whether every packet of the capture can be told by a line that is safe; else packets made from the text say it (`writeCapture`). */
export function isSafeAsText(capture: OpenedCapture, pseudonyms: Pseudonyms | null): boolean {
  const { reader, pass } = capture;
  if (reader.format !== 'tcpdump-text' || pass.packets.length === 0) return false;
  for (const line of lines(capture, pseudonyms)) if (line === null) return false;
  return true;
}

/** Of a capture that is safe as text. */
export function* writeSafeText(capture: OpenedCapture, pseudonyms: Pseudonyms | null): Generator<Uint8Array> {
  const encoder = new TextEncoder();
  for (const line of lines(capture, pseudonyms)) yield encoder.encode(`${line}\n`);
  for (const { received, dropped } of capture.pass.statisticsOf.values()) {
    if (received !== null) yield encoder.encode(`${received} packets received by filter\n`);
    if (dropped !== null) yield encoder.encode(`${dropped} packets dropped by kernel\n`);
  }
}

function* lines(capture: OpenedCapture, pseudonyms: Pseudonyms | null): Generator<string | null> {
  const devices = new Map<string, string>();
  for (let frame = 1; frame <= capture.pass.packets.length; frame++) {
    const line = textOf(capture, frame)?.line.replace(/\r?\n?$/, '');
    yield line === undefined ? null : safeLine(line, pseudonyms, devices);
  }
}
