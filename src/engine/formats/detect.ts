/** Tells what a file is by its first bytes; never by its name. */
import type { FormatId } from './format';
import { guessLinkType } from './hex/guess-link-type';
import { readHexLine } from './hex/hex-line';
import { LineSplitter } from './line-splitter';
import { LINK_TYPE } from './link-type';
import { pcapMagicAt } from './pcap/file-header';
import { BLOCK_TYPE } from './pcapng/block';
import { readPacketLine } from './text/packet-line';

export type Compression = 'gzip' | 'zstd';

/** So much of the begin tells the format. */
export const DETECTION_BYTES = 64 * 1024;

/** So much of the begin tells the compression. */
export const COMPRESSION_BYTES = 4;

/** Compression around a capture by its magic number (RFC 1952, RFC 8878), or null. Parallel compressors begin Zstandard with a skippable frame. */
export function detectCompression(head: Uint8Array, length: number): Compression | null {
  if (length >= 2 && head[0] === 0x1f && head[1] === 0x8b) return 'gzip';
  if (length < COMPRESSION_BYTES) return null;
  const isFrame = head[0] === 0x28 && head[1] === 0xb5 && head[2] === 0x2f && head[3] === 0xfd;
  const isSkippable = ((head[0] as number) & 0xf0) === 0x50 && head[1] === 0x2a && head[2] === 0x4d && head[3] === 0x18;
  return isFrame || isSkippable ? 'zstd' : null;
}

/** Format of the (decompressed) bytes `head[0, length)` at the begin of a file; DETECTION_BYTES are enough. Null: no capture that can be read. */
export function detectFormat(head: Uint8Array, length: number): FormatId | null {
  if (length >= 4) {
    const view = new DataView(head.buffer, head.byteOffset, length);
    if (view.getUint32(0) === BLOCK_TYPE.sectionHeader) return 'pcapng';
    if (pcapMagicAt(view, 0)) return 'pcap';
  }
  const lines = textLines(head, Math.min(length, DETECTION_BYTES), length <= DETECTION_BYTES);
  if (lines.some((line) => readPacketLine(line) !== null)) return 'tcpdump-text';
  return isHexDump(lines) ? 'hex-dump' : null;
}

/** Lines of a text, without the last one when it is cut; none when the bytes are no text. */
function textLines(head: Uint8Array, length: number, whole: boolean): string[] {
  if (head.subarray(0, length).some((byte) => byte === 0)) return [];
  const lines: string[] = [];
  new LineSplitter().read(head, length, 0, whole, (text) => lines.push(text));
  return lines;
}

/** Hex digits are everywhere: the first bytes must look like a packet as well. */
function isHexDump(lines: readonly string[]): boolean {
  const bytes: number[] = [];
  for (const line of lines) {
    if (line.trim() === '' || line.trim() === '*') {
      if (bytes.length > 0) break;
      continue;
    }
    const row = readHexLine(line, 'any');
    if (!row || (row.offset === 0 && bytes.length > 0)) break;
    if (row.offset !== null) bytes.length = Math.min(bytes.length, row.offset);
    bytes.push(...row.bytes);
  }
  return bytes.length > 0 && guessLinkType(Uint8Array.from(bytes)) !== LINK_TYPE.user0;
}

interface ForeignFormat {
  readonly name: string;
  readonly magic: readonly number[];
  readonly at?: number;
}

/** Capture formats of other programs, by their first bytes (from their documentation and the file(1) magic). */
const FOREIGN_FORMATS: readonly ForeignFormat[] = [
  { name: 'snoop', magic: [0x73, 0x6e, 0x6f, 0x6f, 0x70, 0, 0, 0] },
  { name: 'Microsoft Network Monitor 2', magic: [0x47, 0x4d, 0x42, 0x55] },
  { name: 'Microsoft Network Monitor 1', magic: [0x52, 0x54, 0x53, 0x53] },
  { name: 'Sniffer (DOS)', magic: [0x54, 0x52, 0x53, 0x4e, 0x49, 0x46, 0x46, 0x20] },
  { name: 'NetXray or Sniffer (Windows)', magic: [0x58, 0x43, 0x50, 0] },
  { name: 'Finisar Surveyor', magic: [0x50, 0x56] },
  { name: 'Network Instruments Observer', magic: [0x4f, 0x62, 0x73, 0x65, 0x72, 0x76, 0x65, 0x72] },
  { name: 'AIX iptrace 2.0', magic: [0x69, 0x70, 0x74, 0x72, 0x61, 0x63, 0x65, 0x20, 0x32] },
  { name: 'AIX iptrace 1.0', magic: [0x69, 0x70, 0x74, 0x72, 0x61, 0x63, 0x65, 0x20, 0x31] },
  { name: 'btsnoop', magic: [0x62, 0x74, 0x73, 0x6e, 0x6f, 0x6f, 0x70, 0] },
  { name: 'HP-UX nettl', magic: [0x54, 0x52, 0, 0x64, 0, 0] },
  { name: 'Windows event trace (ETL)', magic: [0, 0x10, 0, 0] },
  { name: 'Visual Networks capture', magic: [0x05, 0x56, 0x4e, 0x46] },
];

/** Name of a capture format that is known but not read; null when the bytes are none of them. */
export function nameForeignFormat(head: Uint8Array, length: number): string | null {
  const found = FOREIGN_FORMATS.find(({ magic, at = 0 }) => length >= at + magic.length && magic.every((byte, i) => head[at + i] === byte));
  return found?.name ?? null;
}
