/** Handshake messages in the clear (RFC 8446 section 4, RFC 5246 section 7.4). */
import { readUint24, toHex } from '../../../shared/base/bytes';
import { freeBytes, freeHex, freeUint, group } from '../field-spec';
import type { MessageCursor } from '../message-cursor';
import type { FieldSpec } from '../protocol';
import { cipherSuiteName } from './cipher-suites';
import { EXTENSION_FIELDS, type HelloFacts, readExtensions } from './tls-extensions';
import {
  CERTIFICATE_TYPES,
  COMPRESSIONS,
  CURVE_TYPES,
  GROUPS,
  HANDSHAKE,
  HANDSHAKES,
  RETRY_NAME,
  RETRY_RANDOM,
  SIGNATURES,
  VERSIONS,
} from './tls-values';

const HEADER = 4;
/** In a hello, behind the header and the version. */
const RANDOM = 6;
const RANDOM_LENGTH = 32;

/** A message, or its beginning where the rest is in further records; returns its name for the Info column. */
export function readHandshake(record: MessageCursor): string {
  const { layer, at } = record;
  const { bytes } = layer;
  if (!layer.has(at, HEADER)) {
    record.failed = true;
    return 'Handshake';
  }
  const type = bytes[at] as number;
  const length = readUint24(bytes, at + 1);
  const name = isRetry(bytes, at) ? RETRY_NAME : (HANDSHAKES[type] ?? 'Unknown Handshake');
  const fragment = HEADER + length > record.left;
  const shownLength = Math.min(HEADER + length, record.left);
  const message = record.group('tls.handshake', shownLength, { text: `Handshake Protocol: ${name}${fragment ? ' (fragment)' : ''}` });
  message.uint('tls.handshake.type', 1);
  message.uint('tls.handshake.length', 3);
  if (fragment) {
    if (message.left > 0) message.bytes('tls.handshake.fragment', message.left);
    return name;
  }
  const facts: HelloFacts = { serverName: '', version: 0 };
  readBody(message, type, facts);
  if (message.failed) record.failed = true;
  return facts.serverName === '' ? name : `${name} (SNI=${facts.serverName})`;
}

function isRetry(bytes: Uint8Array, at: number): boolean {
  if (bytes[at] !== HANDSHAKE.serverHello) return false;
  return toHex(bytes.subarray(at + RANDOM, at + RANDOM + RANDOM_LENGTH)) === RETRY_RANDOM;
}

function readBody(message: MessageCursor, type: number, facts: HelloFacts): void {
  switch (type) {
    case HANDSHAKE.clientHello:
      readHelloStart(message);
      readCipherSuites(message);
      readCompressions(message);
      readExtensions(message, true, facts);
      break;
    case HANDSHAKE.serverHello:
      readHelloStart(message);
      message.uint('tls.handshake.ciphersuite', 2, suiteText(message));
      message.uint('tls.handshake.comp_method', 1);
      readExtensions(message, false, facts);
      break;
    case HANDSHAKE.certificate:
      readCertificates(message);
      break;
    case HANDSHAKE.serverKeyExchange:
      readServerKeyExchange(message);
      break;
    case HANDSHAKE.certificateRequest:
      readCertificateRequest(message);
      break;
    case HANDSHAKE.newSessionTicket:
      message.uint('tls.handshake.session_ticket_lifetime_hint', 4, { label: 'Session Ticket Lifetime Hint' });
      message.bytes('tls.handshake.session_ticket', message.uint('tls.handshake.session_ticket_length', 2));
      break;
    default:
      if (message.left > 0) message.bytes('tls.handshake.body', message.left);
  }
}

function readHelloStart(message: MessageCursor): void {
  message.uint('tls.handshake.version', 2);
  message.bytes('tls.handshake.random', RANDOM_LENGTH);
  const length = message.uint('tls.handshake.session_id_length', 1);
  if (length > 0) message.bytes('tls.handshake.session_id', length);
}

function suiteText({ layer, at }: MessageCursor): { text: string } | undefined {
  if (at + 2 > layer.end) return undefined;
  const suite = ((layer.bytes[at] as number) << 8) | (layer.bytes[at + 1] as number);
  return { text: `${cipherSuiteName(suite) ?? 'Unknown'} (0x${suite.toString(16).padStart(4, '0')})` };
}

function readCipherSuites(message: MessageCursor): void {
  const length = message.uint('tls.handshake.cipher_suites_length', 2);
  const count = length >> 1;
  const suites = message.group('tls.handshake.ciphersuites', length, { text: `(${count} ${count === 1 ? 'suite' : 'suites'})` });
  while (suites.left > 0) suites.uint('tls.handshake.ciphersuite', 2, suiteText(suites));
  if (suites.failed) message.failed = true;
}

function readCompressions(message: MessageCursor): void {
  const length = message.uint('tls.handshake.comp_methods_length', 1);
  const methods = message.group('tls.handshake.comp_methods', length, { text: `(${length} ${length === 1 ? 'method' : 'methods'})` });
  while (methods.left > 0) methods.uint('tls.handshake.comp_method', 1);
  if (methods.failed) message.failed = true;
}

