import { type MessageCursor, utf8Text } from '../message-cursor';
import { ERROR_FIELDS } from './messages';

/** Kinds of authentication (chapter 55.7, AuthenticationRequest) whose answers are no passwords. */
const GSS = 7;
const GSS_CONTINUE = 8;
const SASL = 10;
const SASL_CONTINUE = 11;

/** What a client sends, behind type and length. `authentication`: what the server asked for last, -1 when that is not known. */
export function addFrontendBody(body: MessageCursor, letter: string, authentication: number): void {
  switch (letter) {
    case 'Q':
      body.textZero('pgsql.query');
      return;
    case 'p':
      addCredentials(body, authentication);
      break;
    case 'P':
      body.textZero('pgsql.statement');
      body.textZero('pgsql.query');
      break;
    case 'B':
      body.textZero('pgsql.portal');
      body.textZero('pgsql.statement');
      break;
    case 'C':
    case 'D': {
      const isStatement = body.peek(1) === 0x53;
      body.skip(1);
      body.textZero(isStatement ? 'pgsql.statement' : 'pgsql.portal');
      return;
    }
    case 'E':
      body.textZero('pgsql.portal');
      body.uint('pgsql.returns', 4);
      return;
    case 'd':
      body.bytes('pgsql.copydata', body.left);
      return;
    case 'f':
      body.textZero('pgsql.error');
      return;
  }
  body.bytes('pgsql.body', body.left);
}

function addCredentials(body: MessageCursor, authentication: number): void {
  if (authentication === SASL) {
    body.textZero('pgsql.auth.sasl.mech');
    body.int('pgsql.auth.sasl.data.length', 4);
    body.bytes('pgsql.auth.sasl.data', body.left);
  } else if (authentication === SASL_CONTINUE) body.bytes('pgsql.auth.sasl.data', body.left);
  else if (authentication === GSS || authentication === GSS_CONTINUE) body.bytes('pgsql.auth.gssapi_sspi.data', body.left);
  else if (authentication >= 0 || body.zeroLength() === body.left) body.textZero('pgsql.password');
}

/** What a server sends, behind type and length. */
export function addBackendBody(body: MessageCursor, letter: string): void {
  switch (letter) {
    case 'R':
      addAuthentication(body);
      return;
    case 'S':
      body.textZero('pgsql.parameter_name');
      body.textZero('pgsql.parameter_value');
      return;
    case 'K':
      body.uint('pgsql.pid', 4);
      body.uint('pgsql.key', 4);
      return;
    case 'Z':
      body.uint('pgsql.status', 1);
      return;
    case 'C':
      body.textZero('pgsql.tag');
      return;
    case 'T':
      addRowDescription(body);
      return;
    case 'D':
      addRow(body);
      return;
    case 'E':
    case 'N':
      addErrorFields(body);
      return;
    case 'A':
      body.uint('pgsql.pid', 4);
      body.textZero('pgsql.condition');
      body.textZero('pgsql.text');
      return;
    case 'd':
      body.bytes('pgsql.copydata', body.left);
      return;
    case 'V':
      addValue(body);
      return;
    case 't':
      addParameterTypes(body);
      return;
    case 'v':
      addNegotiation(body);
      return;
    case 'G':
    case 'H':
    case 'W':
      addCopyFormats(body);
      return;
  }
  body.bytes('pgsql.body', body.left);
}

function addParameterTypes(body: MessageCursor): void {
  const count = body.uint('pgsql.param_count', 2);
  for (let i = 0; i < count && body.left > 0; i++) body.uint('pgsql.oid.type', 4);
}

/** The server speaks an older minor version, or does not know some options. */
function addNegotiation(body: MessageCursor): void {
  body.uint('pgsql.version_supported_minor', 4);
  const count = body.uint('pgsql.number_nonsupported_options', 4);
  for (let i = 0; i < count && body.left > 0; i++) body.textZero('pgsql.nonsupported_option');
}

/** The format of the whole copy, then that of each column. */
function addCopyFormats(body: MessageCursor): void {
  body.uint('pgsql.format', 1);
  const count = body.uint('pgsql.field.count', 2);
  for (let i = 0; i < count && body.left > 0; i++) body.uint('pgsql.format', 2);
}

const MD5 = 5;

function addAuthentication(body: MessageCursor): void {
  const type = body.uint('pgsql.authtype', 4);
  if (type === MD5) body.bytes('pgsql.salt', 4);
  else if (type === SASL) while (body.left > 1 && body.peek(1) !== 0) body.textZero('pgsql.auth.sasl.mech');
  else body.bytes(type === GSS_CONTINUE ? 'pgsql.auth.gssapi_sspi.data' : 'pgsql.auth.sasl.data', body.left);
}

function addRowDescription(body: MessageCursor): void {
  const count = body.uint('pgsql.field.count', 2);
  for (let i = 0; i < count && body.left > 0; i++) {
    const { at } = body;
    const length = body.zeroLength();
    const name = utf8Text(body.layer.bytes, at, Math.min(body.layer.end, at + length));
    const parent = body.add('pgsql.col.name', length, name);
    const options = { parent };
    body.uint('pgsql.oid.table', 4, options);
    body.uint('pgsql.col.index', 2, options);
    body.uint('pgsql.oid.type', 4, options);
    body.int('pgsql.val.length', 2, options);
    body.int('pgsql.col.typemod', 4, options);
    body.uint('pgsql.format', 2, options);
  }
}

function addRow(body: MessageCursor): void {
  const count = body.uint('pgsql.field.count', 2);
  for (let i = 0; i < count && body.left > 0; i++) addValue(body);
}

/** Its length is -1 for NULL. */
function addValue(body: MessageCursor): void {
  const length = body.int('pgsql.val.length', 4);
  if (length > 0) body.bytes('pgsql.val.data', length);
}

/** A letter and a text each, up to a zero byte. */
function addErrorFields(body: MessageCursor): void {
  while (body.left > 1 && body.peek(1) !== 0) {
    const [name, label] = ERROR_FIELDS[String.fromCharCode(body.peek(1))] ?? ['text', 'Text'];
    const { layer, at } = body;
    const length = body.zeroLength();
    if (body.has(length)) body.add(`pgsql.${name}`, length, utf8Text(layer.bytes, at + 1, at + length), { label });
  }
}
