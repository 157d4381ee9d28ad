/** Block layout of pcapng (draft-ietf-opsawg-pcapng). Offsets count from the begin of a block. */

export const BLOCK_TYPE = {
  sectionHeader: 0x0a0d0d0a,
  interfaceDescription: 1,
  /** Obsolete. */
  packet: 2,
  simplePacket: 3,
  nameResolution: 4,
  interfaceStatistics: 5,
  enhancedPacket: 6,
  systemdJournal: 9,
  decryptionSecrets: 0x0a,
  custom: 0x0bad,
  customNotCopied: 0x40000bad,
} as const;

/** Type, total length, and the total length again. */
export const MINIMUM_BLOCK_BYTES = 12;
export const BYTE_ORDER_MAGIC = 0x1a2b3c4d;

export const BLOCK_AT = { totalLength: 4, body: 8 } as const;
export const SECTION_AT = { byteOrder: 8, versionMajor: 12, versionMinor: 14, options: 24 } as const;
export const INTERFACE_AT = { linkType: 8, snapLength: 12, options: 16 } as const;
export const PACKET_AT = { interfaceId: 8, drops: 10, timeHigh: 12, timeLow: 16, captured: 20, original: 24, data: 28 } as const;
export const SIMPLE_AT = { original: 8, data: 12 } as const;
export const NAMES_AT = { records: 8 } as const;
export const STATISTICS_AT = { interfaceId: 8, options: 20 } as const;

/** Least total length of packet blocks with an interface and a time. */
export const LEAST_PACKET_BYTES = 32;

/** Least total length by type: smaller ones are damage. */
const LEAST_BYTES = new Map<number, number>([
  [BLOCK_TYPE.sectionHeader, 28],
  [BLOCK_TYPE.interfaceDescription, 20],
  [BLOCK_TYPE.packet, LEAST_PACKET_BYTES],
  [BLOCK_TYPE.simplePacket, 16],
  [BLOCK_TYPE.nameResolution, 12],
  [BLOCK_TYPE.interfaceStatistics, 24],
  [BLOCK_TYPE.enhancedPacket, LEAST_PACKET_BYTES],
  [BLOCK_TYPE.systemdJournal, 12],
  [BLOCK_TYPE.decryptionSecrets, 20],
  [BLOCK_TYPE.custom, 16],
  [BLOCK_TYPE.customNotCopied, 16],
]);

/** Types from here on are for local use: unknown to everybody else, and no damage. */
const LOCAL_USE = 0x80000000;

export function isKnownBlock(type: number): boolean {
  return LEAST_BYTES.has(type);
}

/** True for types that a reader may skip without a word. */
export function isPrivateBlock(type: number): boolean {
  return type >= LOCAL_USE;
}

export function leastBlockBytes(type: number): number {
  return LEAST_BYTES.get(type) ?? MINIMUM_BLOCK_BYTES;
}

/** `length` rounded up to a multiple of four; below 2^31. */
export function padTo4(length: number): number {
  return (length + 3) & ~3;
}

/** Byte order told by the byte-order magic of a section header at `at`; null when it is damaged. */
export function sectionByteOrder(view: DataView, at: number): 'little' | 'big' | null {
  if (view.getUint32(at + SECTION_AT.byteOrder, true) === BYTE_ORDER_MAGIC) return 'little';
  return view.getUint32(at + SECTION_AT.byteOrder, false) === BYTE_ORDER_MAGIC ? 'big' : null;
}
