/** Marks on a packet, as bits of one unsigned 32-bit column. Names are filter names: Wireshark's where the mark is the same. */
export const PACKET_MARK = {
  duplicate: 1 << 0,
  /** Sent by the end that received the connection's first packet. */
  reverse: 1 << 1,
  syn: 1 << 2,
  fin: 1 << 3,
  rst: 1 << 4,
  data: 1 << 5,
  sequenceUnknown: 1 << 6,
  noTime: 1 << 7,
  cut: 1 << 8,
  retransmission: 1 << 9,
  fastRetransmission: 1 << 10,
  spuriousRetransmission: 1 << 11,
  outOfOrder: 1 << 12,
  lostSegment: 1 << 13,
  ackLostSegment: 1 << 14,
  duplicateAck: 1 << 15,
  zeroWindow: 1 << 16,
  zeroWindowProbe: 1 << 17,
  zeroWindowProbeAck: 1 << 18,
  windowUpdate: 1 << 19,
  windowFull: 1 << 20,
  keepAlive: 1 << 21,
  keepAliveAck: 1 << 22,
  reusedPorts: 1 << 23,
  icmpError: 1 << 24,
  /** The columns do not tell all of its IP and TCP fields: packets within packets, pieces of packets, headers that are not whole, other protocols. */
  wrapped: 1 << 25,
} as const;
export type PacketMark = keyof typeof PACKET_MARK;

/** Filter names of the marks that a packet list shows and a filter may ask for. */
export const PACKET_MARK_NAMES: Readonly<Partial<Record<PacketMark, string>>> = {
  duplicate: 'frame.duplicate',
  retransmission: 'tcp.analysis.retransmission',
  fastRetransmission: 'tcp.analysis.fast_retransmission',
  spuriousRetransmission: 'tcp.analysis.spurious_retransmission',
  outOfOrder: 'tcp.analysis.out_of_order',
  lostSegment: 'tcp.analysis.lost_segment',
  ackLostSegment: 'tcp.analysis.ack_lost_segment',
  duplicateAck: 'tcp.analysis.duplicate_ack',
  zeroWindow: 'tcp.analysis.zero_window',
  zeroWindowProbe: 'tcp.analysis.zero_window_probe',
  zeroWindowProbeAck: 'tcp.analysis.zero_window_probe_ack',
  windowUpdate: 'tcp.analysis.window_update',
  windowFull: 'tcp.analysis.window_full',
  keepAlive: 'keepalive.probe',
  keepAliveAck: 'keepalive.answer',
  reusedPorts: 'tcp.analysis.reused_ports',
};
