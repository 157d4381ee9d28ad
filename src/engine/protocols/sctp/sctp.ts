import { readUint16, readUint32 } from '../../../shared/base/bytes';
import { crc32c } from '../crc32c';
import type { LayerBuilder } from '../dissection';
import { bits, CHECKSUM_STATUS, flag, freeBytes, freeHex, freeText, freeUint, generated, group, hex, uint } from '../field-spec';
import { MessageCursor } from '../message-cursor';
import { defineProtocol, type FieldSpec } from '../protocol';
import { CHUNK_DECODERS, CHUNK_FLAGS, chunkName } from './chunks';
import { CAUSES, CHUNKS, HMACS, PARAMETERS, PAYLOADS } from './numbers';

/** RFC 9260 section 3.1. */
const HEADER_LENGTH = 12;
const CHECKSUM = 8;
const CHUNK_HEADER_LENGTH = 4;
/** RFC 6951: in UDP. */
const UDP_PORT = 9899;

function decodeSctp(layer: LayerBuilder): void {
  const { bytes, offset, shared } = layer;
  layer.describe(HEADER_LENGTH, 'Stream Control Transmission Protocol');
  const names = ['sctp.srcport', 'sctp.dstport', 'sctp.verification_tag', 'sctp.checksum'];
  if (!layer.has(offset, HEADER_LENGTH)) {
    layer.readCut(names);
    return;
  }
  shared.sourcePort = readUint16(bytes, offset);
  shared.destinationPort = readUint16(bytes, offset + 2);
  layer.describe(layer.end - offset, `Stream Control Transmission Protocol, Src Port: ${shared.sourcePort}, Dst Port: ${shared.destinationPort}`);
  for (const name of names) layer.read(name);
  addStatus(layer);
  layer.column('info', '');
  const words: string[] = [];
  const cursor = new MessageCursor(layer, offset + HEADER_LENGTH);
  while (cursor.left > 0) words.push(addChunk(cursor));
  layer.column('info', words.join(' '));
}

/** Zero is what a network card that is to fill it in leaves in captures made before it did. */
function addStatus(layer: LayerBuilder): void {
  const { bytes, offset, shared } = layer;
  const stored = readUint32(bytes, offset + CHECKSUM);
  const isWhole = !shared.partial && !layer.quoted && layer.end === layer.wireEnd;
  if (!isWhole || !layer.detailed) {
    layer.generated('sctp.checksum.status', 2);
    return;
  }
  const sum = crc32c(bytes, offset, layer.end, offset + CHECKSUM);
  // The sum is stored in little-endian order (RFC 9260 appendix A).
  const expected = ((sum << 24) | ((sum & 0xff00) << 8) | ((sum >>> 8) & 0xff00) | (sum >>> 24)) >>> 0;
  layer.generated('sctp.checksum.status', stored === expected ? 1 : stored === 0 ? 2 : 0);
}

/** Adds one chunk and its padding; returns its words for the Info column. */
function addChunk(cursor: MessageCursor): string {
  const type = cursor.peek(1);
  const length = cursor.peek(2, 2);
  const name = chunkName(type);
  if (!cursor.has(CHUNK_HEADER_LENGTH)) return '';
  if (length < CHUNK_HEADER_LENGTH) {
    cursor.refuse(CHUNK_HEADER_LENGTH);
    return name;
  }
  const padding = Math.min((4 - (length % 4)) % 4, Math.max(0, cursor.left - length));
  const chunk = cursor.group('sctp.chunk', Math.min(length + padding, cursor.left), { text: `${name} chunk` });
  chunk.flags('sctp.chunk_type', 1, ['sctp.chunk_bit_1', 'sctp.chunk_bit_2'], { explanation: explainChunk(type) });
  const flags = chunk.flags('sctp.chunk_flags', 1, CHUNK_FLAGS[type] ?? []);
  chunk.uint('sctp.chunk_length', 2);
  const value = chunk.part(length - CHUNK_HEADER_LENGTH);
  const decode = CHUNK_DECODERS[type];
  const words = decode ? decode(value, flags) : '';
  if (!decode) value.bytes('sctp.chunk_value', value.left);
  if (words !== '') chunk.describe(`${name} chunk (${words})`);
  chunk.bytes('sctp.chunk_padding', padding);
  return words.includes('=') ? `${name} (${words})` : name;
}

function explainChunk(type: number): { code: string; data: Record<string, number> } | null {
  return type === 4 ? { code: 'sctp-heartbeat', data: {} } : type === 5 ? { code: 'sctp-heartbeat-ack', data: {} } : null;
}

