/** File header of classic pcap and the variants told by its magic number (draft-ietf-opsawg-pcap; libpcap and Wireshark for the odd ones). */
import { LINK_TYPE, linkTypeFromFile } from '../link-type';

export const FILE_HEADER_BYTES = 24;

/** First four bytes, read big-endian or, swapped, little-endian. */
export const PCAP_MAGIC = {
  microseconds: 0xa1b2c3d4,
  nanoseconds: 0xa1b23c4d,
  /** Kuznetzov's patched libpcap: longer record headers. */
  modified: 0xa1b2cd34,
  /** IXIA: four more bytes behind the file header, the size of all records. */
  ixiaHardware: 0x1c0001ac,
  ixiaSoftware: 0x1c0001ab,
} as const;
export type PcapMagic = keyof typeof PCAP_MAGIC;

/** Order of captured and original length in a record header. `by-size`: version 2.3, written both ways; the smaller is the captured one. */
export type LengthOrder = 'captured-first' | 'original-first' | 'by-size';

export interface PcapFileHeader {
  readonly magic: PcapMagic;
  readonly littleEndian: boolean;
  readonly headerBytes: number;
  readonly versionMajor: number;
  readonly versionMinor: number;
  readonly snapLength: number;
  readonly linkType: number;
  /** Ten bits of the link type field that must be zero. */
  readonly reservedBits: number;
  readonly ticksPerSecond: 1_000_000 | 1_000_000_000;
  readonly lengthOrder: LengthOrder;
  /** AIX: interface types instead of link types, nanoseconds under the ordinary magic number. */
  readonly aix: boolean;
}

const MAGIC_NAMES = Object.keys(PCAP_MAGIC) as PcapMagic[];

/** Magic number and byte order at `offset`, or null. Needs four bytes. */
export function pcapMagicAt(view: DataView, offset: number): { magic: PcapMagic; littleEndian: boolean } | null {
  for (const littleEndian of [true, false]) {
    const value = view.getUint32(offset, littleEndian);
    const magic = MAGIC_NAMES.find((name) => PCAP_MAGIC[name] === value);
    if (magic) return { magic, littleEndian };
  }
  return null;
}

/** Bytes of the whole file header. */
export function fileHeaderBytes(magic: PcapMagic): number {
  return magic === 'ixiaHardware' || magic === 'ixiaSoftware' ? FILE_HEADER_BYTES + 4 : FILE_HEADER_BYTES;
}

/** RFC 1573 interface types that AIX writes (version 2.2): Ethernet, token ring, FDDI, loopback. */
const AIX_LINK_TYPES: Readonly<Record<number, number>> = { 6: LINK_TYPE.ethernet, 9: 6, 15: 10, 24: LINK_TYPE.null };

/** Reads the header at `offset`; `fileHeaderBytes` must be there. Null when there is no magic number. */
export function readFileHeader(view: DataView, offset: number): PcapFileHeader | null {
  const found = pcapMagicAt(view, offset);
  if (!found) return null;
  const { magic, littleEndian } = found;
  const versionMajor = view.getUint16(offset + 4, littleEndian);
  const versionMinor = view.getUint16(offset + 6, littleEndian);
  const network = view.getUint32(offset + 20, littleEndian);
  const aixLinkType = magic === 'microseconds' && versionMajor === 2 && versionMinor === 2 ? AIX_LINK_TYPES[network] : undefined;
  const nanoseconds = magic === 'nanoseconds' || magic === 'ixiaHardware' || aixLinkType !== undefined;
  return {
    magic,
    littleEndian,
    headerBytes: fileHeaderBytes(magic),
    versionMajor,
    versionMinor,
    snapLength: view.getUint32(offset + 16, littleEndian),
    // Above the 16 bits of the link type: ten reserved bits, the flag and the length of a frame check sequence.
    linkType: aixLinkType ?? linkTypeFromFile(network & 0xffff),
    reservedBits: (network >>> 16) & 0x3ff,
    ticksPerSecond: nanoseconds ? 1_000_000_000 : 1_000_000,
    lengthOrder: lengthOrder(versionMajor, versionMinor),
    aix: aixLinkType !== undefined,
  };
}

/** Before version 2.3, and in DG/UX's 543.0, the original length came first. */
function lengthOrder(major: number, minor: number): LengthOrder {
  if (major === 543 || (major === 2 && minor < 3)) return 'original-first';
  return major === 2 && minor === 3 ? 'by-size' : 'captured-first';
}
