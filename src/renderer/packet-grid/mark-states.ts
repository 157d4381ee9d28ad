import { PACKET_MARK, type PacketMark } from '../../shared/contract/packet-marks';
import type { StateName } from '../theme/state-marks';

/** Marks in the order of weight: the first one a packet has gives its row the shape; the others stand in its title. */
const MARK_STATES: readonly (readonly [PacketMark, StateName])[] = [
  ['rst', 'reset'],
  ['icmpError', 'icmp'],
  ['retransmission', 'lost'],
  ['fastRetransmission', 'lost'],
  ['spuriousRetransmission', 'late'],
  ['outOfOrder', 'late'],
  ['lostSegment', 'lost'],
  ['ackLostSegment', 'lost'],
  ['zeroWindow', 'icmp'],
  ['zeroWindowProbe', 'icmp'],
  ['zeroWindowProbeAck', 'icmp'],
  ['windowFull', 'icmp'],
  ['keepAlive', 'probe'],
  ['keepAliveAck', 'answered'],
  ['duplicateAck', 'muted'],
  ['windowUpdate', 'muted'],
  ['reusedPorts', 'muted'],
  ['duplicate', 'muted'],
  ['fin', 'closed'],
  ['syn', 'data'],
  ['cut', 'muted'],
];

/** Names of the marks a packet has, heaviest first. */
export function marksOf(bits: number): readonly (readonly [PacketMark, StateName])[] {
  return MARK_STATES.filter(([mark]) => (bits & PACKET_MARK[mark]) !== 0);
}
