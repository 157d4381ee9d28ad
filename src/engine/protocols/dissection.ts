/** Full dissection of one packet, on demand: the tree that the CLI prints and the workbench shows. */

import type { DecodeIssue, Explanation, FieldNode } from '../../shared/contract/dissection';
import type { DissectionRules } from './conversation-protocols';
import type { FoundMessage } from './message-divider';
import type { DispatchTable, Protocol } from './protocol';
import type { Registry } from './registry';

/** What the flows know of a segment; absent for packets that are no TCP or when the capture was not analysed. */
export interface SegmentFacts {
  /** 0-based number of the connection in its capture. */
  readonly connection: number;
  /** Initial sequence numbers of sender and receiver, null when not known: relative numbers are made from them. */
  readonly senderBase: number | null;
  readonly receiverBase: number | null;
  /** Window scale shift of the sender: 0 ... 14; null when the handshake was not seen. */
  readonly windowScale: number | null;
  /** Analysis marks: filter names such as `tcp.analysis.keep_alive`, with the frame they refer to where there is one. */
  readonly marks: readonly { readonly name: string; readonly frame: number | null }[];
  /** Seconds since the previous segment, and since the first segment, of the connection: both 0 for the first. */
  readonly sincePrevious: number | null;
  readonly sinceFirst: number | null;
  readonly sequenceUnknown: boolean;
}

/** What the payload of a TCP segment holds of the stream of its direction. */
export interface SegmentStream {
  /** The frame that `parts` are of: the original of a frame that was captured twice. */
  readonly frame: number;
  /** In order; offsets count from the payload's first byte. What lies between was sent before and belongs to earlier frames. */
  readonly parts: readonly { readonly from: number; readonly to: number; readonly message: FoundMessage }[];
  /** The bytes of a message's pieces, one after the other. */
  bytesOf(message: FoundMessage): Uint8Array;
}

export interface FrameFacts {
  /** 1-based. */
  readonly frame: number;
  readonly linkType: number;
  readonly originalLength: number;
  readonly interfaceName: string | null;
  /** Text of the absolute time in UTC, and seconds since the epoch as a decimal string. */
  readonly timeText: string | null;
  readonly timeEpoch: string | null;
  /** 0 for the first frame. */
  readonly sincePreviousFrame: string | null;
  readonly sinceFirstFrame: string | null;
  readonly comments: readonly string[];
  readonly duplicateOf: number | null;
  readonly segment: SegmentFacts | null;
  /** Earlier fragments of the packet that this frame completes, when the session collected them: the reassembled payload. */
  readonly reassembled: { readonly bytes: Uint8Array; readonly frames: readonly number[] } | null;
  /** Reassembly of the connection around this segment, made when asked for; without it a segment is dissected by itself. */
  readonly stream?: () => SegmentStream | null;
  /** What a person decided about the dissection. */
  readonly rules?: DissectionRules;
}

/** A message of a protocol over TCP, for its decoder. */
export interface MessagePlace {
  readonly note: unknown;
  /** Why bytes are missing at its end: cut by the capture, or in segments that are not there; null when it is whole. */
  readonly lack: 'truncated' | 'incomplete' | null;
  /** Its length by its header; null when the bytes that are there do not tell it. */
  readonly length: number | null;
}

export interface FieldOptions {
  /** Text of the value; made from value and field table when absent. */
  readonly text?: string | undefined;
  readonly bits?: { readonly offset: number; readonly count: number };
  readonly explanation?: Explanation | null | undefined;
  readonly label?: string;
  /** The value is the number of another frame: a link. */
  readonly frame?: number;
  readonly parent?: FieldNode;
}

/**
 * Given to `Protocol.decode`: adds lines to the tree and hands the payload on. Offsets are absolute in `bytes`. Nothing beyond `end` is ever read
 * through it. In a summary (columns only) it builds no lines: the nodes it returns are not to be looked at.
 */
