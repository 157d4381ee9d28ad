import { readUint32 } from '../../shared/base/bytes';
import { sequenceAdd } from '../../shared/base/sequence';
import type { Explanation } from '../../shared/contract/dissection';
import type { LayerBuilder } from './dissection';
import type { TcpHeader } from './tcp';
import { isKeepAlive, isKeepAliveAnswer } from './tcp-analysis';
import { FLAG } from './tcp-flags';

const SEQUENCE = 4;
const ACKNOWLEDGEMENT = 8;

/** Sequence numbers as shown: relative to the initial ones where these are known, else as they are in the packet. */
export interface SegmentNumbers {
  readonly sequence: number;
  readonly acknowledgement: number;
  readonly next: number;
  readonly rawSequence: number;
  readonly rawAcknowledgement: number;
  readonly sequenceBase: number | null;
  readonly acknowledgementBase: number | null;
}

/** Numbers of the header at the layer's start; SYN and FIN take one sequence number each. */
export function segmentNumbers(layer: LayerBuilder, header: TcpHeader): SegmentNumbers {
  const rawSequence = readUint32(layer.bytes, layer.offset + SEQUENCE);
  const rawAcknowledgement = readUint32(layer.bytes, layer.offset + ACKNOWLEDGEMENT);
  const segment = layer.quoted ? null : layer.facts.segment;
  const sequenceBase = segment?.senderBase ?? null;
  const hasAcknowledgement = (header.flags & FLAG.ack) !== 0;
  const acknowledgementBase = hasAcknowledgement ? (segment?.receiverBase ?? null) : null;
  const taken = header.payloadLength + ((header.flags & FLAG.syn) !== 0 ? 1 : 0) + ((header.flags & FLAG.fin) !== 0 ? 1 : 0);
  const sequence = sequenceBase === null ? rawSequence : sequenceAdd(rawSequence, -sequenceBase);
  return {
    sequence,
    acknowledgement: acknowledgementBase === null ? rawAcknowledgement : sequenceAdd(rawAcknowledgement, -acknowledgementBase),
    next: sequenceAdd(sequence, taken),
    rawSequence,
    rawAcknowledgement,
    sequenceBase,
    acknowledgementBase,
  };
}

export function addNumbers(layer: LayerBuilder, header: TcpHeader, numbers: SegmentNumbers): void {
  const { offset } = layer;
  const relative = numbers.sequenceBase === null ? '' : ' (relative sequence number)';
  layer.generated('tcp.len', header.payloadLength, {
    explanation: { code: 'tcp-len', data: { bytes: header.payloadLength, header: header.headerLength } },
  });
  layer.field('tcp.seq', offset + SEQUENCE, 4, numbers.sequence, {
    text: `${numbers.sequence}${relative}`,
    explanation: explainSequence(layer, header, numbers),
  });
  layer.read('tcp.seq_raw', { explanation: layer.facts.segment?.sequenceUnknown ? { code: 'tcp-seq-assumed', data: {} } : null });
  const syn = (header.flags & FLAG.syn) !== 0 ? 1 : 0;
  const fin = (header.flags & FLAG.fin) !== 0 ? 1 : 0;
  layer.generated('tcp.nxtseq', numbers.next, {
    text: `${numbers.next}${relative}`,
    explanation: {
      code: syn ? 'tcp-next-syn' : fin ? 'tcp-next-fin' : 'tcp-next',
      data: { seq: numbers.sequence, len: header.payloadLength, next: numbers.next },
    },
  });
  const relativeAck = numbers.acknowledgementBase === null ? '' : ' (relative ack number)';
  layer.field('tcp.ack', offset + ACKNOWLEDGEMENT, 4, numbers.acknowledgement, {
    text: `${numbers.acknowledgement}${relativeAck}`,
    explanation: explainAcknowledgement(layer, header, numbers),
  });
  layer.read('tcp.ack_raw');
}

function explainSequence(layer: LayerBuilder, header: TcpHeader, numbers: SegmentNumbers): Explanation {
  const data = { raw: numbers.rawSequence, base: numbers.sequenceBase ?? 0, relative: numbers.sequence, next: sequenceAdd(numbers.sequence, 1) };
  if (layer.facts.segment?.sequenceUnknown) return { code: 'tcp-seq-assumed', data: {} };
  if (isKeepAlive(layer.facts.segment) && !layer.quoted) return { code: 'tcp-seq-keep-alive', data };
  if ((header.flags & FLAG.syn) !== 0) return { code: 'tcp-seq-initial', data };
  return { code: numbers.sequenceBase === null ? 'tcp-seq-absolute' : 'tcp-seq-relative', data };
}

function explainAcknowledgement(layer: LayerBuilder, header: TcpHeader, numbers: SegmentNumbers): Explanation {
  const data = {
    raw: numbers.rawAcknowledgement,
    base: numbers.acknowledgementBase ?? 0,
    relative: numbers.acknowledgement,
    last: sequenceAdd(numbers.acknowledgement, -1),
  };
  if ((header.flags & FLAG.ack) === 0) return { code: 'tcp-ack-unused', data: {} };
  if (isKeepAliveAnswer(layer.facts.segment) && !layer.quoted) return { code: 'tcp-ack-keep-alive', data };
  if (numbers.acknowledgementBase === null) return { code: 'tcp-ack-absolute', data };
  return { code: numbers.acknowledgement === 1 ? 'tcp-ack-syn' : 'tcp-ack-relative', data };
}
