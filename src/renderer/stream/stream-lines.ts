import type { End } from '../../shared/contract/report';
import type { StreamSegment } from '../../shared/contract/stream-methods';

export type StreamForm = 'text' | 'hex';

/** One line of a stream as it is shown. */
export interface StreamLine {
  readonly from: End;
  /** On the first line of a segment its frame, else null. */
  readonly frame: number | null;
  /** Bytes that were not captured before the next line; 0 on lines with text. */
  readonly missing: number;
  readonly text: string;
}

const LONGEST_LINE = 132;
const BYTES_A_LINE = 16;

export function streamLines(segments: readonly StreamSegment[], form: StreamForm): StreamLine[] {
  const lines: StreamLine[] = [];
  const offsets: Record<End, number> = { client: 0, server: 0 };
  for (const { from, frame, missing, bytes } of segments) {
    if (missing > 0) lines.push({ from, frame: null, missing, text: '' });
    offsets[from] += missing;
    const texts = form === 'text' ? textLines(bytes) : hexLines(bytes, offsets[from]);
    texts.forEach((text, index) => {
      lines.push({ from, frame: index === 0 ? frame : null, missing: 0, text });
    });
    offsets[from] += bytes.length;
  }
  return lines;
}

/** UTF-8 in lines as they end, long ones in several; what has no shape of its own becomes a middle dot. */
export function textLines(bytes: Uint8Array): string[] {
  const text = new TextDecoder().decode(bytes).replace(/\r?\n$/, '');
  return text.split(/\r?\n/).flatMap((line) => pieces(line.replace(/[^\P{C}\t]/gu, '·')));
}

function pieces(line: string): string[] {
  const found: string[] = [];
  for (let from = 0; from === 0 || from < line.length; from += LONGEST_LINE) found.push(line.slice(from, from + LONGEST_LINE));
  return found;
}

/** `00000010  48 54 … 2f  HTTP/`, sixteen bytes a line; `offset` is that of the first byte in its direction. */
export function hexLines(bytes: Uint8Array, offset: number): string[] {
  const lines: string[] = [];
  for (let at = 0; at < bytes.length; at += BYTES_A_LINE) {
    const row = Array.from(bytes.subarray(at, at + BYTES_A_LINE));
    const hex = row.map((byte) => byte.toString(16).padStart(2, '0')).join(' ');
    const text = row.map((byte) => (byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : '.')).join('');
    lines.push(`${(offset + at).toString(16).padStart(8, '0')}  ${hex.padEnd(3 * BYTES_A_LINE - 1)}  ${text}`);
  }
  return lines;
}
