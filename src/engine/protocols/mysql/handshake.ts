import { addFlags } from '../little-flags';
import type { MessageCursor } from '../message-cursor';
import { CAPABILITIES, EXTENDED_CAPABILITIES, STATUS_FLAGS } from './numbers';

/** Of the lower 16 bits, and of the upper ones. */
const CAPABILITY = { connectWithDatabase: 3, tls: 11 };
const EXTENDED = { pluginAuthentication: 3 };
const SALT_LENGTH = 8;

const has = (flags: number, bit: number): boolean => ((flags >>> bit) & 1) === 1;

/** True when the login asks for TLS: it ends behind its fixed part. */
export function wantsTls(bytes: Uint8Array, offset: number, end: number): boolean {
  return end - offset === 36 && has(bytes[offset + 5] as number, CAPABILITY.tls - 8);
}

/** Protocol::HandshakeV10. Returns what the Info column adds. */
export function addGreeting(body: MessageCursor): string {
  const greeting = body.group('mysql.server_greeting', body.left);
  const protocol = greeting.uint('mysql.protocol', 1);
  const version = greeting.textZero('mysql.version');
  greeting.uintLittle('mysql.thread_id', 4);
  greeting.text('mysql.salt', SALT_LENGTH + 1);
  addFlags(greeting, 'mysql.caps.server', CAPABILITIES, 2, 'mysql.caps');
  if (greeting.left > 0) {
    greeting.uint('mysql.server_language', 1);
    addFlags(greeting, 'mysql.server_status', STATUS_FLAGS, 2, 'mysql.stat');
    addFlags(greeting, 'mysql.extcaps.server', EXTENDED_CAPABILITIES, 2, 'mysql.caps');
    greeting.uint('mysql.auth_plugin.length', 1);
    greeting.bytes('mysql.unused', 10);
    if (greeting.left > 0) greeting.textZero('mysql.salt2');
    if (greeting.left > 0) greeting.textZero('mysql.auth_plugin');
  }
  return `proto=${protocol} version=${version}`;
}

/** Protocol::HandshakeResponse41 and Protocol::SSLRequest. Returns what the Info column adds. */
export function addLogin(body: MessageCursor): string {
  const login = body.group('mysql.login_request', body.left);
  const flags = addFlags(login, 'mysql.caps.client', CAPABILITIES, 2, 'mysql.caps');
  const extended = addFlags(login, 'mysql.extcaps.client', EXTENDED_CAPABILITIES, 2, 'mysql.caps');
  login.uintLittle('mysql.max_packet', 4);
  login.uint('mysql.charset', 1);
  login.bytes('mysql.unused', 23);
  if (login.left === 0) return has(flags, CAPABILITY.tls) ? 'TLS' : '';
  const user = login.textZero('mysql.user');
  const length = login.peek(1);
  login.skip(1);
  login.bytes('mysql.passwd', length);
  if (has(flags, CAPABILITY.connectWithDatabase) && login.left > 0) login.textZero('mysql.schema');
  if (has(extended, EXTENDED.pluginAuthentication) && login.left > 0) login.textZero('mysql.client_auth_plugin');
  login.bytes('mysql.payload', login.left);
  return `user=${user}`;
}
