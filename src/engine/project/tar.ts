/** Archives in the ustar format (POSIX.1-2017, pax): what bundles are, so that any tar opens them. */

const BLOCK = 512;
/** The size field holds eleven octal digits. */
const MOST_BYTES = 8 ** 11 - 1;

const FIELD = {
  name: [0, 100],
  mode: [100, 8],
  uid: [108, 8],
  gid: [116, 8],
  size: [124, 12],
  mtime: [136, 12],
  checksum: [148, 8],
  type: [156, 1],
  magic: [257, 8],
} as const;

/** Header of a plain file. `name`: ASCII, at most 100 characters. Throws RangeError for what the format cannot hold. */
export function tarHeader(name: string, bytes: number, modifiedSeconds: number): Uint8Array<ArrayBuffer> {
  if (name.length > FIELD.name[1] || !/^[\x20-\x7e]+$/.test(name)) throw new RangeError(`no name for ustar: ${name}`);
  if (bytes > MOST_BYTES) throw new RangeError(`${bytes} bytes are too many for ustar`);
  const header = new Uint8Array(BLOCK);
  const put = ([at]: readonly [number, number], text: string): void => {
    for (let i = 0; i < text.length; i++) header[at + i] = text.charCodeAt(i);
  };
  const octal = ([at, size]: readonly [number, number], value: number): void =>
    put(
      [at, size],
      `${Math.floor(value)
        .toString(8)
        .padStart(size - 1, '0')}\0`,
    );
  put(FIELD.name, name);
  octal(FIELD.mode, 0o644);
  octal(FIELD.uid, 0);
  octal(FIELD.gid, 0);
  octal(FIELD.size, bytes);
  octal(FIELD.mtime, modifiedSeconds);
  put(FIELD.type, '0');
  put(FIELD.magic, 'ustar\x0000');
  header.fill(0x20, FIELD.checksum[0], FIELD.checksum[0] + FIELD.checksum[1]);
  const sum = header.reduce((total, byte) => total + byte, 0);
  put(FIELD.checksum, `${sum.toString(8).padStart(6, '0')}\0 `);
  return header;
}

/** What follows a file's bytes up to the next block. */
export function tarPadding(bytes: number): Uint8Array<ArrayBuffer> {
  return new Uint8Array((BLOCK - (bytes % BLOCK)) % BLOCK);
}

export const TAR_END: Uint8Array = new Uint8Array(2 * BLOCK);

export interface TarEntry {
  readonly name: string;
  readonly bytes: number;
}

export const TAR_BLOCK_BYTES = BLOCK;

/** The entry that a header block announces; null: the end of the archive. Throws RangeError for what is no header of a plain file. */
export function readTarHeader(header: Uint8Array): TarEntry | null {
  if (header.every((byte) => byte === 0)) return null;
  const text = ([at, size]: readonly [number, number]): string => {
    const field = header.subarray(at, at + size);
    const end = field.indexOf(0);
    return String.fromCharCode(...field.subarray(0, end < 0 ? size : end));
  };
  const sum = header.reduce((total, byte, i) => total + (i >= FIELD.checksum[0] && i < FIELD.checksum[0] + FIELD.checksum[1] ? 0x20 : byte), 0);
  if (Number.parseInt(text(FIELD.checksum), 8) !== sum) throw new RangeError('a header has a wrong checksum');
  const type = text(FIELD.type);
  if (type !== '0' && type !== '') throw new RangeError(`an entry of type ${type}`);
  const size = text(FIELD.size).trim();
  if (!/^[0-7]{1,11}$/.test(size)) throw new RangeError('an entry without a size');
  return { name: text(FIELD.name), bytes: Number.parseInt(size, 8) };
}
