/** Characters gathered before a chunk is given out; ASCII mostly, so about as many bytes. */
const CHUNK_CHARACTERS = 128 * 1024;

/** Joins pieces of text into UTF-8 chunks of about 128 KiB. Each chunk has a buffer of its own, which the receiver may keep or transfer. */
export function* utf8Chunks(pieces: Iterable<string>): Generator<Uint8Array<ArrayBuffer>> {
  const encoder = new TextEncoder();
  let gathered: string[] = [];
  let characters = 0;
  for (const piece of pieces) {
    gathered.push(piece);
    characters += piece.length;
    if (characters < CHUNK_CHARACTERS) continue;
    yield encoder.encode(gathered.join(''));
    gathered = [];
    characters = 0;
  }
  if (characters > 0) yield encoder.encode(gathered.join(''));
}
