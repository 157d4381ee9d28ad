import type { MessageCursor } from '../message-cursor';
import { CAUSES, CHUNKS, PARAMETERS } from './numbers';

/** What a chunk adds to its own line and to the Info column, e.g. `TSN=1`; '' for nothing. */
type ChunkDecoder = (chunk: MessageCursor, flags: number) => string;

/** Fields of one fixed size one after the other. */
function numbers(...fields: readonly (readonly [name: string, size: number])[]): ChunkDecoder {
  return (chunk) => {
    for (const [name, size] of fields) chunk.uint(name, size);
    return '';
  };
}

const bytes =
  (name: string): ChunkDecoder =>
  (chunk) => {
    chunk.bytes(name, chunk.left);
    return '';
  };

function parameters(chunk: MessageCursor): string {
  while (chunk.left > 0) addParameter(chunk);
  return '';
}

/** RFC 9260 section 3.2.1; padded to four bytes, the padding not counted. */
function addParameter(chunk: MessageCursor): void {
  const type = chunk.peek(2);
  const length = chunk.peek(2, 2);
  if (!chunk.has(4)) return;
  if (length < 4) {
    chunk.refuse(4);
    return;
  }
  const padding = Math.min((4 - (length % 4)) % 4, Math.max(0, chunk.left - length));
  const name = PARAMETERS[type] ?? 'Unknown';
  const parameter = chunk.group('sctp.parameter', length + padding, { text: `${name} parameter` });
  parameter.flags('sctp.parameter_type', 2, ['sctp.parameter_bit_1', 'sctp.parameter_bit_2']);
  parameter.uint('sctp.parameter_length', 2);
  const value = parameter.part(length - 4);
  const text = addParameterValue(value, type);
  if (text !== '') parameter.describe(`${name} parameter (${text})`);
  parameter.bytes('sctp.parameter_padding', padding);
}

function addParameterValue(value: MessageCursor, type: number): string {
  switch (type) {
    case 1: {
      const { left } = value;
      value.bytes('sctp.parameter_heartbeat_information', left, { explanation: { code: 'sctp-heartbeat-info', data: {} } });
      return `Information: ${left} bytes`;
    }
    case 5:
      return `Address: ${value.ipv4('sctp.parameter_ipv4_address')}`;
    case 6:
      return `Address: ${value.ipv6('sctp.parameter_ipv6_address')}`;
    case 7: {
      const { left } = value;
      value.bytes('sctp.parameter_state_cookie', left);
      return `Cookie length: ${left} bytes`;
    }
    case 9:
      return `Increment: ${value.uint('sctp.parameter_cookie_preservative_incr', 4)} msec`;
    case 11:
      return `Hostname: ${value.text('sctp.parameter_hostname', value.left)}`;
    case 13:
      value.uint('sctp.parameter_reconfig_request_sequence_number', 4);
      value.uint('sctp.parameter_reconfig_response_sequence_number', 4);
      value.uint('sctp.parameter_senders_last_assigned_tsn', 4);
      while (value.left > 0) value.uint('sctp.parameter_reconfig_sid', 2);
      return '';
    case 0x8002:
      value.bytes('sctp.random_number', value.left);
      return '';
    case 0xc006:
      return `Indication: ${value.uint('sctp.adaptation_layer_indication', 4)}`;
  }
  const list = LISTS[type];
  if (list) while (value.left > 0) value.uint(list[0], list[1]);
  else value.bytes('sctp.parameter_value', value.left);
  return '';
}

/** Parameters that are lists of numbers: field and bytes of each. */
const LISTS: Readonly<Record<number, readonly [field: string, size: number]>> = {
  12: ['sctp.parameter_supported_address_type', 2],
  32771: ['sctp.chunk_type_to_auth', 1],
  32772: ['sctp.hmac_id', 2],
  32776: ['sctp.supported_chunk_type', 1],
};

