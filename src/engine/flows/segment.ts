/** TCP flags (RFC 9293 section 3.1). */
export const TCP_FLAG = { fin: 0x01, syn: 0x02, rst: 0x04, psh: 0x08, ack: 0x10 } as const;

/** One TCP segment as the flows see it, with its place in its connection. One instance is reused: whoever keeps a value copies it. */
export class Segment {
  frame = 0;
  connection = 0;
  /** 0 from A (the sender of the connection's first packet), 1 from B. */
  direction: 0 | 1 = 0;
  sequence = 0;
  acknowledgement = 0;
  flags = 0;
  /** As in the header, not scaled. */
  window = 0;
  payloadLength = 0;
  /** Bytes of the frame on the wire. */
  wireLength = 0;
  hopLimit = 0;
  /** No sequence number in the source (text): `sequence` is an assumption. */
  sequenceUnknown = false;
  /** Bits of PACKET_MARK. */
  marks = 0;
}

export type ProbeAnswer = 'ack' | 'rst' | 'icmp';

/** Takes what the flows find, in capture order; every analyzer is one. */
export interface FlowListener {
  /** After the segment's marks are set; never called for duplicate frames. */
  onSegment?(segment: Segment): void;
  /** A segment with data that was captured in part at least: `bytes` from `at` to `end`. Never for keep-alive probes and duplicate frames. */
  onPayload?(segment: Segment, bytes: Uint8Array, at: number, end: number): void;
  /**
   * A keep-alive probe of the end `direction`. `frame` may lie before the current one: the first probe of a connection that was idle when
   * the capture began is known by its answer only. `inferred`: no sequence number proves it. `earlyAnswer`: frame of its answer where that was captured
   * before the probe, else 0; `onProbeAnswer` follows.
   */
  onProbe?(connection: number, direction: 0 | 1, frame: number, payloadBytes: number, inferred: boolean, earlyAnswer: number): void;
  /** What answered the last probe of the end `direction`; a later call for the same probe takes the place of the earlier one. */
  onProbeAnswer?(connection: number, direction: 0 | 1, kind: ProbeAnswer, frame: number): void;
  /** One more answer after the last probe's: each answers the probe after the one that was taken to be its own, the first of them an earlier probe. */
  onLateAnswer?(connection: number, direction: 0 | 1, frame: number): void;
  /** What a server begins with: its SYN-ACKs, its first segment after them, and its first data or FIN. `timestamp`: TSval, -1 without the option. */
  onServerOpening?(segment: Segment, timestamp: number): void;
}

/** A listener that takes the event. */
export type Taker<K extends keyof FlowListener> = FlowListener & Required<Pick<FlowListener, K>>;

/** The listeners that take an event: told apart once, not at every packet. */
export function takersOf<K extends keyof FlowListener>(listeners: readonly FlowListener[], event: K): readonly Taker<K>[] {
  return listeners.filter((listener): listener is Taker<K> => listener[event] !== undefined);
}
