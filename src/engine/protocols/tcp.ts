import { readUint16, readUint32 } from '../../shared/base/bytes';
import { addChecksum, CHECKSUM_STATUS_FIELD, type ChecksumVerdict, pseudoHeaderSum, verifyChecksum } from './checksum';
import type { LayerBuilder } from './dissection';
import { bits, flag, freeText, freeUint, generated, hex, hexBits, uint } from './field-spec';
import type { PacketPath } from './packet-path';
import { defineProtocol, type Protocol } from './protocol';
import { ANALYSIS_FIELDS, addAnalysis, analysisPrefix } from './tcp-analysis';
import { explainDataOffset, explainWindow } from './tcp-explanations';
import { addFlags, FLAG, flagNames } from './tcp-flags';
import { decodeTcpOptions, TCP_OPTION_FIELDS } from './tcp-options';
import { decodePayload, PAYLOAD_FIELDS } from './tcp-payload';
import { addNumbers, type SegmentNumbers, segmentNumbers } from './tcp-sequence';

/** Ports, numbers, flags and window: as much as Wireshark needs to count the segment to a conversation; the data offset may be anything. */
const LEAST_LENGTH = 16;
/** Offsets of the header fields (RFC 9293 section 3.1). */
const DATA_OFFSET = 12;
const FLAGS = 12;
const WINDOW = 14;
const CHECKSUM = 16;
const URGENT_POINTER = 18;
const SHORTEST_HEADER = 20;
const TCP = 6;

function stepTcp(path: PacketPath): Protocol | null {
  if (path.end - path.offset >= LEAST_LENGTH) path.transportOffset = path.offset;
  return null;
}

/** What the header says, read once. */
export interface TcpHeader {
  readonly headerLength: number;
  readonly flags: number;
  readonly window: number;
  /** Payload bytes on the wire. */
  readonly payloadLength: number;
}

const CUT_FIELDS = ['tcp.srcport', 'tcp.dstport', 'tcp.seq_raw', 'tcp.ack_raw', 'tcp.hdr_len', 'tcp.flags', 'tcp.window_size_value', 'tcp.checksum'];

function decodeTcp(layer: LayerBuilder): void {
  const { bytes, offset, shared } = layer;
  const isWhole = layer.has(offset, SHORTEST_HEADER);
  if (!isWhole && (layer.quoted || layer.end - offset < LEAST_LENGTH)) {
    decodeCut(layer);
    return;
  }
  shared.transport = 'tcp';
  shared.sourcePort = readUint16(bytes, offset);
  shared.destinationPort = readUint16(bytes, offset + 2);
  const headerLength = ((bytes[offset + DATA_OFFSET] as number) >> 4) * 4;
  const header: TcpHeader = {
    headerLength,
    flags: readUint16(bytes, offset + FLAGS) & 0x0fff,
    window: readUint16(bytes, offset + WINDOW),
    payloadLength: Math.max(0, layer.wireEnd - offset - headerLength),
  };
  const numbers = segmentNumbers(layer, header);
  if (headerLength < SHORTEST_HEADER) {
    decodeBogus(layer, headerLength, numbers);
    return;
  }
  if (layer.detailed) addHeader(layer, header, numbers);
  const options = isWhole ? decodeTcpOptions(layer, header, numbers) : '';
  shared.infoPrefix = layer.quoted ? '' : analysisPrefix(layer.facts.segment);
  layer.column('info', info(layer, header, numbers, options));
  if (layer.detailed) addAnalysis(layer);
  if (isWhole && layer.has(offset + SHORTEST_HEADER, headerLength - SHORTEST_HEADER)) decodePayload(layer, offset + headerLength, header.flags);
}