/** Error causes (RFC 9260 section 3.3.10). */
function causes(chunk: MessageCursor): string {
  const names: string[] = [];
  while (chunk.left > 0) {
    const code = chunk.peek(2);
    const length = chunk.peek(2, 2);
    if (!chunk.has(4)) break;
    if (length < 4) {
      chunk.refuse(4);
      break;
    }
    const name = CAUSES[code] ?? `Unknown (${code})`;
    names.push(name);
    const cause = chunk.group('sctp.cause', length, { text: `${name} cause` });
    cause.uint('sctp.cause_code', 2);
    cause.uint('sctp.cause_length', 2);
    if (code === 1) {
      cause.uint('sctp.cause_stream_identifier', 2);
      cause.uint('sctp.cause_reserved', 2);
    } else if (code === 3) cause.uint('sctp.cause_measure_of_staleness', 4);
    else if (code === 9) cause.uint('sctp.cause_tsn', 4);
    else cause.bytes('sctp.cause_information', cause.left);
    chunk.bytes('sctp.cause_padding', Math.min((4 - (length % 4)) % 4, chunk.left));
  }
  return names.join(', ');
}

const init = (prefix: string): ChunkDecoder => {
  const fixed = numbers(
    [`sctp.${prefix}_initiate_tag`, 4],
    [`sctp.${prefix}_credit`, 4],
    [`sctp.${prefix}_nr_out_streams`, 2],
    [`sctp.${prefix}_nr_in_streams`, 2],
    [`sctp.${prefix}_initial_tsn`, 4],
  );
  return (chunk, flags) => {
    const [out, into] = [chunk.peek(2, 8), chunk.peek(2, 10)];
    fixed(chunk, flags);
    parameters(chunk);
    return `Outbound streams: ${out}, inbound streams: ${into}`;
  };
};

/** Payload of DATA and I-DATA goes to the tree as bytes of its own (RFC 9260 section 3.3.1, RFC 8260 section 2.1). */
function addPayload(chunk: MessageCursor): void {
  const { layer, at } = chunk;
  const length = chunk.left;
  if (!chunk.has(0)) return;
  layer.data(at, Math.min(layer.end, at + length));
  chunk.skip(length);
}

function addTsn(chunk: MessageCursor, field: string): number {
  const value = chunk.peek(4);
  const { layer, at, parent } = chunk;
  chunk.uint(field, 4);
  if (!chunk.failed) layer.field(`${field}_raw`, at, 4, value, { parent });
  return value;
}

function data(chunk: MessageCursor): string {
  const tsn = addTsn(chunk, 'sctp.data_tsn');
  chunk.uint('sctp.data_sid', 2);
  chunk.uint('sctp.data_ssn', 2);
  chunk.uint('sctp.data_payload_proto_id', 4);
  addPayload(chunk);
  return `TSN=${tsn}`;
}

function interleavedData(chunk: MessageCursor, flags: number): string {
  const tsn = addTsn(chunk, 'sctp.data_tsn');
  chunk.uint('sctp.data_sid', 2);
  chunk.uint('sctp.data_reserved', 2);
  chunk.uint('sctp.data_mid', 4);
  chunk.uint((flags & BEGIN) === 0 ? 'sctp.data_fsn' : 'sctp.data_payload_proto_id', 4);
  addPayload(chunk);
  return `TSN=${tsn}`;
}

const BEGIN = 0x02;

/** A run of numbers counted from the cumulative acknowledgement (RFC 9260 section 3.3.4). */
function addGap(chunk: MessageCursor, prefix: string, acknowledged: number): void {
  const { layer, at } = chunk;
  const [start, end] = [acknowledged + chunk.peek(2), acknowledged + chunk.peek(2, 2)].map((tsn) => tsn >>> 0);
  const gap = chunk.group('sctp.gap', 4, { text: `Gap Acknowledgement for TSN ${start} to ${end}` });
  gap.uint(`${prefix}_start`, 2);
  if (!gap.failed) layer.field(`${prefix}_start_tsn`, at, 2, start as number, { parent: gap.parent });
  gap.uint(`${prefix}_end`, 2);
  if (!gap.failed) layer.field(`${prefix}_end_tsn`, at + 2, 2, end as number, { parent: gap.parent });
}

