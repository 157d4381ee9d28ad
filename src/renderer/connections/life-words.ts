import type { Translate } from '../../shared/locales/texts';
import type { LifeRow } from './life-rows';

const SEQUENCE_NUMBERS = 2 ** 32;

/** What a segment does in the sequence space of its sender: `seq 1, 64 bytes: next 65`. A SYN, ACK says less of its SYN: the acknowledgement beside it needs the room. */
export function sequenceWords({ sequence, payloadBytes, syn, fin, isProbe, acknowledgement }: LifeRow, t: Translate): string {
  const next = (sequence + payloadBytes + Number(syn) + Number(fin)) % SEQUENCE_NUMBERS;
  const withData = payloadBytes > 0;
  if (syn && acknowledgement !== null && !withData) return t('life.seq.synAck', { seq: sequence, next });
  const kind = isProbe ? 'probe' : syn ? 'syn' : fin ? 'fin' : 'empty';
  const key = kind === 'empty' ? (withData ? 'data' : 'empty') : withData ? `${kind}Data` : kind;
  return t(`life.seq.${key}`, { seq: sequence, count: payloadBytes, next });
}

/** What a segment acknowledges: `ack 65 = 1 + 64`; null without ACK. The sum needs the segment that it is for. */
export function acknowledgementWords({ acknowledgement, acknowledged }: LifeRow, t: Translate): string | null {
  if (acknowledgement === null) return null;
  if (acknowledged === null) return t('life.ack.plain', { ack: acknowledgement });
  const { sequence, payloadBytes, syn, fin } = acknowledged;
  const key = syn ? (payloadBytes > 0 ? 'synData' : 'syn') : fin ? (payloadBytes > 0 ? 'finData' : 'fin') : 'data';
  return t(`life.ack.${key}`, { ack: acknowledgement, from: sequence, bytes: payloadBytes });
}
