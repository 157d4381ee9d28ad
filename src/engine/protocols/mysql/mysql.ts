import type { LayerBuilder } from '../dissection';
import { freeBytes, freeHex, freeText, freeUint, group } from '../field-spec';
import { addFlags } from '../little-flags';
import { MessageCursor } from '../message-cursor';
import { PDU, remembered } from '../message-stream';
import { defineProtocol, type FieldSpec } from '../protocol';
import { addGreeting, addLogin, wantsTls } from './handshake';
import { COMMANDS, FLAG_LABELS, STATUS_FLAGS } from './numbers';

/** MySQL client/server protocol: packets of a length (3 bytes, little-endian), a number and a payload. */
const PORT = 3306;
const HEADER_LENGTH = 4;
const GREETING_VERSION = 10;
const STATISTICS = 9;
const PING = 14;
const CHANGE_USER = 17;
const PREPARE = 22;
const FETCH = 28;
/** Commands whose first argument is a prepared statement: execute, long data, close, reset, fetch. */
const STATEMENT_COMMANDS: readonly number[] = [23, 24, 25, 26, FETCH];
const CODE = { ok: 0x00, moreData: 0x01, file: 0xfb, end: 0xfe, error: 0xff };
/** An EOF packet is shorter than a row could be (Protocol::EOF_Packet). */
const END_LONGEST = 9;
const SHOWN = 60;

/** What a packet is. Rows and columns of a result come in `result`. */
type Kind = 'greeting' | 'login' | 'authentication' | 'challenge' | 'request' | 'response' | 'result' | 'fileWanted' | 'file';

interface Note {
  readonly kind: Kind;
  /** The request that a response answers; -1 when not known. */
  readonly command: number;
}

type Phase = 'unknown' | 'login' | 'authentication' | 'command' | 'file';

const conversation = remembered(() => ({ phase: 'unknown' as Phase, command: -1, results: false }));

function readLength(bytes: Uint8Array, offset: number): number {
  return (bytes[offset] as number) | ((bytes[offset + 1] as number) << 8) | ((bytes[offset + 2] as number) << 16);
}

/** What the packet is by its own number and first byte, where nothing of the conversation is known. */
function guess(fromClient: boolean, number: number, first: number): Kind {
  if (fromClient) return number === 0 ? 'request' : 'login';
  return number === 0 && first === GREETING_VERSION ? 'greeting' : 'response';
}

function isResponse(first: number): boolean {
  return first === CODE.ok || first === CODE.error;
}

function decodeMysql(layer: LayerBuilder): void {
  const { bytes, offset, shared } = layer;
  layer.describe(layer.end - offset, 'MySQL Protocol');
  const cursor = new MessageCursor(layer);
  const length = cursor.uintLittle('mysql.packet_length', 3);
  const number = cursor.uint('mysql.packet_number', 1);
  if (cursor.failed) return;
  const { kind, command } = (layer.note as Note | null) ?? {
    kind: guess(shared.destinationPort < shared.sourcePort, number, bytes[offset + HEADER_LENGTH] ?? 0),
    command: -1,
  };
  const body = cursor.part(length);
  const info = length === 0 ? 'Empty packet' : addBody(body, kind, command, length);
  if (!body.failed || info !== '') layer.column('info', info.trimEnd());
  if (info !== '') layer.describe(layer.end - offset, `MySQL Protocol - ${info.trimEnd()}`);
}

function addBody(body: MessageCursor, kind: Kind, command: number, length: number): string {
  switch (kind) {
    case 'greeting':
      return `Server Greeting ${addGreeting(body)}`;
    case 'login':
      return `Login Request ${addLogin(body)}`;
    case 'authentication':
      body.bytes('mysql.auth_switch_response.data', body.left);
      return 'Authentication data';
    case 'challenge':
      return addChallenge(body);
    case 'request':
      return addRequest(body);
    case 'fileWanted':
      body.uint('mysql.response_code', 1);
      return `Response Local Infile ${body.text('mysql.local_infile', body.left)}`;
    case 'file':
      body.bytes('mysql.payload', body.left);
      return 'File content';
    default:
      return addResponse(body, kind, command, length);
  }
}

function addRequest(body: MessageCursor): string {
  const request = body.group('mysql.request', body.left);
  const command = request.peek(1);
  const name = COMMANDS[command] ?? `Unknown (${command})`;
  request.uint('mysql.command', 1, { explanation: command === PING ? { code: 'mysql-ping', data: {} } : null });
  request.describe(`Request Command ${name}`);
  let text = '';
  if (command === 3 || command === PREPARE) text = request.text('mysql.query', request.left);
  else if (command === 2) request.text('mysql.schema', request.left);
  else if (STATEMENT_COMMANDS.includes(command)) request.uintLittle('mysql.stmt_id', 4);
  request.bytes('mysql.payload', request.left);
  return `Request ${name}${text === '' ? '' : ` { ${text.length > SHOWN ? `${text.slice(0, SHOWN)}…` : text} }`}`;
}

