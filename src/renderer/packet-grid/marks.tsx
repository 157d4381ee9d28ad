import { PACKET_MARK, PACKET_MARK_NAMES, type PacketMark } from '../../shared/contract/packet-marks';
import { StateMark, type StateName } from '../theme/states';
import { useTexts } from '../theme/use-texts';

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

/** Shape and word of the heaviest mark. A keep-alive answer is drawn hollow, so that it differs from its probe. */
export function PacketMarks({ bits }: { readonly bits: number }) {
  const { t } = useTexts();
  const marks = marksOf(bits);
  const heaviest = marks[0];
  if (!heaviest) return null;
  const [mark, state] = heaviest;
  const title = marks.map(([name]) => [t(`ui.mark.${name}`), PACKET_MARK_NAMES[name]].filter(Boolean).join(' - ')).join('\n');
  return (
    <span className="state-label" title={title}>
      <StateMark state={state} hollow={mark === 'keepAliveAck'} />
      <span>{t(`ui.mark.${mark}`)}</span>
      {marks.length > 1 && <span className="muted">+{marks.length - 1}</span>}
    </span>
  );
}
