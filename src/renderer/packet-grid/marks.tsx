import { PACKET_MARK_NAMES } from '../../shared/contract/packet-marks';
import { StateMark } from '../theme/states';
import { useTexts } from '../theme/use-texts';
import { marksOf } from './mark-states';

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