/** TLS 1.2 and before; later certificates are encrypted. */
function readCertificates(message: MessageCursor): void {
  const length = message.uint('tls.handshake.certificates_length', 3);
  const list = message.group('tls.handshake.certificates', length, { text: `(${length} bytes)` });
  while (list.left > 0) list.bytes('tls.handshake.certificate', list.uint('tls.handshake.certificate_length', 3));
  if (list.failed) message.failed = true;
}

const NAMED_CURVE = 3;

/** RFC 8422 section 5.4. Parameters of other key exchanges are shown as bytes: their form depends on the cipher suite. */
function readServerKeyExchange(message: MessageCursor): void {
  if (message.peek(1) !== NAMED_CURVE) {
    if (message.left > 0) message.bytes('tls.handshake.body', message.left);
    return;
  }
  const params = message.group('tls.handshake.server_params', message.left, { text: 'EC Diffie-Hellman Server Params' });
  params.uint('tls.handshake.server_curve_type', 1);
  params.uint('tls.handshake.server_named_curve', 2);
  params.bytes('tls.handshake.server_point', params.uint('tls.handshake.server_point_len', 1));
  // Before TLS 1.2 no algorithm stands before the signature: then its length fills the rest.
  if (params.peek(2) !== params.left - 2) params.uint('tls.handshake.sig_hash_alg', 2, signatureText(params));
  params.bytes('tls.handshake.sig', params.uint('tls.handshake.sig_len', 2));
  if (params.failed) message.failed = true;
}

/** RFC 5246 section 7.4.4. */
function readCertificateRequest(message: MessageCursor): void {
  const count = message.uint('tls.handshake.cert_types_count', 1);
  const types = message.group('tls.handshake.cert_types', count, { text: `(${count} types)` });
  while (types.left > 0) types.uint('tls.handshake.cert_type', 1);
  // Before TLS 1.2 the names follow at once, and fill the rest.
  if (message.peek(2) !== message.left - 2) {
    const length = message.uint('tls.handshake.sig_hash_alg_len', 2);
    const list = message.group('tls.handshake.sig_hash_algs', length, { text: `(${length} bytes)` });
    while (list.left > 0) list.uint('tls.handshake.sig_hash_alg', 2, signatureText(list));
    if (list.failed) message.failed = true;
  }
  const length = message.uint('tls.handshake.dnames_len', 2);
  if (length > 0) message.bytes('tls.handshake.dnames', length);
}

function signatureText(cursor: MessageCursor): { text: string } {
  const scheme = cursor.peek(2);
  return { text: `${SIGNATURES[scheme] ?? 'Unknown'} (0x${scheme.toString(16).padStart(4, '0')})` };
}

export const HANDSHAKE_FIELDS: Readonly<Record<string, FieldSpec>> = {
  'tls.handshake': group('Handshake Protocol'),
  'tls.handshake.type': freeUint('Handshake Type', { values: HANDSHAKES }),
  'tls.handshake.length': freeUint('Length'),
  'tls.handshake.fragment': freeBytes('Handshake fragment'),
  'tls.handshake.body': freeBytes('Handshake data'),
  'tls.handshake.version': freeHex('Version', { values: VERSIONS }),
  'tls.handshake.random': freeBytes('Random'),
  'tls.handshake.session_id_length': freeUint('Session ID Length'),
  'tls.handshake.session_id': freeBytes('Session ID'),
  'tls.handshake.cipher_suites_length': freeUint('Cipher Suites Length'),
  'tls.handshake.ciphersuites': group('Cipher Suites'),
  'tls.handshake.ciphersuite': freeHex('Cipher Suite'),
  'tls.handshake.comp_methods_length': freeUint('Compression Methods Length'),
  'tls.handshake.comp_methods': group('Compression Methods'),
  'tls.handshake.comp_method': freeUint('Compression Method', { values: COMPRESSIONS }),
  'tls.handshake.certificates_length': freeUint('Certificates Length'),
  'tls.handshake.certificates': group('Certificates'),
  'tls.handshake.certificate_length': freeUint('Certificate Length'),
  'tls.handshake.certificate': freeBytes('Certificate'),
  'tls.handshake.server_params': group('Server Params'),
  'tls.handshake.server_curve_type': freeHex('Curve Type', { values: CURVE_TYPES }),
  'tls.handshake.server_named_curve': freeHex('Named Curve', { values: GROUPS }),
  'tls.handshake.server_point_len': freeUint('Pubkey Length'),
  'tls.handshake.server_point': freeBytes('Pubkey'),
  'tls.handshake.sig_len': freeUint('Signature Length'),
  'tls.handshake.sig': freeBytes('Signature'),
  'tls.handshake.cert_types_count': freeUint('Certificate types count'),
  'tls.handshake.cert_types': group('Certificate types'),
  'tls.handshake.cert_type': freeUint('Certificate type', { values: CERTIFICATE_TYPES }),
  'tls.handshake.dnames_len': freeUint('Distinguished Names Length'),
  'tls.handshake.dnames': freeBytes('Distinguished Names'),
  'tls.handshake.session_ticket_lifetime_hint': freeUint('Session Ticket Lifetime Hint'),
  'tls.handshake.session_ticket_length': freeUint('Session Ticket Length'),
  'tls.handshake.session_ticket': freeBytes('Session Ticket'),
  ...EXTENSION_FIELDS,
};
