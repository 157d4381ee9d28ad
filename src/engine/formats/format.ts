/** What a capture format is to the engine: bytes in, packet records out, in one forward pass. */

export type FormatId = 'pcap' | 'pcapng' | 'tcpdump-text' | 'hex-dump';

/** One packet, as its record says. A reader reuses one instance: whoever keeps a value copies it. */
export interface PacketRecord {
  /** Whole seconds since the epoch (or since midnight, or since the first packet: see `TimeBase`); may be negative. */
  seconds: number;
  /** 0 ... 999,999,999. */
  nanoseconds: number;
  /** False where the record has no time of its own (pcapng simple packet block, text printed with -t). */
  hasTime: boolean;
  /** As returned by `RecordSink.interface`. */
  interfaceId: number;
  /** Where the packet's bytes begin: in the file, or in `FormatReader.derived` when that is set. */
  offset: number;
  capturedLength: number;
  originalLength: number;
  /** The chunk that holds the bytes now; they begin at `start`. Valid during the call only. */
  bytes: Uint8Array;
  start: number;
  /** True when the source gives no sequence number for this segment (tcpdump text, empty segments): it is an assumption. */
  sequenceUnknown: boolean;
}

export interface CaptureInterface {
  readonly name: string | null;
  readonly description: string | null;
  /** LINKTYPE_ number as of https://www.tcpdump.org/linktypes.html. */
  readonly linkType: number;
  /** 0: no limit told. */
  readonly snapLength: number;
  /** Units per second of the time stamps, e.g. 1e6; text of the form `1e6` or `2^20` is made from it by the report. */
  readonly timestampResolution: number;
}

export type TimeBase = 'epoch' | 'time-of-day' | 'relative';

/** Codes of `captures[].issues`; the words for people are in the locales under `issue.<code>`. */
export type CaptureIssueCode =
  | 'truncated-file'
  | 'truncated-header'
  | 'bad-magic'
  | 'unknown-version'
  | 'impossible-length'
  | 'captured-longer-than-original'
  | 'beyond-snap-length'
  | 'bad-block'
  | 'bad-option'
  | 'unknown-interface'
  | 'unknown-block'
  | 'resynchronised'
  | 'time-backwards'
  | 'time-invalid'
  | 'mixed-link-types'
  | 'compressed-damaged'
  | 'unreadable-line'
  | 'missing-bytes'
  | 'cut-headers'
  | 'empty';

export interface CaptureIssue {
  readonly code: CaptureIssueCode;
  /** 1-based number of the frame it concerns or after which it occurred; null when it concerns the file. */
  readonly frame: number | null;
  /** Byte offset in the (decompressed) file. */
  readonly offset: number;
  /** Short technical English for logs and scripts, e.g. "captured length 4294967295". */
  readonly detail: string;
}

export interface InterfaceStatistics {
  readonly interfaceId: number;
  /** Null where the file does not tell. */
  readonly received: number | null;
  readonly dropped: number | null;
}

/** Takes what a reader finds, in file order. */
export interface RecordSink {
  /** A new interface; returns its id: 0, 1, 2 ... over all sections of the file. */
  interface(info: CaptureInterface): number;
  packet(record: PacketRecord): void;
  /** A comment on the frame with this 1-based number, on the whole section (null). */
  comment(frame: number | null, text: string): void;
  name(address: string, name: string): void;
  statistics(statistics: InterfaceStatistics): void;
  issue(issue: CaptureIssue): void;
}

/** Bytes of packets made from text, and where in the text each came from. */
export interface DerivedPackets {
  readonly bytes: Uint8Array;
  /** Length of the valid part of `bytes`. */
  readonly length: number;
  /** Source of one frame (1-based): text range in the file, and the field names whose values the text does not tell. */
  origin(frame: number): { readonly offset: number; readonly length: number; readonly absent: readonly string[] } | null;
}

export interface FormatReader {
  readonly format: FormatId;
  readonly timeBase: TimeBase;
  /** Null for binary formats. */
  readonly derived: DerivedPackets | null;
  /**
   * Parses every complete record in `chunk[0, length)`, which lies at `fileOffset` of the file, and returns how many bytes were used.
   * The rest is given again, with more behind it. `ended`: no byte follows this chunk, so what is incomplete is damage: report it, use all.
   */
  read(chunk: Uint8Array, length: number, fileOffset: number, ended: boolean): number;
  /** How many bytes the next record needs at least, when `read` used 0: the caller enlarges its buffer to this. Bounded by MAX_RECORD_BYTES. */
  readonly neededBytes: number;
}

/** No record longer than this is believed (Wireshark's own bound for the largest link types is 128 MiB). */
export const MAX_RECORD_BYTES = 128 * 1024 * 1024;

/** No file lists more issues than this; the last one says that more followed. */
export const MAX_ISSUES = 1000;
