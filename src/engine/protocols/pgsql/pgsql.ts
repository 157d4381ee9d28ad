import { readUint32 } from '../../../shared/base/bytes';
import type { LayerBuilder } from '../dissection';
import { freeBytes, freeText, freeUint, generated } from '../field-spec';
import { MessageCursor } from '../message-cursor';
import { PDU, remembered, type StreamSide } from '../message-stream';
import { defineProtocol } from '../protocol';
import { addBackendBody, addFrontendBody } from './bodies';
import { AUTHENTICATION, BACKEND, ERROR_FIELDS, FRONTEND, STATUSES } from './messages';

const PORT = 5432;
/** Codes in place of a version (chapter 55.7: SSLRequest, CancelRequest, GSSENCRequest). */
const CODE = { cancel: 80877102, tls: 80877103, gss: 80877104 };
const VERSION_3 = 3;
/** The first messages of a client have no type: 4 bytes of length, then the version. */
const STARTUP_LEAST = 8;
const STARTUP_LONGEST = 10_000;
const LONGEST = 1 << 30;
/** The answer to a request for encryption is one byte. */
const TLS_ACCEPTED = 'S';
const GSS_ACCEPTED = 'G';
const REFUSED = 'N';
const ACCEPTED: Readonly<Record<number, string>> = { [CODE.tls]: TLS_ACCEPTED, [CODE.gss]: GSS_ACCEPTED };
const ANSWERS: Readonly<Record<string, string>> = { S: 'S: TLS follows', G: 'G: GSSAPI encryption follows', N: 'N: no encryption' };

/** The letter R. */
const AUTHENTICATION_REQUEST = 0x52;

interface Conversation {
  /** Code of the encryption that the client asked for while the server has not answered yet, else 0. */
  asked: number;
  /** Kind of authentication that the server asked for last; -1: it was not captured. */
  authentication: number;
}
const conversation = remembered((): Conversation => ({ asked: 0, authentication: -1 }));

type Kind = 'answer' | 'message';

function isStartup(bytes: Uint8Array, offset: number, end: number): boolean {
  if (bytes[offset] !== 0 || end - offset < STARTUP_LEAST) return false;
  const code = readUint32(bytes, offset + 4);
  return code >>> 16 === VERSION_3 || code === CODE.cancel || code === CODE.tls || code === CODE.gss;
}

/** The version, the user's name and zeros at the end: certain enough for any port. */
export function isPgsqlStartup(bytes: Uint8Array, offset: number, end: number): boolean {
  if (!isStartup(bytes, offset, end) || readUint32(bytes, offset) > STARTUP_LONGEST) return false;
  return readUint32(bytes, offset + 4) !== VERSION_3 << 16 || (bytes[offset + 8] === 0x75 && bytes[offset + 9] === 0x73);
}

function messageLength(bytes: Uint8Array, offset: number, end: number, side: StreamSide): number {
  const first = bytes[offset] as number;
  if (first === 0) {
    if (end - offset < 4) return PDU.more;
    const length = readUint32(bytes, offset);
    return length < STARTUP_LEAST || length > STARTUP_LONGEST ? PDU.none : length;
  }
  if (!side.fromClient && isAnswer(first, conversation(side).asked)) return 1;
  if ((side.fromClient ? FRONTEND : BACKEND)[String.fromCharCode(first)] === undefined) return PDU.none;
  if (end - offset < 5) return PDU.more;
  const length = readUint32(bytes, offset + 1);
  return length < 4 || length > LONGEST ? PDU.none : 1 + length;
}

function isAnswer(byte: number, asked: number): boolean {
  const letter = String.fromCharCode(byte);
  return asked !== 0 && (letter === REFUSED || letter === ACCEPTED[asked]);
}

interface Note {
  readonly kind: Kind;
  readonly fromClient: boolean;
  readonly authentication: number;
}

/** Code of the request when this is one, else 0. */
function encryptionAsked(bytes: Uint8Array, offset: number, end: number): number {
  const code = isStartup(bytes, offset, end) ? readUint32(bytes, offset + 4) : 0;
  return ACCEPTED[code] === undefined ? 0 : code;
}

function decodePgsql(layer: LayerBuilder): void {
  const note = layer.note as Note | null;
  const fromClient = note?.fromClient ?? layer.shared.destinationPort < layer.shared.sourcePort;
  layer.describe(layer.end - layer.offset, 'PostgreSQL');
  const cursor = new MessageCursor(layer);
  if (note?.kind === 'answer') decodeAnswer(cursor);
  else if (layer.bytes[layer.offset] === 0) decodeStartup(cursor);
  else decodeMessage(cursor, fromClient, note?.authentication ?? -1);
}

/** Whether the session goes on encrypted. */
function decodeAnswer(cursor: MessageCursor): void {
  const letter = String.fromCharCode(cursor.peek(1));
  cursor.add('pgsql.ssl_answer', 1, letter, { text: ANSWERS[letter] ?? letter });
  cursor.layer.column('info', `<${letter}`);
}

function show(cursor: MessageCursor, fromClient: boolean, name: string): void {
  const { layer } = cursor;
  layer.describe(layer.end - layer.offset, `PostgreSQL, ${name}`);
  layer.generated('pgsql.frontend', fromClient);
  layer.column('info', `${fromClient ? '>' : '<'}`);
}