/** Protocol::AuthSwitchRequest: another method and its data; Protocol::AuthMoreData: more of the same method. */
function addChallenge(body: MessageCursor): string {
  const isSwitch = body.peek(1) === CODE.end;
  body.uint('mysql.auth_switch_request.status', 1);
  const plugin = isSwitch && body.left > 0 ? body.textZero('mysql.auth_switch_request.name') : '';
  body.bytes('mysql.auth_switch_request.data', body.left);
  return isSwitch ? `Auth Switch Request ${plugin}` : 'Auth More Data';
}

function addResponse(body: MessageCursor, kind: Kind, command: number, length: number): string {
  const first = body.peek(1);
  if (first === CODE.error) return addError(body);
  if (kind === 'result' && first !== CODE.end) {
    body.bytes('mysql.payload', body.left);
    return 'Response Row or column';
  }
  if (first === CODE.end && length < END_LONGEST) return addEnd(body);
  if (first === CODE.ok && command === PREPARE) return addPrepared(body);
  if (first === CODE.ok) return addOk(body);
  if (command !== STATISTICS && first !== CODE.end) {
    addLengthCoded(body, 'mysql.num_fields');
    body.bytes('mysql.payload', body.left);
    return 'Response TABULAR';
  }
  body.bytes('mysql.payload', body.left);
  return 'Response';
}

/** A number of 1, 3, 4 or 9 bytes (Protocol::LengthEncodedInteger). */
function addLengthCoded(body: MessageCursor, field: string): number {
  const first = body.peek(1);
  const size = first < 251 ? 1 : first === 252 ? 3 : first === 253 ? 4 : 9;
  if (!body.has(size)) return 0;
  const value = size === 1 ? first : size === 9 ? body.peekLittle(4, 1) + body.peekLittle(4, 5) * 2 ** 32 : body.peekLittle(size - 1, 1);
  body.add(field, size, value);
  return value;
}

function addOk(body: MessageCursor): string {
  body.uint('mysql.response_code', 1);
  addLengthCoded(body, 'mysql.affected_rows');
  if (body.left > 0) addLengthCoded(body, 'mysql.insert_id');
  if (body.left > 0) addFlags(body, 'mysql.server_status', STATUS_FLAGS, 2, 'mysql.stat');
  if (body.left > 0) body.uintLittle('mysql.warnings', 2);
  if (body.left > 0) body.text('mysql.message', body.left);
  return 'Response OK';
}

function addPrepared(body: MessageCursor): string {
  body.uint('mysql.response_code', 1);
  body.uintLittle('mysql.stmt_id', 4);
  body.uintLittle('mysql.num_fields', 2);
  body.uintLittle('mysql.num_params', 2);
  body.bytes('mysql.payload', body.left);
  return 'Response OK';
}

function addEnd(body: MessageCursor): string {
  const { layer, at, parent } = body;
  body.uint('mysql.response_code', 1);
  if (!body.failed) layer.field('mysql.eof', at, 1, CODE.end, { parent });
  if (body.left > 0) body.uintLittle('mysql.warnings', 2);
  if (body.left > 0) addFlags(body, 'mysql.server_status', STATUS_FLAGS, 2, 'mysql.stat');
  return 'Response EOF';
}

function addError(body: MessageCursor): string {
  body.uint('mysql.response_code', 1);
  const code = body.uintLittle('mysql.error_code', 2);
  if (body.peek(1) === 0x23) {
    body.skip(1);
    body.text('mysql.sqlstate', 5);
  }
  body.text('mysql.error.message', body.left);
  return `Response Error ${code}`;
}

function follow(bytes: Uint8Array, offset: number, fromClient: boolean, state: ReturnType<typeof conversation>): Note {
  const number = bytes[offset + 3] ?? 0;
  const first = bytes[offset + HEADER_LENGTH] ?? 0;
  if (fromClient && number === 0) {
    state.phase = 'command';
    state.command = first;
    state.results = first === FETCH;
    return { kind: 'request', command: first };
  }
  if (fromClient) return { kind: followClient(number, state), command: -1 };
  if (number === 0 && first === GREETING_VERSION && state.phase !== 'command') {
    state.phase = 'login';
    return { kind: 'greeting', command: -1 };
  }
  return { kind: followServer(first, state), command: state.command };
}

