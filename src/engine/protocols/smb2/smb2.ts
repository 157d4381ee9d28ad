import { toHex } from '../../../shared/base/bytes';
import type { LayerBuilder } from '../dissection';
import { freeBytes, freeHex, freeText, freeUint, freeWide } from '../field-spec';
import { addFlags } from '../little-flags';
import { MessageCursor } from '../message-cursor';
import { defineProtocol, type FieldSpec } from '../protocol';
import { addBody } from './bodies';
import { CAPABILITIES, COMMANDS, DIALECTS, FLAGS, SECURITY_MODES, STATUSES } from './numbers';

/** MS-SMB2 section 2.2.1; all numbers are little-endian. */
const HEADER_LENGTH = 64;
const PROTOCOL_ID = 0xfe534d42;
const RESPONSE = 0x01;
const ASYNC = 0x02;
const ECHO = 13;
const MORE_PROCESSING = 0xc0000016;

export function isSmb2(bytes: Uint8Array, offset: number, end: number): boolean {
  return end - offset >= 4 && bytes[offset] === 0xfe && bytes[offset + 1] === 0x53 && bytes[offset + 2] === 0x4d && bytes[offset + 3] === 0x42;
}

function decodeSmb2(layer: LayerBuilder): void {
  const { bytes, offset } = layer;
  layer.describe(layer.end - offset, 'SMB2 (Server Message Block Protocol version 2)');
  const header = new MessageCursor(layer);
  header.add('smb2.protocol_id', 4, PROTOCOL_ID);
  header.uintLittle('smb2.header_len', 2);
  header.uintLittle('smb2.credit.charge', 2);
  const flags = header.peekLittle(4, 8);
  const isResponse = (flags & RESPONSE) !== 0;
  const status = addStatus(header, isResponse);
  const command = header.peekLittle(2);
  const name = COMMANDS[command] ?? `unknown (${command})`;
  header.uintLittle('smb2.cmd', 2, { explanation: command === ECHO ? { code: 'smb2-echo', data: {} } : null });
  header.uintLittle(isResponse ? 'smb2.credits.granted' : 'smb2.credits.requested', 2);
  const flagsAt = header.at;
  addFlags(header, 'smb2.flags', FLAGS);
  if (!header.failed) layer.field('smb2.flags.priority_mask', flagsAt, 4, (flags >>> 4) & 7);
  const next = header.uintLittle('smb2.chain_offset', 4);
  addIdentifiers(header, (flags & ASYNC) !== 0);
  header.bytes('smb2.signature', 16);
  if (header.failed) return;
  const failed =
    isResponse && status !== 0 && status !== MORE_PROCESSING ? `, Error: ${STATUSES[status] ?? `0x${status.toString(16).padStart(8, '0')}`}` : '';
  const info = `${name} ${isResponse ? 'Response' : 'Request'}${failed}`;
  layer.column('info', info);
  const isChained = next >= HEADER_LENGTH && offset + next < layer.wireEnd;
  const end = isChained ? offset + next : layer.wireEnd;
  addBody(new MessageCursor(layer, offset + HEADER_LENGTH, end), command, isResponse);
  layer.describe(end - offset, `SMB2 (Server Message Block Protocol version 2), ${info}`);
  if (!isChained || !isSmb2(bytes, end, layer.end)) return;
  // A compound: several messages in one (MS-SMB2 section 3.2.4.1.4).
  layer.nextProtocol(smb2, end);
  layer.column('info', `${info};${layer.columns.info}`);
}

function addStatus(header: MessageCursor, isResponse: boolean): number {
  if (isResponse) return header.uintLittle('smb2.nt_status', 4);
  header.uintLittle('smb2.channel_sequence', 2);
  header.bytes('smb2.reserved', 2);
  return 0;
}

function addIdentifiers(header: MessageCursor, isAsync: boolean): void {
  addWide(header, 'smb2.msg_id', false);
  if (isAsync) addWide(header, 'smb2.aid', true);
  else {
    header.uintLittle('smb2.pid', 4);
    header.uintLittle('smb2.tid', 4);
  }
  addWide(header, 'smb2.sesid', true);
}

/** Eight bytes, little-endian, as decimal or hex text. */
function addWide(header: MessageCursor, field: string, asHex: boolean): void {
  if (!header.has(8)) return;
  const { layer, at } = header;
  const digits = toHex(Uint8Array.from(layer.bytes.subarray(at, at + 8)).reverse());
  header.add(field, 8, asHex ? `0x${digits}` : BigInt(`0x${digits}`).toString());
}

function flagFields(field: string, labels: Readonly<Record<string, number>>): Record<string, FieldSpec> {
  return Object.fromEntries(Object.keys(labels).map((name) => [`${field}.${name}`, { label: name, type: 'boolean' } as const]));
}

export const smb2 = defineProtocol({
  id: 'smb2',
  title: 'SMB2 (Server Message Block Protocol version 2)',
  short: 'SMB2',
  spec: 'MS-SMB2',
  fields: {
    'smb2.protocol_id': freeHex('ProtocolId', { digits: 8 }),
    'smb2.header_len': freeUint('Header Length'),
    'smb2.credit.charge': freeUint('Credit Charge'),
    'smb2.channel_sequence': freeUint('Channel Sequence'),
    'smb2.reserved': freeBytes('Reserved'),
    'smb2.nt_status': freeHex('NT Status', { values: STATUSES, digits: 8 }),
    'smb2.cmd': freeUint('Command', { values: COMMANDS }),
    'smb2.credits.requested': freeUint('Credits requested'),
    'smb2.credits.granted': freeUint('Credits granted'),
    'smb2.flags': freeHex('Flags', { digits: 8 }),
    ...flagFields('smb2.flags', FLAGS),
    'smb2.flags.priority_mask': freeUint('Priority'),
    'smb2.chain_offset': freeHex('Chain Offset', { digits: 8 }),
    'smb2.msg_id': freeWide('Message ID'),
    'smb2.aid': freeWide('Async Id'),
    'smb2.pid': freeHex('Process Id', { digits: 8 }),
    'smb2.tid': freeHex('Tree Id', { digits: 8 }),
    'smb2.sesid': freeWide('Session Id'),
    'smb2.signature': freeBytes('Signature'),
    'smb2.buffer_code': freeHex('StructureSize', { digits: 4 }),
    'smb2.buffer_code.length': freeUint('Fixed Part Length'),
    'smb2.buffer_code.dynamic': { label: 'Dynamic Part', type: 'boolean', values: { 0: 'False', 1: 'True' } },
    'smb2.sec_mode': freeHex('Security mode', { digits: 2 }),
    ...flagFields('smb2.sec_mode', SECURITY_MODES),
    'smb2.dialect': freeHex('Dialect', { values: DIALECTS, digits: 4 }),
    'smb2.dialect_count': freeUint('Dialect count'),
    'smb2.capabilities': freeHex('Capabilities', { digits: 8 }),
    ...flagFields('smb2.capabilities', CAPABILITIES),
    'smb2.negotiate_context.offset': freeHex('NegotiateContextOffset', { digits: 8 }),
    'smb2.negotiate_context.count': freeUint('NegotiateContextCount'),
    'smb2.client_guid': freeText('Client Guid'),
    'smb2.server_guid': freeText('Server Guid'),
    'smb2.max_trans_size': freeUint('Max Transaction Size'),
    'smb2.max_read_size': freeUint('Max Read Size'),
    'smb2.max_write_size': freeUint('Max Write Size'),
    'smb2.body': freeBytes('Body'),
  },
  attach: [],
  decode: decodeSmb2,
});
