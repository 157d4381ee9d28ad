import { releaseMemory } from '../platform/release-memory';
import type { ByteOutput } from './environment';

/** Bytes of a frame around the chunk that it carries: a chunk with more beside it shares its memory with others. */
const MOST_BESIDE = 64;

/** Writes chunks as fast as the reader takes them, and frees each; stops quietly, cancelling the source, when nobody reads any more. */
export async function copyOut(chunks: AsyncIterable<Uint8Array>, output: ByteOutput): Promise<void> {
  for await (const chunk of chunks) {
    const goesOn = await output.write(chunk);
    if (chunk.buffer.byteLength - chunk.byteLength <= MOST_BESIDE) releaseMemory(chunk);
    if (!goesOn) return;
  }
}