/** Shows what there is of a header that does not reach its window, or is quoted: in ICMP errors eight bytes are all that is sure. */
function decodeCut(layer: LayerBuilder): void {
  const { bytes, offset } = layer;
  const ports = layer.end - offset >= 4 ? `, Src Port: ${readUint16(bytes, offset)}, Dst Port: ${readUint16(bytes, offset + 2)}` : '';
  layer.describe(layer.end - offset, `Transmission Control Protocol${ports}`);
  layer.readCut(CUT_FIELDS);
  if (layer.end - offset >= 8) layer.field('tcp.seq', offset + 4, 4, readUint32(bytes, offset + 4));
  if (layer.end - offset >= 4) layer.column('info', `${readUint16(bytes, offset)} → ${readUint16(bytes, offset + 2)}`);
}

function decodeBogus(layer: LayerBuilder, headerLength: number, numbers: SegmentNumbers): void {
  const { offset, shared } = layer;
  layer.describe(SHORTEST_HEADER, `Transmission Control Protocol, Src Port: ${shared.sourcePort}, Dst Port: ${shared.destinationPort}`);
  layer.read('tcp.srcport');
  layer.read('tcp.dstport');
  layer.field('tcp.seq', offset + 4, 4, numbers.sequence);
  layer.read('tcp.seq_raw');
  layer.read('tcp.hdr_len', {
    text: `${headerLength} bytes`,
    explanation: { code: 'tcp-header-bogus', data: { bytes: headerLength, least: SHORTEST_HEADER } },
  });
  layer.column(
    'info',
    `${shared.sourcePort} → ${shared.destinationPort}, bogus TCP header length (${headerLength}, must be at least ${SHORTEST_HEADER})`,
  );
  layer.issue('malformed', offset + DATA_OFFSET, SHORTEST_HEADER);
}

function addHeader(layer: LayerBuilder, header: TcpHeader, numbers: SegmentNumbers): void {
  const { offset, shared, facts } = layer;
  const acknowledgement = (header.flags & FLAG.ack) !== 0 ? `, Ack: ${numbers.acknowledgement}` : '';
  const text = `Src Port: ${shared.sourcePort}, Dst Port: ${shared.destinationPort}, Seq: ${numbers.sequence}${acknowledgement}, Len: ${header.payloadLength}`;
  const isWhole = layer.end - offset >= SHORTEST_HEADER;
  layer.describe(header.headerLength, `Transmission Control Protocol, ${text}`);
  layer.read('tcp.srcport');
  layer.read('tcp.dstport');
  if (facts.segment && !layer.quoted) layer.generated('tcp.stream', facts.segment.connection);
  addNumbers(layer, header, numbers);
  layer.read('tcp.hdr_len', {
    text: `${header.headerLength} bytes (${header.headerLength / 4})`,
    explanation: explainDataOffset(header.headerLength),
  });
  addFlags(layer, header.flags);
  addWindow(layer, header);
  if (!isWhole) {
    layer.readCut(['tcp.checksum']);
    return;
  }
  addChecksum(layer, 'tcp.checksum', offset + CHECKSUM, judge(layer));
  const isUrgent = (header.flags & FLAG.urg) !== 0;
  layer.read('tcp.urgent_pointer', { explanation: { code: isUrgent ? 'tcp-urgent' : 'tcp-urgent-unused', data: {} } });
}

/** Shift of the sender's window scale for this segment: the window of a SYN is never scaled (RFC 7323 section 2.2); null when not known. */
function shiftOf(layer: LayerBuilder, header: TcpHeader): number | null {
  if ((header.flags & FLAG.syn) !== 0) return 0;
  return layer.quoted ? null : (layer.facts.segment?.windowScale ?? null);
}

function addWindow(layer: LayerBuilder, header: TcpHeader): void {
  const { offset } = layer;
  const shift = shiftOf(layer, header);
  const isSyn = (header.flags & FLAG.syn) !== 0;
  const explanation = explainWindow(header.window, shift, isSyn);
  layer.read('tcp.window_size_value', { explanation });
  layer.field('tcp.window_size', offset + WINDOW, 2, header.window * 2 ** (shift ?? 0), { explanation });
  if (isSyn) return;
  const factor = shift === null ? -1 : shift === 0 ? -2 : 2 ** shift;
  const text = factor === -1 ? '-1 (unknown)' : factor === -2 ? '-2 (no window scaling used)' : String(factor);
  layer.field('tcp.window_size_scalefactor', offset + WINDOW, 2, factor, { text, explanation });
}

