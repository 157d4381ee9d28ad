/** What the hot path knows of one packet: offsets and a few numbers, filled by the `step` of each protocol. One instance is reused. */
export class PacketPath {
  bytes: Uint8Array = new Uint8Array(0);
  /** The same bytes for reading numbers: offsets are those of `bytes`. */
  view: DataView = new DataView(new ArrayBuffer(0));
  /** Start of the current layer in `bytes`. */
  offset = 0;
  /** End of what was captured of the current layer (headers with a length shorten it: padding lies outside). */
  end = 0;
  /** End of the current layer on the wire by its headers' lengths; beyond `end` when the capture was cut. */
  wireEnd = 0;
  /** Layers walked so far; `MAX_LAYERS` bounds tunnels. */
  depth = 0;

  /** IP headers walked so far. */
  ipHeaders = 0;
  /** 0: no IP header; 4 or 6. The innermost one counts. */
  ipVersion = 0;
  ipOffset = 0;
  /** Offsets of the 4 or 16 address bytes. */
  sourceOffset = 0;
  destinationOffset = 0;
  hopLimit = 0;
  /** IPv4 identification, -1 for IPv6. */
  identification = -1;
  /** True for any fragment of a packet (offset above 0, or more follow). */
  fragment = false;
  /** True for a fragment that does not hold the transport header. */
  laterFragment = false;
  /** Number of the transport protocol (IANA), -1 when none was reached. */
  transport = -1;
  /**
   * Offset of the transport header, -1 when none was reached. TCP: at least 16 bytes of it lie before `end` (ports to window; the data offset may be
   * below 5 or reach beyond `end`, as in Wireshark, which counts such a segment to its conversation). UDP, ICMP, ICMPv6: at least 8 bytes.
   */
  transportOffset = -1;
  /** Offset of an ARP header, -1 when none. */
  arpOffset = -1;
  /** Number of the link-layer interface or packet type told by the link header (Linux cooked), else 0: tells copies of one frame apart. */
  linkHint = 0;

  start(bytes: Uint8Array, offset: number, capturedLength: number, originalLength: number): void {
    if (this.bytes !== bytes) this.use(bytes);
    this.offset = offset;
    this.end = offset + capturedLength;
    this.wireEnd = offset + Math.max(originalLength, capturedLength);
    this.depth = 0;
    this.ipHeaders = 0;
    this.ipVersion = 0;
    this.identification = -1;
    this.fragment = false;
    this.laterFragment = false;
    this.transport = -1;
    this.transportOffset = -1;
    this.arpOffset = -1;
    this.linkHint = 0;
  }

  /** Changes the bytes that the offsets refer to. */
  use(bytes: Uint8Array): void {
    this.bytes = bytes;
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }
}

/** A packet with more layers than this is not unwrapped further. */
export const MAX_LAYERS = 40;