const STREAMS = (prefix: string): Record<string, FieldSpec> => ({
  [`sctp.${prefix}_initiate_tag`]: freeHex('Initiate tag', { digits: 8 }),
  [`sctp.${prefix}_credit`]: freeUint('Advertised receiver window credit (a_rwnd)'),
  [`sctp.${prefix}_nr_out_streams`]: freeUint('Number of outbound streams'),
  [`sctp.${prefix}_nr_in_streams`]: freeUint('Number of inbound streams'),
  [`sctp.${prefix}_initial_tsn`]: freeUint('Initial TSN'),
});

const ACKNOWLEDGEMENTS = (prefix: string, gaps: readonly string[]): Record<string, FieldSpec> => ({
  [`sctp.${prefix}_nounce_sum`]: bits('Nounce sum', 0, 1, [7, 1]),
  [`sctp.${prefix}_cumulative_tsn_ack`]: freeUint('Cumulative TSN ACK'),
  [`sctp.${prefix}_a_rwnd`]: freeUint('Advertised receiver window credit (a_rwnd)'),
  [`sctp.${prefix}_number_of_gap_blocks`]: freeUint('Number of gap acknowledgement blocks'),
  [`sctp.${prefix}_number_of_duplicated_tsns`]: freeUint('Number of duplicated TSNs'),
  [`sctp.${prefix}_duplicate_tsn`]: freeUint('Duplicate TSN'),
  ...Object.fromEntries(
    gaps.flatMap((gap) => [
      [`sctp.${prefix}_${gap}_start`, freeUint('Start')],
      [`sctp.${prefix}_${gap}_start_tsn`, freeUint('Start TSN')],
      [`sctp.${prefix}_${gap}_end`, freeUint('End')],
      [`sctp.${prefix}_${gap}_end_tsn`, freeUint('End TSN')],
    ]),
  ),
});

