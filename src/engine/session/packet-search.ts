/** Looks for a packet by its text, its bytes or a filter. */
import type { CancelSignal } from '../../shared/base/cancellation';
import type { FieldNode } from '../../shared/contract/dissection';
import { AppError } from '../../shared/contract/errors';
import type { PacketSearch } from '../../shared/contract/filter-methods';
import { parseBytes } from '../filter/address-literals';
import { VERDICT } from '../filter/column-test';
import { containsBytes } from '../filter/values';
import { FilteredPackets } from './filtered-packets';
import type { OpenedCapture } from './opened-capture';
import { dissectFrame, frameColumns } from './packet-rows';

const SLICE_MS = 20;

type FrameTest = (frame: number) => boolean;

/** The packets that a search goes over, in order. */
interface Candidates {
  readonly count: number;
  frame(row: number): number;
  /** First row whose frame is `frame` or later. */
  rowFrom(frame: number): number;
}

/**
 * The next packet after (or before) `from` that is looked for, round the end; `from` itself comes last. Null when there is none.
 * Throws AppError `invalid-params` for bytes that are none, `filter.syntax`, `cancelled`, `file-not-readable`.
 */
export async function findPacket(
  capture: OpenedCapture,
  shown: FilteredPackets | null,
  from: number,
  backwards: boolean,
  search: PacketSearch,
  signal: CancelSignal,
): Promise<number | null> {
  await shown?.scan(signal);
  const candidates: Candidates = shown
    ? { count: shown.shown, frame: (row) => shown.frame(row), rowFrom: (frame) => shown.rowFrom(frame) }
    : { count: capture.pass.packets.length, frame: (row) => row + 1, rowFrom: (frame) => Math.max(0, frame - 1) };
  const test = await frameTest(capture, search);
  const { count } = candidates;
  const first = backwards ? candidates.rowFrom(from) - 1 : candidates.rowFrom(from + 1);
  let sliceEnd = capture.host.now() + SLICE_MS;
  for (let step = 0; step < count; step++) {
    const row = (((first + (backwards ? -step : step)) % count) + count) % count;
    if (test(candidates.frame(row))) return candidates.frame(row);
    if (capture.host.now() < sliceEnd) continue;
    await capture.host.pause();
    if (signal.cancelled) throw new AppError('cancelled');
    sliceEnd = capture.host.now() + SLICE_MS;
  }
  return null;
}

async function frameTest(capture: OpenedCapture, { what, pattern, within, matchCase }: PacketSearch): Promise<FrameTest> {
  if (what === 'filter') return await filterTest(capture, pattern);
  if (what === 'bytes') {
    const bytes = parseBytes(pattern.trim().replace(/\s+/g, ''));
    if (bytes === null) throw new AppError('invalid-params', { method: 'packets.find', at: 'pattern', problem: pattern });
    return (frame) => containsBytes(capture.frameBytes(frame), bytes);
  }
  if (pattern === '') return () => false;
  return textTest(capture, pattern, within, matchCase);
}

function textTest(capture: OpenedCapture, pattern: string, within: PacketSearch['within'], matchCase: boolean): FrameTest {
  const folded = (text: string) => (matchCase ? text : text.toLowerCase());
  const wanted = folded(pattern);
  if (within === 'info') {
    return (frame) => {
      const { source, destination, protocol, info } = frameColumns(capture, frame);
      return folded(`${source} ${destination} ${protocol} ${info}`).includes(wanted);
    };
  }
  if (within === 'details') {
    const holds = (nodes: readonly FieldNode[]): boolean =>
      nodes.some(({ label, text, children }) => folded(`${label}: ${text}`).includes(wanted) || holds(children));
    return (frame) => holds(dissectFrame(capture, frame).tree);
  }
  const folding = matchCase ? (bytes: Uint8Array) => bytes : lowerCase;
  const bytes = folding(new TextEncoder().encode(pattern));
  return (frame) => containsBytes(folding(capture.frameBytes(frame)), bytes);
}

/** ASCII letters in lower case. */
function lowerCase(bytes: Uint8Array): Uint8Array {
  return bytes.map((byte) => (byte >= 0x41 && byte <= 0x5a ? byte + 0x20 : byte));
}

async function filterTest(capture: OpenedCapture, filter: string): Promise<FrameTest> {
  const { compileFilter } = await import('../filter/compile-filter');
  const found = new FilteredPackets(capture, await compileFilter(filter));
  return (frame) => found.verdict(frame) === VERDICT.yes;
}
