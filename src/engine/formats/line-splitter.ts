/** A line longer than this is cut: nothing that tcpdump prints comes near it. */
const LONGEST_LINE_BYTES = 1024 * 1024;
const NEWLINE = 0x0a;
const BYTE_ORDER_MARK = [0xef, 0xbb, 0xbf] as const;

/** One line without its end; `offset` and `length` in bytes of the file, without the line end. */
export type LineHandler = (text: string, offset: number, length: number) => void;

/** Splits chunks of UTF-8 text into lines, wherever the chunks are cut. */
export class LineSplitter {
  neededBytes = 1;
  readonly #decoder = new TextDecoder();
  /** True behind a line that was cut for its length, up to its end. */
  #skipping = false;

  /** Hands on every whole line of `chunk[0, length)`, the last one too when the text has ended; returns the bytes used. */
  read(chunk: Uint8Array, length: number, fileOffset: number, ended: boolean, handle: LineHandler): number {
    let at =
      fileOffset === 0 && BYTE_ORDER_MARK.every((byte, i) => chunk[i] === byte) && length >= BYTE_ORDER_MARK.length ? BYTE_ORDER_MARK.length : 0;
    while (at < length) {
      const found = chunk.indexOf(NEWLINE, at);
      const complete = found >= 0 && found < length;
      const end = complete ? found : length;
      if (end - at > LONGEST_LINE_BYTES) {
        if (!this.#skipping) handle(this.#decoder.decode(chunk.subarray(at, at + LONGEST_LINE_BYTES)), fileOffset + at, LONGEST_LINE_BYTES);
        this.#skipping = true;
        at += LONGEST_LINE_BYTES;
        continue;
      }
      if (!complete && !ended) {
        this.neededBytes = 2 * (length - at) + 1;
        break;
      }
      if (!this.#skipping) handle(withoutReturn(this.#decoder.decode(chunk.subarray(at, end))), fileOffset + at, end - at);
      this.#skipping = false;
      at = complete ? end + 1 : end;
    }
    return at;
  }
}

function withoutReturn(line: string): string {
  return line.endsWith('\r') ? line.slice(0, -1) : line;
}
