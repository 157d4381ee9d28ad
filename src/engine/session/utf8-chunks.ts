/** Room for a chunk; a piece of text may take three bytes a character. */
const CHUNK_BYTES = 128 * 1024;
const MOST_BYTES_PER_CHARACTER = 3;

/**
 * Joins pieces of text into UTF-8 chunks of about 128 KiB. All chunks are views of one buffer, so that a report of any size makes no garbage of its
 * own size: a chunk holds until the next is asked for, and whoever keeps it copies it.
 */
export function* utf8Chunks(pieces: Iterable<string>): Generator<Uint8Array<ArrayBuffer>> {
  const encoder = new TextEncoder();
  const buffer = new Uint8Array(CHUNK_BYTES);
  let length = 0;
  for (const piece of pieces) {
    const mostBytes = piece.length * MOST_BYTES_PER_CHARACTER;
    if (length > 0 && length + mostBytes > CHUNK_BYTES) {
      yield buffer.subarray(0, length);
      length = 0;
    }
    if (mostBytes > CHUNK_BYTES) yield encoder.encode(piece);
    else length += encoder.encodeInto(piece, buffer.subarray(length)).written;
  }
  if (length > 0) yield buffer.subarray(0, length);
}
