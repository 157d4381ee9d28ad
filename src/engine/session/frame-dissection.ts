import type { Dissection, FieldNode } from '../../shared/contract/dissection';
import type { DissectedPacket } from '../protocols/dissect';
import type { OpenedCapture } from './opened-capture';
import { dissectFrame } from './packet-rows';

/** One frame (1-based), whole: tree, bytes, and the line of text it was read from. Throws AppError `no-such-frame`, `file-not-readable`. */
export function dissection(capture: OpenedCapture, frame: number): Dissection {
  const { tree, columns, issues, ...packet } = dissectFrame(capture, frame);
  const sources = packet.sources.map(({ label, bytes }) => ({ label, bytes: Uint8Array.from(bytes) }));
  const text = textOf(capture, frame);
  if (text !== null) for (const node of tree) withholdAbsent(node, text.absent, false);
  return { capture: capture.id, frame, tree, sources, columns, issues, text };
}

/** One frame of a capture made from text, without the fields that the text does not tell: what filters look at. Throws as `dissection` does. */
export function withheldDissection(capture: OpenedCapture, frame: number): DissectedPacket {
  const packet = dissectFrame(capture, frame);
  const absent = textOf(capture, frame)?.absent ?? [];
  return absent.length === 0 ? packet : { ...packet, tree: withoutAbsent(packet.tree, absent) };
}

function withoutAbsent(nodes: readonly FieldNode[], absent: readonly string[]): FieldNode[] {
  return nodes.filter((node) => !isAbsent(node, absent)).map((node) => ({ ...node, children: withoutAbsent(node.children, absent) }));
}

function isAbsent(node: FieldNode, absent: readonly string[]): boolean {
  return absent.some((name) => name !== ASSUMED && (node.name === name || node.name.startsWith(`${name}.`)));
}

/** What a frame was read from, where that was text. */
export function textOf(capture: OpenedCapture, frame: number): Dissection['text'] {
  const origin = capture.derived?.origin(frame) ?? null;
  if (origin === null) return null;
  const bytes = new Uint8Array(origin.length);
  capture.bytes.read(origin.offset, bytes, 0, bytes.length);
  return { line: new TextDecoder().decode(bytes), absent: [...origin.absent] };
}

/** Sequence numbers of empty segments are assumptions that say so themselves; every other field that the text does not tell shows no value. */
const ASSUMED = 'tcp.seq_raw';

function withholdAbsent(node: FieldNode, absent: readonly string[], parentAbsent: boolean): void {
  const withheld = parentAbsent || isAbsent(node, absent);
  if (withheld) {
    node.value = null;
    node.text = `${node.label}: ?`;
    node.explanation = parentAbsent ? null : { code: 'not-in-text', data: {} };
  }
  for (const child of node.children) withholdAbsent(child, absent, withheld);
}