function followClient(number: number, state: ReturnType<typeof conversation>): Kind {
  if (state.phase === 'file') return 'file';
  const isLogin = number <= 2 && (state.phase === 'login' || number === 1);
  if (state.phase !== 'command') state.phase = 'authentication';
  return isLogin ? 'login' : 'authentication';
}

function followServer(first: number, state: ReturnType<typeof conversation>): Kind {
  const proves = state.phase === 'authentication' || state.command === CHANGE_USER;
  if (proves && (first === CODE.end || first === CODE.moreData)) return 'challenge';
  if (state.phase === 'authentication') state.phase = 'unknown';
  if (state.phase === 'command' && first === CODE.file && !state.results) {
    state.phase = 'file';
    return 'fileWanted';
  }
  const kind: Kind = state.results ? 'result' : 'response';
  if (state.phase === 'command' && !isResponse(first) && first !== CODE.end && state.command !== STATISTICS) state.results = true;
  return kind;
}

const RESPONSES = { 0: 'OK Packet', 254: 'EOF Packet', 255: 'ERR Packet' };

const flagFields = Object.fromEntries(
  Object.entries(FLAG_LABELS).map(([name, label]): [string, FieldSpec] => [`mysql.${name}`, { label, type: 'boolean' }]),
);

export const mysql = defineProtocol({
  id: 'mysql',
  title: 'MySQL Protocol',
  short: 'MySQL',
  spec: 'MySQL client/server protocol',
  fields: {
    'mysql.packet_length': freeUint('Packet Length'),
    'mysql.packet_number': freeUint('Packet Number'),
    'mysql.server_greeting': group('Server Greeting'),
    'mysql.protocol': freeUint('Protocol'),
    'mysql.version': freeText('Version'),
    'mysql.thread_id': freeUint('Thread ID'),
    'mysql.salt': freeText('Salt'),
    'mysql.caps.server': freeHex('Server Capabilities', { digits: 4 }),
    'mysql.caps.client': freeHex('Client Capabilities', { digits: 4 }),
    'mysql.extcaps.server': freeHex('Extended Server Capabilities', { digits: 4 }),
    'mysql.extcaps.client': freeHex('Extended Client Capabilities', { digits: 4 }),
    'mysql.server_language': freeUint('Server Language'),
    'mysql.server_status': freeHex('Server Status', { digits: 4 }),
    ...flagFields,
    'mysql.auth_plugin.length': freeUint('Authentication Plugin Length'),
    'mysql.unused': freeBytes('Unused'),
    'mysql.salt2': freeText('Salt'),
    'mysql.auth_plugin': freeText('Authentication Plugin'),
    'mysql.login_request': group('Login Request'),
    'mysql.max_packet': freeUint('MAX Packet'),
    'mysql.charset': freeUint('Charset'),
    'mysql.user': freeText('Username'),
    'mysql.passwd': freeBytes('Password'),
    'mysql.schema': freeText('Schema'),
    'mysql.client_auth_plugin': freeText('Client Auth Plugin'),
    'mysql.auth_switch_request.status': freeHex('Status', { digits: 2 }),
    'mysql.auth_switch_request.name': freeText('Auth Method Name'),
    'mysql.auth_switch_request.data': freeBytes('Auth Method Data'),
    'mysql.local_infile': freeText('File that the client shall send'),
    'mysql.auth_switch_response.data': freeBytes('Auth Method Data'),
    'mysql.request': group('Request Command'),
    'mysql.command': freeUint('Command', { values: COMMANDS }),
    'mysql.query': freeText('Statement'),
    'mysql.stmt_id': freeUint('Statement ID'),
    'mysql.response_code': freeHex('Response Code', { values: RESPONSES, digits: 2 }),
    'mysql.eof': freeUint('EOF marker'),
    'mysql.affected_rows': freeUint('Affected Rows'),
    'mysql.insert_id': freeUint('Last INSERT ID'),
    'mysql.warnings': freeUint('Warnings'),
    'mysql.message': freeText('Message'),
    'mysql.error_code': freeUint('Error Code'),
    'mysql.sqlstate': freeText('SQL state'),
    'mysql.error.message': freeText('Error message'),
    'mysql.num_fields': freeUint('Number of fields'),
    'mysql.num_params': freeUint('Number of parameter'),
    'mysql.payload': freeBytes('Payload'),
  },
  attach: [{ table: 'tcp-port', keys: [PORT] }],
  pdu: (bytes, offset, end) => (end - offset < HEADER_LENGTH ? PDU.more : HEADER_LENGTH + readLength(bytes, offset)),
  follow: (bytes, offset, end, side) => {
    if (side.fromClient && wantsTls(bytes, offset, end)) side.become('tls');
    return follow(bytes, offset, side.fromClient, conversation(side));
  },
  decode: decodeMysql,
});