function decodeStartup(cursor: MessageCursor): void {
  const code = cursor.peek(4, 4);
  const name =
    code === CODE.tls ? 'SSL request' : code === CODE.gss ? 'GSS encrypt request' : code === CODE.cancel ? 'Cancel request' : 'Startup message';
  show(cursor, true, name);
  cursor.layer.generated('pgsql.type', name, { explanation: code === CODE.tls ? { code: 'pgsql-ssl-request', data: {} } : null });
  cursor.uint('pgsql.length', 4);
  if (code === CODE.tls || code === CODE.gss) {
    cursor.skip(4);
    return;
  }
  if (code === CODE.cancel) {
    cursor.skip(4);
    cursor.uint('pgsql.pid', 4);
    cursor.uint('pgsql.key', 4);
    return;
  }
  cursor.uint('pgsql.version_major', 2);
  cursor.uint('pgsql.version_minor', 2);
  while (cursor.left > 1 && cursor.peek(1) !== 0) {
    cursor.textZero('pgsql.parameter_name');
    cursor.textZero('pgsql.parameter_value');
  }
}

function decodeMessage(cursor: MessageCursor, fromClient: boolean, authentication: number): void {
  const letter = String.fromCharCode(cursor.peek(1));
  const name = (fromClient ? FRONTEND : BACKEND)[letter] ?? 'Unknown';
  show(cursor, fromClient, name);
  cursor.add('pgsql.type', 1, name, { explanation: letter === 'I' && !fromClient ? { code: 'pgsql-empty-query', data: {} } : null });
  cursor.uint('pgsql.length', 4);
  if (cursor.failed) return;
  cursor.layer.column('info', `${fromClient ? '>' : '<'}${letter}`);
  if (fromClient) addFrontendBody(cursor, letter, authentication);
  else addBackendBody(cursor, letter);
}

export const pgsql = defineProtocol({
  id: 'pgsql',
  title: 'PostgreSQL',
  short: 'PGSQL',
  spec: 'PostgreSQL protocol 3.0',
  fields: {
    'pgsql.frontend': generated('Frontend', 'boolean', { 0: 'False', 1: 'True' }),
    'pgsql.type': freeText('Type'),
    'pgsql.ssl_answer': freeText('Answer to encryption request'),
    'pgsql.length': freeUint('Length'),
    'pgsql.version_major': freeUint('Protocol major version'),
    'pgsql.version_minor': freeUint('Protocol minor version'),
    'pgsql.parameter_name': freeText('Parameter name'),
    'pgsql.parameter_value': freeText('Parameter value'),
    'pgsql.query': freeText('Query'),
    'pgsql.password': freeText('Password'),
    'pgsql.authtype': freeUint('Authentication type', { values: AUTHENTICATION }),
    'pgsql.salt': freeBytes('Salt value'),
    'pgsql.auth.sasl.mech': freeText('SASL authentication mechanism'),
    'pgsql.auth.sasl.data.length': { label: 'SASL authentication data length', type: 'int' },
    'pgsql.auth.sasl.data': freeBytes('SASL authentication data'),
    'pgsql.auth.gssapi_sspi.data': freeBytes('GSSAPI or SSPI authentication data'),
    'pgsql.version_supported_minor': freeUint('Supported minor version'),
    'pgsql.number_nonsupported_options': freeUint('Number of unsupported options'),
    'pgsql.nonsupported_option': freeText('Unsupported option'),
    'pgsql.param_count': freeUint('Parameter count'),
    'pgsql.statement': freeText('Statement'),
    'pgsql.portal': freeText('Portal'),
    'pgsql.returns': freeUint('Returns'),
    'pgsql.tag': freeText('Tag'),
    'pgsql.status': freeUint('Status', { values: STATUSES }),
    'pgsql.copydata': freeBytes('Copy data'),
    'pgsql.pid': freeUint('PID'),
    'pgsql.key': freeUint('Key'),
    'pgsql.condition': freeText('Condition'),
    'pgsql.text': freeText('Text'),
    'pgsql.field.count': freeUint('Field count'),
    'pgsql.col.name': freeText('Column name'),
    'pgsql.oid.table': freeUint('Table OID'),
    'pgsql.col.index': freeUint('Column index'),
    'pgsql.oid.type': freeUint('Type OID'),
    'pgsql.val.length': { label: 'Column length', type: 'int' },
    'pgsql.col.typemod': { label: 'Type modifier', type: 'int' },
    'pgsql.format': freeUint('Format', { values: { 0: 'Text', 1: 'Binary' } }),
    'pgsql.val.data': freeBytes('Data'),
    'pgsql.error': freeText('Error'),
    'pgsql.body': freeBytes('Body'),
    ...Object.fromEntries(
      Object.values(ERROR_FIELDS)
        .filter(([name]) => name !== 'text')
        .map(([name, label]) => [`pgsql.${name}`, freeText(label)]),
    ),
  },
  attach: [
    { table: 'tcp-port', keys: [PORT] },
    { parent: 'tcp', test: isPgsqlStartup },
  ],
  pdu: messageLength,
  follow: (bytes, offset, end, side): Note => {
    const state = conversation(side);
    const answers = !side.fromClient && end - offset === 1 && isAnswer(bytes[offset] as number, state.asked);
    if (answers && String.fromCharCode(bytes[offset] as number) === TLS_ACCEPTED) side.become('tls');
    state.asked = side.fromClient ? encryptionAsked(bytes, offset, end) : 0;
    if (!side.fromClient && !answers && bytes[offset] === AUTHENTICATION_REQUEST && end - offset >= 9) {
      state.authentication = readUint32(bytes, offset + 5);
    }
    return { kind: answers ? 'answer' : 'message', fromClient: side.fromClient, authentication: state.authentication };
  },
  decode: decodePgsql,
});
