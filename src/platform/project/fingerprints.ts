import { createHash } from 'node:crypto';
import { open } from 'node:fs/promises';
import type { Fingerprint } from '../../shared/contract/project';

/** Of a larger file the first and the last of these are hashed: a capture of 10 GB is known again in a fraction of a second. */
const END_BYTES = 32 * 1024 * 1024;
const CHUNK_BYTES = 1024 * 1024;

/** Size and hash of a file. Throws what the file system throws. */
export async function fingerprintOf(path: string): Promise<Fingerprint> {
  const file = await open(path, 'r');
  try {
    const { size } = await file.stat();
    const hash = createHash('sha256');
    const buffer = Buffer.alloc(Math.min(CHUNK_BYTES, Math.max(1, size)));
    const add = async (from: number, to: number): Promise<void> => {
      for (let at = from; at < to; ) {
        const { bytesRead } = await file.read(buffer, 0, Math.min(buffer.length, to - at), at);
        if (bytesRead === 0) return;
        hash.update(buffer.subarray(0, bytesRead));
        at += bytesRead;
      }
    };
    if (size <= 2 * END_BYTES) await add(0, size);
    else {
      await add(0, END_BYTES);
      await add(size - END_BYTES, size);
    }
    return { bytes: size, sha256: hash.digest('hex') };
  } finally {
    await file.close();
  }
}

/** A file whose fingerprint was never taken (in a bundle) is the one that was meant. */
export function isSameFile(found: Fingerprint, expected: Fingerprint): boolean {
  return expected.sha256 === '' || (found.bytes === expected.bytes && found.sha256 === expected.sha256);
}
