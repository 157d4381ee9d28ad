/** Divides Zstandard (RFC 8878 section 3.1) where its blocks end, without decompressing anything. */
import type { PieceReader } from './piece-reader';

export interface ZstdPiece {
  /** In memory of their own. */
  readonly bytes: Uint8Array;
  /** Of the frame that begins with these bytes; 0 when none does. */
  readonly windowBytes: number;
}

const MAGIC = 0xfd2fb528;
/** The lowest four bits may be any. */
const SKIPPABLE_MAGIC = 0x184d2a50;
const MAGIC_BYTES = 4;
const SIZE_BYTES = 4;
const DESCRIPTOR_BYTES = 1;
const BLOCK_HEADER_BYTES = 3;
const CHECKSUM_BYTES = 4;
const SKIPPED_AT_ONCE_BYTES = 64 * 1024;
const RLE_BLOCK = 1;
/** By the descriptor's lowest two bits, and by its highest two where there is a window descriptor. */
const DICTIONARY_ID_BYTES = [0, 1, 2, 4] as const;
const CONTENT_SIZE_BYTES = [0, 2, 4, 8] as const;

/**
 * The bytes of `input`, all of them and in order: each piece makes one block at most. What is no Zstandard ends the pieces, as the end of the input does;
 * the last piece may end within a block.
 */
export async function* zstdPieces(input: PieceReader): AsyncGenerator<ZstdPiece, void, undefined> {
  for (;;) {
    const magic = await exactly(input, MAGIC_BYTES);
    if (magic.length === 0) return;
    const value = magic.length < MAGIC_BYTES ? 0 : unsigned(magic, 0, MAGIC_BYTES);
    if (value === MAGIC) yield* frame(input, magic);
    else if ((value & ~0xf) === SKIPPABLE_MAGIC) yield* skippableFrame(input, magic);
    else {
      yield { bytes: joined(magic, await exactly(input, DESCRIPTOR_BYTES)), windowBytes: 0 };
      return;
    }
  }
}

async function* skippableFrame(input: PieceReader, magic: Uint8Array): AsyncGenerator<ZstdPiece, void, undefined> {
  const size = await exactly(input, SIZE_BYTES);
  yield { bytes: joined(magic, size), windowBytes: 0 };
  for (let left = size.length < SIZE_BYTES ? 0 : unsigned(size, 0, SIZE_BYTES); left > 0; ) {
    const bytes = await input.next(Math.min(left, SKIPPED_AT_ONCE_BYTES));
    if (bytes === null) return;
    left -= bytes.length;
    yield { bytes, windowBytes: 0 };
  }
}

async function* frame(input: PieceReader, magic: Uint8Array): AsyncGenerator<ZstdPiece, void, undefined> {
  const header = await frameHeader(input, magic);
  const hasChecksum = ((header[MAGIC_BYTES] ?? 0) & 0x04) !== 0;
  let piece = joined(header, await exactly(input, BLOCK_HEADER_BYTES));
  yield { bytes: piece, windowBytes: windowBytes(header) };
  // The header of a block comes with the block before it: the decompressor then holds it, and nothing of what it is done with.
  for (let last = false; !last; ) {
    const block = unsigned(piece, piece.length - BLOCK_HEADER_BYTES, BLOCK_HEADER_BYTES);
    last = (block & 1) !== 0;
    const size = ((block >> 1) & 3) === RLE_BLOCK ? 1 : block >> 3;
    const wanted = size + (last ? (hasChecksum ? CHECKSUM_BYTES : 0) : BLOCK_HEADER_BYTES);
    piece = await exactly(input, wanted);
    yield { bytes: piece, windowBytes: 0 };
    if (piece.length < wanted) return;
  }
}

/** Magic number, descriptor, and what the descriptor says that follows: window, dictionary, size of the content. */
async function frameHeader(input: PieceReader, magic: Uint8Array): Promise<Uint8Array> {
  const start = joined(magic, await exactly(input, DESCRIPTOR_BYTES));
  const descriptor = start[MAGIC_BYTES] ?? 0;
  const windowDescriptorBytes = isSingleSegment(descriptor) ? 0 : 1;
  return joined(start, await exactly(input, windowDescriptorBytes + dictionaryIdBytes(descriptor) + contentSizeBytes(descriptor)));
}

/** RFC 8878 section 3.1.1.1.2. A frame of a single segment has the size of its content for a window. */
function windowBytes(header: Uint8Array): number {
  const descriptor = header[MAGIC_BYTES] ?? 0;
  const at = MAGIC_BYTES + DESCRIPTOR_BYTES;
  if (isSingleSegment(descriptor)) return unsigned(header, at + dictionaryIdBytes(descriptor), contentSizeBytes(descriptor));
  const window = header[at] ?? 0;
  const base = 2 ** (10 + (window >> 3));
  return base + (base / 8) * (window & 7);
}

function isSingleSegment(descriptor: number): boolean {
  return (descriptor & 0x20) !== 0;
}

function dictionaryIdBytes(descriptor: number): number {
  return DICTIONARY_ID_BYTES[descriptor & 3] as number;
}

function contentSizeBytes(descriptor: number): number {
  return isSingleSegment(descriptor) && descriptor >> 6 === 0 ? 1 : (CONTENT_SIZE_BYTES[descriptor >> 6] as number);
}

/** So many bytes; fewer at the end of the input and when reading is cancelled. */
async function exactly(input: PieceReader, length: number): Promise<Uint8Array> {
  let bytes: Uint8Array = new Uint8Array(0);
  while (bytes.length < length) {
    const piece = await input.next(length - bytes.length);
    if (piece === null) break;
    bytes = bytes.length === 0 ? piece : joined(bytes, piece);
  }
  return bytes;
}

function joined(first: Uint8Array, second: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(first.length + second.length);
  bytes.set(first);
  bytes.set(second, first.length);
  return bytes;
}

/** Little-endian; bytes that are not there count as 0. */
function unsigned(bytes: Uint8Array, at: number, length: number): number {
  let value = 0;
  for (let i = length - 1; i >= 0; i--) value = value * 256 + (bytes[at + i] ?? 0);
  return value;
}
