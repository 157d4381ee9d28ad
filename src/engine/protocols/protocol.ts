/** What a protocol is: one file that exports one `defineProtocol({...})`, listed in `index.ts`. */

import type { LayerBuilder } from './dissection';
import type { FollowMessage, PduLength } from './message-stream';
import type { PacketPath } from './packet-path';
import type { Registry } from './registry';

/** `uint64`: the value is a string, decimal or hex behind `0x`. `time`: the value is the text of a calendar's time. `hex`: a number shown with `0x`. `none`: a line that groups others. */
export type FieldType = 'uint' | 'int' | 'uint64' | 'hex' | 'boolean' | 'bytes' | 'text' | 'ipv4' | 'ipv6' | 'mac' | 'duration' | 'time' | 'none';

/** One row of a protocol's field table. The key in the table is the full filter name, e.g. `ip.ttl`, Wireshark's where the field is the same. */
export interface FieldSpec {
  /** Wireshark's label, e.g. `Time to Live`. */
  readonly label: string;
  readonly type: FieldType;
  /** Names of values, e.g. `{ 6: 'TCP' }`; of a boolean `{ 0: 'No', 1: 'Yes' }`, else `Not set` and `Set`. */
  readonly values?: Readonly<Record<number, string>>;
  /** True when the field is computed and no bytes of the packet hold it (Wireshark shows these in square brackets). */
  readonly generated?: boolean;
  /** Fixed place: byte offset from the start of the header or option that holds the field, and bytes. Absent where the place varies. */
  readonly at?: number;
  readonly size?: number;
  /** Bit field inside these bytes: `offset` counts from the most significant bit of the first byte. */
  readonly bits?: { readonly offset: number; readonly count: number };
  /** Hex digits shown where they differ from the byte length; Wireshark's type of the field decides. */
  readonly digits?: number;
}

/**
 * Where a protocol is found. `table` and `keys`: a number in a dispatch table that its parents look up. `parent` and `test`: a look at the
 * payload of `parent` when no number matches; `test` must be cheap and certain.
 */
export type Attachment =
  | { readonly table: DispatchTable; readonly keys: readonly number[] }
  | { readonly parent: string; readonly test: (bytes: Uint8Array, offset: number, end: number) => boolean };

/** Keys: LINKTYPE_ numbers, EtherTypes, IP protocol numbers, ports, 802.2 SAPs, PPP protocol numbers, protocol types of GRE (EtherTypes and others). */
export type DispatchTable = 'link-type' | 'ethertype' | 'ip-protocol' | 'tcp-port' | 'udp-port' | 'llc-sap' | 'ppp-protocol' | 'gre-protocol';

export interface Protocol {
  /** Wireshark's filter name: `eth`, `ip`, `tcp`. */
  readonly id: string;
  /** Full name as in the dissection tree: `Internet Protocol Version 4`. */
  readonly title: string;
  /** What the Protocol column shows: `TCP`. */
  readonly short: string;
  /** The defining document, e.g. `RFC 9293`. */
  readonly spec: string;
  readonly fields: Readonly<Record<string, FieldSpec>>;
  readonly attach: readonly Attachment[];
  /**
   * Hot path: reads only what the pass needs, advances `path`, and returns the next protocol or null. Allocates nothing, never throws.
   * Absent where nothing of interest to the flows lies inside.
   */
  readonly step?: (path: PacketPath, registry: Registry) => Protocol | null;
  /** Full dissection of one packet, on demand. Never throws on bad input: `layer.issue(...)` says what is wrong, what was decoded stays. */
  readonly decode: (layer: LayerBuilder) => void;
  /** Over TCP: how long a message is. With it a message over several segments becomes one, and `decode` is called once a message. See `message-stream.ts`. */
  readonly pdu?: PduLength;
  /** Over TCP: what must be remembered from one message to a later one. See `message-stream.ts`. */
  readonly follow?: FollowMessage;
}

export function defineProtocol(protocol: Protocol): Protocol {
  return protocol;
}
