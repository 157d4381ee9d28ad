import type { ByteOutput } from './environment';

/** Writes chunks as fast as the reader takes them; stops quietly, cancelling the source, when nobody reads any more. */
export async function copyOut(chunks: AsyncIterable<Uint8Array>, output: ByteOutput): Promise<void> {
  for await (const chunk of chunks) {
    if (!(await output.write(chunk))) return;
  }
}
