/** Unpacks a bundle: a project and its captures, into a folder of their own. */
import { randomBytes } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { type FileHandle, mkdir, open, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { createGunzip } from 'node:zlib';
import { BUNDLED_PROJECT } from '../../engine/project/bundle-layout';
import { readTarHeader, TAR_BLOCK_BYTES } from '../../engine/project/tar';
import { AppError } from '../../shared/contract/errors';
import { fileError } from '../file-errors';
import { bundlesFolder } from '../temporary-folder';

/** What a bundle may hold: nothing that could be written anywhere else. */
const ALLOWED = /^(?:project\.tcpulse|captures\/[\w-][\w.-]*)$/;
const MOST_ENTRIES = 1000;
const OWNER_ONLY = { folder: 0o700, file: 0o600 } as const;

/** Path of the unpacked project. Throws AppError `bundle-damaged`, and those of files; nothing is left then. */
export async function unpackBundle(path: string, temporaryFolder: string): Promise<string> {
  const folder = join(bundlesFolder(temporaryFolder), randomBytes(8).toString('hex'));
  await mkdir(join(folder, 'captures'), { recursive: true, mode: OWNER_ONLY.folder });
  try {
    await unpack(path, folder);
    return join(folder, BUNDLED_PROJECT);
  } catch (error) {
    await rm(folder, { recursive: true, force: true });
    if (error instanceof RangeError || isCompressionError(error)) throw new AppError('bundle-damaged', { path, problem: error.message }, error);
    throw fileError(error, path);
  }
}

function isCompressionError(error: unknown): error is Error {
  return String((error as NodeJS.ErrnoException).code).startsWith('Z_');
}

async function unpack(path: string, folder: string): Promise<void> {
  const source = createReadStream(path);
  const plain = createGunzip();
  source.on('error', (error) => plain.destroy(error));
  const reader = new BlockReader(source.pipe(plain));
  let hasProject = false;
  for (let count = 0; ; count++) {
    const header = await reader.take(TAR_BLOCK_BYTES);
    if (header === null) throw new RangeError('it ends too early');
    const entry = readTarHeader(header);
    if (entry === null) break;
    if (!ALLOWED.test(entry.name) || count >= MOST_ENTRIES) throw new RangeError(`it holds ${entry.name}`);
    hasProject ||= entry.name === BUNDLED_PROJECT;
    const file = await open(join(folder, entry.name), 'wx', OWNER_ONLY.file);
    try {
      await copy(reader, entry.bytes, file);
    } finally {
      await file.close();
    }
    await reader.skip((TAR_BLOCK_BYTES - (entry.bytes % TAR_BLOCK_BYTES)) % TAR_BLOCK_BYTES);
  }
  plain.destroy();
  source.destroy();
  if (!hasProject) throw new RangeError('it holds no project');
}

async function copy(reader: BlockReader, bytes: number, file: FileHandle): Promise<void> {
  for (let left = bytes; left > 0; ) {
    const piece = await reader.some(left);
    if (piece === null) throw new RangeError('it ends too early');
    for (let at = 0; at < piece.length; ) at += (await file.write(piece, at)).bytesWritten;
    left -= piece.length;
  }
}

/** Bytes of a stream in the portions that are asked for. */
class BlockReader {
  readonly #chunks: AsyncIterator<Buffer>;
  #rest: Buffer = Buffer.alloc(0);

  constructor(stream: AsyncIterable<Buffer>) {
    this.#chunks = stream[Symbol.asyncIterator]();
  }

  /** At most so many bytes, at least one; null at the end. */
  async some(most: number): Promise<Buffer | null> {
    while (this.#rest.length === 0) {
      const { value, done } = await this.#chunks.next();
      if (done) return null;
      this.#rest = value;
    }
    const piece = this.#rest.subarray(0, most);
    this.#rest = this.#rest.subarray(piece.length);
    return piece;
  }

  /** Exactly so many bytes; null when the stream ends before. */
  async take(bytes: number): Promise<Buffer | null> {
    const parts: Buffer[] = [];
    for (let left = bytes; left > 0; ) {
      const piece = await this.some(left);
      if (piece === null) return null;
      parts.push(piece);
      left -= piece.length;
    }
    return Buffer.concat(parts);
  }

  async skip(bytes: number): Promise<void> {
    if (bytes > 0 && (await this.take(bytes)) === null) throw new RangeError('it ends too early');
  }
}
