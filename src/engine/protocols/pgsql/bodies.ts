import { type MessageCursor, utf8Text } from '../message-cursor';
import { ERROR_FIELDS } from './messages';

/** What a client sends, behind type and length. */
export function addFrontendBody(body: MessageCursor, letter: string): void {
  switch (letter) {
    case 'Q':
      body.textZero('pgsql.query');
      return;
    case 'p':
      body.textZero('pgsql.password');
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
  }
  body.bytes('pgsql.body', body.left);
}

const MD5 = 5;
const SASL = 10;

function addAuthentication(body: MessageCursor): void {
  const type = body.uint('pgsql.authtype', 4);
  if (type === MD5) body.bytes('pgsql.salt', 4);
  else if (type === SASL) while (body.left > 1 && body.peek(1) !== 0) body.textZero('pgsql.auth.sasl.mech');
  else body.bytes('pgsql.auth.sasl.data', body.left);
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
  for (let i = 0; i < count && body.left > 0; i++) {
    const length = body.int('pgsql.val.length', 4);
    if (length > 0) body.bytes('pgsql.val.data', length);
  }
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
