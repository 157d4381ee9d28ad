import { createWriteStream, unlinkSync } from 'node:fs';
import { statfs } from 'node:fs/promises';
import { dirname } from 'node:path';
import { type Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { fileError } from '../platform/file-errors';
import { createUpload } from '../platform/uploads';
import { AppError } from '../shared/contract/errors';

/** Left free for everybody else. */
const RESERVED_BYTES = 64 * 1024 * 1024;

/**
 * Streams what a page sends into a private temporary file and resolves to the id by which the page opens it.
 * `announcedBytes`: what the page says it will send, null when it does not. Throws AppError `disk-full`, `upload-failed`; no file is left then.
 */
export async function receiveUpload(body: Readable, announcedBytes: number | null, temporaryFolder: string): Promise<string> {
  const room = (await freeBytes(dirname(temporaryFolder))) - RESERVED_BYTES;
  if (announcedBytes !== null && announcedBytes > room) throw new AppError('disk-full', { path: temporaryFolder });
  const { id, file } = createUpload(temporaryFolder);
  let received = 0;
  const bound = new Transform({
    transform(chunk: Uint8Array, _encoding, done) {
      received += chunk.length;
      if (received > room) done(new AppError('disk-full', { path: temporaryFolder }));
      else done(null, chunk);
    },
  });
  try {
    await pipeline(body, bound, createWriteStream('', { fd: file.descriptor }));
    if (announcedBytes !== null && received !== announcedBytes) throw new AppError('upload-failed', { reason: 'incomplete' });
    return id;
  } catch (error) {
    unlinkSync(file.path);
    const cause = fileError(error, temporaryFolder);
    throw cause.code === 'disk-full' || cause.code === 'upload-failed'
      ? cause
      : new AppError('upload-failed', { reason: String(cause.data.reason) }, error);
  }
}

async function freeBytes(folder: string): Promise<number> {
  const { bavail, bsize } = await statfs(folder);
  return bavail * bsize;
}