function sack(chunk: MessageCursor): string {
  const acknowledged = addTsn(chunk, 'sctp.sack_cumulative_tsn_ack');
  const window = chunk.uint('sctp.sack_a_rwnd', 4);
  const gaps = chunk.uint('sctp.sack_number_of_gap_blocks', 2);
  const duplicates = chunk.uint('sctp.sack_number_of_duplicated_tsns', 2);
  for (let i = 0; i < gaps && !chunk.failed; i++) addGap(chunk, 'sctp.sack_gap_block', acknowledged);
  for (let i = 0; i < duplicates && !chunk.failed; i++) chunk.uint('sctp.sack_duplicate_tsn', 4);
  return `Ack=${acknowledged}, Arwnd=${window}`;
}

function selectiveRenegable(chunk: MessageCursor): string {
  const acknowledged = chunk.uint('sctp.nr_sack_cumulative_tsn_ack', 4);
  const window = chunk.uint('sctp.nr_sack_a_rwnd', 4);
  const gaps = chunk.uint('sctp.nr_sack_number_of_gap_blocks', 2);
  const firmGaps = chunk.uint('sctp.nr_sack_number_of_nr_gap_blocks', 2);
  const duplicates = chunk.uint('sctp.nr_sack_number_of_duplicated_tsns', 2);
  chunk.uint('sctp.nr_sack_reserved', 2);
  for (let i = 0; i < gaps && !chunk.failed; i++) addGap(chunk, 'sctp.nr_sack_gap_block', acknowledged);
  for (let i = 0; i < firmGaps && !chunk.failed; i++) addGap(chunk, 'sctp.nr_sack_nr_gap_block', acknowledged);
  for (let i = 0; i < duplicates && !chunk.failed; i++) chunk.uint('sctp.nr_sack_duplicate_tsn', 4);
  return `Ack=${acknowledged}, Arwnd=${window}`;
}

function forwardTsn(chunk: MessageCursor): string {
  chunk.uint('sctp.forward_tsn_tsn', 4);
  while (chunk.left > 0) {
    chunk.uint('sctp.forward_tsn_sid', 2);
    chunk.uint('sctp.forward_tsn_ssn', 2);
  }
  return '';
}

const withSequence =
  (field: string): ChunkDecoder =>
  (chunk) => {
    chunk.uint(field, 4);
    return parameters(chunk);
  };

/** By type of chunk. */
export const CHUNK_DECODERS: Readonly<Record<number, ChunkDecoder>> = {
  0: data,
  1: init('init'),
  2: init('initack'),
  3: sack,
  4: parameters,
  5: parameters,
  6: causes,
  7: numbers(['sctp.shutdown_cumulative_tsn_ack', 4]),
  9: causes,
  10: bytes('sctp.cookie'),
  12: numbers(['sctp.ecne_lowest_tsn', 4]),
  13: numbers(['sctp.cwr_lowest_tsn', 4]),
  15: (chunk) => {
    chunk.uint('sctp.shared_key_id', 2);
    chunk.uint('sctp.hmac_id', 2);
    chunk.bytes('sctp.hmac', chunk.left);
    return '';
  },
  16: selectiveRenegable,
  64: interleavedData,
  128: withSequence('sctp.asconf_ack_seq_nr_number'),
  130: parameters,
  132: bytes('sctp.padding_data'),
  192: forwardTsn,
  193: withSequence('sctp.asconf_seq_nr_number'),
};

/** Bits of the flags by type of chunk. */
export const CHUNK_FLAGS: Readonly<Record<number, readonly string[]>> = {
  0: ['sctp.data_i_bit', 'sctp.data_u_bit', 'sctp.data_b_bit', 'sctp.data_e_bit'],
  3: ['sctp.sack_nounce_sum'],
  6: ['sctp.abort_t_bit'],
  14: ['sctp.shutdown_complete_t_bit'],
  16: ['sctp.nr_sack_nounce_sum'],
  64: ['sctp.data_i_bit', 'sctp.data_u_bit', 'sctp.data_b_bit', 'sctp.data_e_bit'],
};

export function chunkName(type: number): string {
  return CHUNKS[type] ?? `Unknown (${type})`;
}
