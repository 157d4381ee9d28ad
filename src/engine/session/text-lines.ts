/** The lines of a text that may be long, and may be no text at all. */
import type { CaptureBytes, SessionHost } from './host';

/** Between the lines of a long text other work is let run. */
const SLICE_BYTES = 1 << 20;
/** No program writes a longer line for people; what is no text may have no line break in gigabytes. */
export const LONGEST_LINE = 1 << 16;

/** Lines of UTF-8 text, without their line breaks; of a longer line its begin. */
export async function* linesOf(bytes: CaptureBytes, host: Pick<SessionHost, 'pause'>): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  const chunk = new Uint8Array(SLICE_BYTES);
  let rest = '';
  let offset = 0;
  for (;;) {
    const got = bytes.read(offset, chunk, 0, chunk.length);
    if (got === 0) {
      if (bytes.ended) break;
      await bytes.waitFor(offset);
      continue;
    }
    offset += got;
    const lines = (rest + decoder.decode(chunk.subarray(0, got), { stream: true })).split(/\r?\n/);
    rest = cut(lines.pop() ?? '');
    for (const line of lines) yield cut(line);
    await host.pause();
  }
  if (rest !== '') yield rest;
}

function cut(line: string): string {
  return line.length > LONGEST_LINE ? line.slice(0, LONGEST_LINE) : line;
}
