/** Writes classic pcap, version 2.4 (draft-ietf-opsawg-pcap). */
import { FILE_HEADER_BYTES, PCAP_MAGIC } from './pcap/file-header';

export interface PcapWriteOptions {
  readonly linkType: number;
  /** 262144 when left out, as tcpdump writes it. */
  readonly snapLength?: number;
  /** Nanosecond time stamps; microseconds else. */
  readonly nanoseconds?: boolean;
  readonly littleEndian?: boolean;
}

export interface PacketToWrite {
  /** Whole seconds since the epoch, 0 ... 2^32-1. */
  readonly seconds: number;
  readonly nanoseconds: number;
  readonly bytes: Uint8Array;
  /** Length on the wire; that of `bytes` when left out. */
  readonly originalLength?: number;
}

const RECORD_HEADER_BYTES = 16;
const STANDARD_SNAP_LENGTH = 262144;

export function pcapFileHeader(options: PcapWriteOptions): Uint8Array {
  const bytes = new Uint8Array(FILE_HEADER_BYTES);
  const view = new DataView(bytes.buffer);
  const little = options.littleEndian ?? true;
  view.setUint32(0, options.nanoseconds ? PCAP_MAGIC.nanoseconds : PCAP_MAGIC.microseconds, little);
  view.setUint16(4, 2, little);
  view.setUint16(6, 4, little);
  view.setUint32(16, options.snapLength ?? STANDARD_SNAP_LENGTH, little);
  view.setUint32(20, options.linkType, little);
  return bytes;
}

/** Record header and bytes of one packet; with the options of its file header. */
export function pcapRecord(packet: PacketToWrite, options: PcapWriteOptions): Uint8Array {
  const bytes = new Uint8Array(RECORD_HEADER_BYTES + packet.bytes.length);
  const view = new DataView(bytes.buffer);
  const little = options.littleEndian ?? true;
  view.setUint32(0, packet.seconds, little);
  view.setUint32(4, options.nanoseconds ? packet.nanoseconds : Math.floor(packet.nanoseconds / 1000), little);
  view.setUint32(8, packet.bytes.length, little);
  view.setUint32(12, packet.originalLength ?? packet.bytes.length, little);
  bytes.set(packet.bytes, RECORD_HEADER_BYTES);
  return bytes;
}

/** A whole file in memory. */
export function writePcap(packets: readonly PacketToWrite[], options: PcapWriteOptions): Uint8Array {
  const parts = [pcapFileHeader(options), ...packets.map((packet) => pcapRecord(packet, options))];
  const file = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    file.set(part, at);
    at += part.length;
  }
  return file;
}