function judge(layer: LayerBuilder): ChecksumVerdict {
  const { bytes, offset, shared } = layer;
  if (shared.partial || layer.quoted || layer.end < layer.wireEnd) return { state: 'cut', expected: 0 };
  return verifyChecksum(bytes, offset + CHECKSUM, offset, layer.end, pseudoHeaderSum(shared, TCP, layer.end - offset));
}

function info(layer: LayerBuilder, header: TcpHeader, numbers: SegmentNumbers, options: string): string {
  const { shared } = layer;
  const shift = shiftOf(layer, header) ?? 0;
  const acknowledgement = (header.flags & FLAG.ack) !== 0 ? ` Ack=${numbers.acknowledgement}` : '';
  const urgent = (header.flags & FLAG.urg) !== 0 ? ` Urg=${readUint16(layer.bytes, layer.offset + URGENT_POINTER)}` : '';
  const numbersText = `Seq=${numbers.sequence}${acknowledgement} Win=${header.window * 2 ** shift}${urgent} Len=${header.payloadLength}`;
  return `${shared.infoPrefix}${shared.sourcePort} → ${shared.destinationPort} [${flagNames(header.flags)}] ${numbersText}${options}`;
}

export const tcp = defineProtocol({
  id: 'tcp',
  title: 'Transmission Control Protocol',
  short: 'TCP',
  spec: 'RFC 9293',
  fields: {
    'tcp.srcport': uint('Source Port', 0, 2),
    'tcp.dstport': uint('Destination Port', 2, 2),
    'tcp.stream': generated('Stream index'),
    'tcp.len': generated('TCP Segment Len'),
    'tcp.seq': uint('Sequence Number', 4, 4),
    'tcp.seq_raw': uint('Sequence Number (raw)', 4, 4),
    'tcp.nxtseq': generated('Next Sequence Number'),
    'tcp.ack': uint('Acknowledgment Number', 8, 4),
    'tcp.ack_raw': uint('Acknowledgment number (raw)', 8, 4),
    'tcp.hdr_len': bits('Header Length', DATA_OFFSET, 1, [0, 4]),
    'tcp.flags': hexBits('Flags', FLAGS, 2, [4, 12]),
    'tcp.flags.res': { label: 'Reserved', type: 'boolean', at: FLAGS, size: 1, bits: { offset: 4, count: 3 } },
    'tcp.flags.ae': flag('Accurate ECN', FLAGS, 1, 7),
    'tcp.flags.cwr': flag('Congestion Window Reduced', FLAGS + 1, 1, 0),
    'tcp.flags.ece': flag('ECN-Echo', FLAGS + 1, 1, 1),
    'tcp.flags.urg': flag('Urgent', FLAGS + 1, 1, 2),
    'tcp.flags.ack': flag('Acknowledgment', FLAGS + 1, 1, 3),
    'tcp.flags.push': flag('Push', FLAGS + 1, 1, 4),
    'tcp.flags.reset': flag('Reset', FLAGS + 1, 1, 5),
    'tcp.flags.syn': flag('Syn', FLAGS + 1, 1, 6),
    'tcp.flags.fin': flag('Fin', FLAGS + 1, 1, 7),
    'tcp.flags.str': freeText('TCP Flags'),
    'tcp.window_size_value': uint('Window', WINDOW, 2),
    'tcp.window_size': freeUint('Calculated window size'),
    'tcp.window_size_scalefactor': { label: 'Window size scaling factor', type: 'int' },
    'tcp.checksum': hex('Checksum', CHECKSUM, 2),
    'tcp.checksum.status': CHECKSUM_STATUS_FIELD,
    'tcp.urgent_pointer': uint('Urgent Pointer', URGENT_POINTER, 2),
    ...PAYLOAD_FIELDS,
    ...TCP_OPTION_FIELDS,
    ...ANALYSIS_FIELDS,
  },
  attach: [{ table: 'ip-protocol', keys: [6] }],
  step: stepTcp,
  decode: decodeTcp,
});
