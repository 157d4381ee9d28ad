/** Tells what a file is by its first bytes; never by its name. */
import type { FormatId } from './format';
import { pcapMagicAt } from './pcap/file-header';
import { BLOCK_TYPE } from './pcapng/block';

export type Compression = 'gzip' | 'zstd';

/** Compression around a capture by its magic number (RFC 1952, RFC 8878), or null. */
export function detectCompression(head: Uint8Array, length: number): Compression | null {
  if (length >= 2 && head[0] === 0x1f && head[1] === 0x8b) return 'gzip';
  return length >= 4 && head[0] === 0x28 && head[1] === 0xb5 && head[2] === 0x2f && head[3] === 0xfd ? 'zstd' : null;
}

/** Format of the (decompressed) bytes `head[0, length)` at the begin of a file; 64 KiB are enough. Null: no capture that can be read. */
export function detectFormat(head: Uint8Array, length: number): FormatId | null {
  if (length >= 4) {
    const view = new DataView(head.buffer, head.byteOffset, length);
    if (view.getUint32(0) === BLOCK_TYPE.sectionHeader) return 'pcapng';
    if (pcapMagicAt(view, 0)) return 'pcap';
  }
  return null;
}