const fields: Readonly<Record<string, FieldSpec>> = {
  'sctp.srcport': uint('Source port', 0, 2),
  'sctp.dstport': uint('Destination port', 2, 2),
  'sctp.verification_tag': hex('Verification tag', 4, 4),
  'sctp.checksum': hex('Checksum', CHECKSUM, 4),
  'sctp.checksum.status': generated('Checksum Status', 'uint', CHECKSUM_STATUS),
  'sctp.chunk': group('Chunk'),
  'sctp.chunk_type': freeUint('Chunk type', { values: CHUNKS }),
  'sctp.chunk_bit_1': flag('Bit', 0, 1, 0, { 0: 'Stop processing of the packet', 1: 'Skip chunk and continue processing of the packet' }),
  'sctp.chunk_bit_2': flag('Bit', 0, 1, 1, { 0: 'Do not report', 1: 'Do report' }),
  'sctp.chunk_flags': freeHex('Chunk flags', { digits: 2 }),
  'sctp.chunk_length': freeUint('Chunk length'),
  'sctp.chunk_value': freeBytes('Chunk value'),
  'sctp.chunk_padding': freeBytes('Chunk padding'),
  'sctp.data_i_bit': flag('I-Bit', 0, 1, 4, { 0: 'Possibly delay SACK', 1: 'Send SACK immediately' }),
  'sctp.data_u_bit': flag('U-Bit', 0, 1, 5, { 0: 'Ordered delivery', 1: 'Unordered delivery' }),
  'sctp.data_b_bit': flag('B-Bit', 0, 1, 6, { 0: 'Subsequent segment', 1: 'First segment' }),
  'sctp.data_e_bit': flag('E-Bit', 0, 1, 7, { 0: 'Not the last segment', 1: 'Last segment' }),
  'sctp.abort_t_bit': flag('T-Bit', 0, 1, 7, { 0: 'Tag not reflected', 1: 'Tag reflected' }),
  'sctp.shutdown_complete_t_bit': flag('T-Bit', 0, 1, 7, { 0: 'Tag not reflected', 1: 'Tag reflected' }),
  'sctp.data_tsn': freeUint('Transmission sequence number'),
  'sctp.data_tsn_raw': freeUint('Transmission sequence number (absolute)'),
  'sctp.data_sid': freeHex('Stream identifier', { digits: 4 }),
  'sctp.data_ssn': freeUint('Stream sequence number'),
  'sctp.data_reserved': freeUint('Reserved'),
  'sctp.data_mid': freeUint('Message identifier'),
  'sctp.data_fsn': freeUint('Fragment sequence number'),
  'sctp.data_payload_proto_id': freeUint('Payload protocol identifier', { values: PAYLOADS }),
  ...STREAMS('init'),
  ...STREAMS('initack'),
  ...ACKNOWLEDGEMENTS('sack', ['gap_block']),
  'sctp.sack_cumulative_tsn_ack_raw': freeUint('Cumulative TSN ACK (absolute)'),
  ...ACKNOWLEDGEMENTS('nr_sack', ['gap_block', 'nr_gap_block']),
  'sctp.nr_sack_number_of_nr_gap_blocks': freeUint('Number of nr-gap acknowledgement blocks'),
  'sctp.nr_sack_reserved': freeHex('Reserved', { digits: 4 }),
  'sctp.gap': group('Gap Acknowledgement'),
  'sctp.shutdown_cumulative_tsn_ack': freeUint('Cumulative TSN Ack'),
  'sctp.cookie': freeBytes('Cookie'),
  'sctp.ecne_lowest_tsn': freeUint('Lowest TSN'),
  'sctp.cwr_lowest_tsn': freeUint('Lowest TSN'),
  'sctp.shared_key_id': freeUint('Shared key identifier'),
  'sctp.hmac_id': freeUint('HMAC identifier', { values: HMACS }),
  'sctp.hmac': freeBytes('HMAC'),
  'sctp.forward_tsn_tsn': freeUint('New cumulative TSN'),
  'sctp.forward_tsn_sid': freeUint('Stream identifier'),
  'sctp.forward_tsn_ssn': freeUint('Stream sequence number'),
  'sctp.asconf_seq_nr_number': freeHex('Sequence number', { digits: 8 }),
  'sctp.asconf_ack_seq_nr_number': freeHex('Sequence number', { digits: 8 }),
  'sctp.padding_data': freeBytes('Padding data'),
  'sctp.parameter': group('Parameter'),
  'sctp.parameter_type': freeHex('Parameter type', { values: PARAMETERS, digits: 4 }),
  'sctp.parameter_bit_1': flag('Bit', 0, 2, 0, { 0: 'Stop processing of chunk', 1: 'Skip parameter and continue processing of the chunk' }),
  'sctp.parameter_bit_2': flag('Bit', 0, 2, 1, { 0: 'Do not report', 1: 'Do report' }),
  'sctp.parameter_length': freeUint('Parameter length'),
  'sctp.parameter_value': freeBytes('Parameter value'),
  'sctp.parameter_padding': freeBytes('Parameter padding'),
  'sctp.parameter_heartbeat_information': freeBytes('Heartbeat information'),
  'sctp.parameter_ipv4_address': { label: 'IP Version 4 address', type: 'ipv4' },
  'sctp.parameter_ipv6_address': { label: 'IP Version 6 address', type: 'ipv6' },
  'sctp.parameter_state_cookie': freeBytes('State cookie'),
  'sctp.parameter_cookie_preservative_incr': freeUint('Suggested Cookie life-span increment (msec)'),
  'sctp.parameter_hostname': freeText('Hostname'),
  'sctp.parameter_supported_address_type': freeUint('Supported address type', {
    values: { 5: 'IPv4 address', 6: 'IPv6 address', 11: 'Hostname address' },
  }),
  'sctp.parameter_reconfig_request_sequence_number': freeUint('Re-configuration request sequence number'),
  'sctp.parameter_reconfig_response_sequence_number': freeUint('Re-configuration response sequence number'),
  'sctp.parameter_senders_last_assigned_tsn': freeUint('Senders last assigned TSN'),
  'sctp.parameter_reconfig_sid': freeUint('Stream Identifier'),
  'sctp.adaptation_layer_indication': freeHex('Indication', { digits: 8 }),
  'sctp.random_number': freeBytes('Random number'),
  'sctp.chunk_type_to_auth': freeUint('Chunk type', { values: CHUNKS }),
  'sctp.supported_chunk_type': freeUint('Supported chunk type', { values: CHUNKS }),
  'sctp.cause': group('Cause'),
  'sctp.cause_code': freeHex('Cause code', { values: CAUSES, digits: 4 }),
  'sctp.cause_length': freeUint('Cause length'),
  'sctp.cause_information': freeBytes('Cause information'),
  'sctp.cause_padding': freeBytes('Cause padding'),
  'sctp.cause_stream_identifier': freeUint('Stream identifier'),
  'sctp.cause_reserved': freeUint('Reserved'),
  'sctp.cause_measure_of_staleness': freeUint('Measure of staleness in usec'),
  'sctp.cause_tsn': freeUint('TSN'),
};

export const sctp = defineProtocol({
  id: 'sctp',
  title: 'Stream Control Transmission Protocol',
  short: 'SCTP',
  spec: 'RFC 9260',
  fields,
  attach: [
    { table: 'ip-protocol', keys: [132] },
    { table: 'udp-port', keys: [UDP_PORT] },
  ],
  decode: decodeSctp,
});