export interface LayerBuilder {
  readonly bytes: Uint8Array;
  readonly offset: number;
  /** End of what was captured of this layer, and its end on the wire by the lengths of the headers around it. */
  readonly end: number;
  readonly wireEnd: number;
  readonly facts: FrameFacts;
  readonly registry: Registry;
  /** The packet quoted in an ICMP error: checksums cover what is not there, flows do not apply. */
  readonly quoted: boolean;
  /** False in a summary: texts and explanations need not be made. */
  readonly detailed: boolean;
  /** Line of this layer; length and text are set by `describe`. */
  readonly node: FieldNode;
  /** Addresses and numbers that inner layers need: network source and destination bytes for pseudo headers, ports ... */
  readonly shared: SharedFacts;
  /** What the protocol's `follow` returned for this message; null without it. */
  readonly note: unknown;
  /** Columns as they stand. */
  readonly columns: Readonly<Record<'source' | 'destination' | 'protocol' | 'info', string>>;
  /** Adds a field at a place of its own. */
  field(name: string, offset: number, length: number, value: number | string | boolean | null, options?: FieldOptions): FieldNode;
  /** Adds a field at its fixed place in the field table, counted from `base` (default: the start of the layer), reading its value there. */
  read(name: string, options?: FieldOptions, base?: number): FieldNode;
  /** Reads the fields of a cut header in turn, up to the first that is not there whole, which becomes the issue. */
  readCut(names: readonly string[], base?: number): void;
  /** Adds a computed field without bytes. */
  generated(name: string, value: number | string | boolean | null, options?: FieldOptions): FieldNode;
  /** True when `length` bytes from `offset` were captured; else adds a truncated (cut by the capture) or malformed (the packet itself ends) issue. */
  has(offset: number, length: number): boolean;
  issue(kind: DecodeIssue['kind'], offset: number, needed: number): void;
  /** Sets the byte length and the text of this layer's line. */
  describe(length: number, text: string): void;
  /** A length in the header ends the layer at `wireEnd`: what lies behind is the outer layer's padding or trailer. */
  limit(wireEnd: number): void;
  /** Columns; the innermost layer that sets one wins. Nothing happens in quoted packets. */
  column(name: 'source' | 'destination' | 'protocol' | 'info', text: string): void;
  /**
   * Dissects `[offset, end)` as what `table` holds for the first known one of `keys`, else by the content tests of this protocol's payload, else
   * as data. Returns where the inner layer ends on the wire.
   */
  next(table: DispatchTable, keys: number | readonly number[], offset: number, end?: number, wireEnd?: number): number;
  /** Dissects with a protocol already chosen. Returns where it ends on the wire. */
  nextProtocol(protocol: Protocol, offset: number, end?: number, wireEnd?: number): number;
  /** Dissects a message that lies whole, or as far as it is there, in `[offset, end)`. */
  nextMessage(protocol: Protocol, offset: number, end: number, message: MessagePlace): void;
  /** Dissects a message put together from several segments: a byte source of its own. */
  nextMessageSource(protocol: Protocol, label: string, bytes: Uint8Array, message: MessagePlace): void;
  /** Dissects a packet quoted in this one; its lines go below this layer's. */
  quote(protocol: Protocol, offset: number, end?: number): void;
  /** Adds a byte source (a reassembled packet) and dissects it as `key` of `table`. */
  nextSource(label: string, bytes: Uint8Array, table: DispatchTable, key: number): void;
  /** Shows `[offset, end)` as bytes, with a note on what they are. */
  data(offset: number, end: number, note?: string): void;
}

/** What outer layers tell inner ones. */
export interface SharedFacts {
  ipVersion: 0 | 4 | 6;
  /** Network addresses as bytes, for pseudo headers; null before an IP header. */
  source: Uint8Array | null;
  destination: Uint8Array | null;
  sourceText: string;
  destinationText: string;
  /** The innermost transport protocol so far, for protocols that look otherwise over TCP. */
  transport: 'tcp' | 'udp' | null;
  sourcePort: number;
  destinationPort: number;
  hopLimit: number;
  /** True when the transport checksum cannot be checked: cut, fragment, or quoted. */
  partial: boolean;
  /** Analysis marks before the Info column, e.g. `[TCP Retransmission] `. */
  infoPrefix: string;
}
