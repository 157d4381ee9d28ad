/** Extensions of hello messages (RFC 8446 section 4.2, RFC 6066, RFC 7301). */

import { freeBytes, freeHex, freeText, freeUint, group } from '../field-spec';
import type { MessageCursor } from '../message-cursor';
import type { FieldSpec } from '../protocol';
import { isGrease } from './cipher-suites';
import {
  CERTIFICATE_COMPRESSIONS,
  EXTENSIONS,
  GROUPS,
  HEARTBEAT_MODES,
  POINT_FORMATS,
  PSK_MODES,
  SIGNATURES,
  STATUS_TYPES,
  VERSIONS,
} from './tls-values';

/** What the Info column and the explanation of a hello take from its extensions. */
export interface HelloFacts {
  serverName: string;
  /** Chosen or, in a ClientHello, best version offered by extension; 0 without it. */
  version: number;
}

/** Reads the block of extensions; `isClient`: of a ClientHello. */
export function readExtensions(hello: MessageCursor, isClient: boolean, facts: HelloFacts): void {
  if (hello.left === 0) return;
  const length = hello.uint('tls.handshake.extensions_length', 2);
  const block = hello.group('tls.handshake.extensions', length, { text: `(${length} bytes)` });
  while (block.left > 0) {
    const start = block.at;
    const { bytes } = block.layer;
    const type = start + 4 <= block.layer.end ? ((bytes[start] as number) << 8) | (bytes[start + 1] as number) : 0;
    const size = start + 4 <= block.layer.end ? ((bytes[start + 2] as number) << 8) | (bytes[start + 3] as number) : 0;
    const name = extensionName(type);
    const extension = block.group('tls.handshake.extension', 4 + size, { text: `${name} (len=${size})` });
    extension.uint('tls.handshake.extension.type', 2, { text: `${name} (${type})` });
    extension.uint('tls.handshake.extension.len', 2);
    readExtension(extension, type, isClient, facts);
    if (extension.left > 0) extension.bytes('tls.handshake.extension.data', extension.left);
    if (extension.failed) block.failed = true;
  }
}

function extensionName(type: number): string {
  return isGrease(type) ? 'Reserved (GREASE)' : (EXTENSIONS[type] ?? `Unknown type ${type}`);
}

function readExtension(extension: MessageCursor, type: number, isClient: boolean, facts: HelloFacts): void {
  if (extension.left === 0) return;
  switch (type) {
    case 0:
      readServerName(extension, facts);
      break;
    case 5:
      if (isClient) readStatusRequest(extension);
      break;
    case 10:
      readList(extension, 2, 'tls.handshake.extensions_supported_groups_length', 'tls.handshake.extensions_supported_groups', (list) =>
        list.uint('tls.handshake.extensions_supported_group', 2, { text: valueName(peek(list, 2), GROUPS, 4) }),
      );
      break;
    case 11:
      readList(extension, 1, 'tls.handshake.extensions_ec_point_formats_length', 'tls.handshake.extensions_ec_point_formats', (list) =>
        list.uint('tls.handshake.extensions_ec_point_format', 1),
      );
      break;
    case 13:
    case 50:
      readList(extension, 2, 'tls.handshake.sig_hash_alg_len', 'tls.handshake.sig_hash_algs', (list) =>
        list.uint('tls.handshake.sig_hash_alg', 2, { text: valueName(peek(list, 2), SIGNATURES, 4) }),
      );
      break;
    case 15:
      extension.uint('tls.handshake.extension.heartbeat.mode', 1);
      break;
    case 16:
      readList(extension, 2, 'tls.handshake.extensions_alpn_len', 'tls.handshake.extensions_alpn_list', (list) =>
        list.text('tls.handshake.extensions_alpn_str', list.uint('tls.handshake.extensions_alpn_str_len', 1)),
      );
      break;
    case 21:
      extension.bytes('tls.handshake.extensions_padding_data', extension.left);
      break;
    case 27:
      readList(extension, 1, 'tls.compress_certificate.algorithms_length', null, (list) => list.uint('tls.compress_certificate.algorithm', 2));
      break;
    case 43:
      readVersions(extension, isClient, facts);
      break;
    case 45:
      readList(extension, 1, 'tls.extension.psk_ke_modes_length', null, (list) => list.uint('tls.extension.psk_ke_mode', 1));
      break;
    case 51:
      readKeyShare(extension, isClient);
      break;
    case 65281:
      extension.bytes('tls.handshake.extensions_reneg_info', extension.uint('tls.handshake.extensions_reneg_info_len', 1));
      break;
  }
}

function readServerName(extension: MessageCursor, facts: HelloFacts): void {
  extension.uint('tls.handshake.extensions_server_name_list_len', 2);
  while (extension.left > 0) {
    extension.uint('tls.handshake.extensions_server_name_type', 1);
    const name = extension.text('tls.handshake.extensions_server_name', extension.uint('tls.handshake.extensions_server_name_len', 2));
    if (facts.serverName === '') facts.serverName = name;
  }
}

function readStatusRequest(extension: MessageCursor): void {
  extension.uint('tls.handshake.extensions_status_request_type', 1);
  extension.skip(extension.uint('tls.handshake.extensions_status_request_responder_ids_len', 2));
  extension.skip(extension.uint('tls.handshake.extensions_status_request_exts_len', 2));
}

function readVersions(extension: MessageCursor, isClient: boolean, facts: HelloFacts): void {
  if (!isClient) {
    facts.version = extension.uint('tls.handshake.extensions.supported_version', 2);
    return;
  }
  readList(extension, 1, 'tls.handshake.extensions.supported_versions_len', null, (list) => {
    const version = list.uint('tls.handshake.extensions.supported_version', 2, { text: valueName(peek(list, 2), VERSIONS, 4) });
    if (VERSIONS[version] !== undefined) facts.version = Math.max(facts.version, version);
  });
}

/** Of a HelloRetryRequest (RFC 8446 section 4.2.8). */
const SELECTED_GROUP = 'tls.handshake.extensions_key_share_selected_group';

function readKeyShare(extension: MessageCursor, isClient: boolean): void {
  const share = (list: MessageCursor) => {
    const group = list.uint('tls.handshake.extensions_key_share_group', 2, { text: valueName(peek(list, 2), GROUPS, 0) });
    list.bytes('tls.handshake.extensions_key_share_key_exchange', list.uint('tls.handshake.extensions_key_share_key_exchange_length', 2));
    return group;
  };
  if (isClient) readList(extension, 2, 'tls.handshake.extensions_key_share_client_length', null, share);
  else if (extension.left === 2) extension.uint(SELECTED_GROUP, 2, { text: valueName(peek(extension, 2), GROUPS, 0) });
  else share(extension);
}

/** A length, then entries up to it; `listName`: a line around them. */
function readList(
  cursor: MessageCursor,
  lengthSize: number,
  lengthName: string,
  listName: string | null,
  read: (list: MessageCursor) => unknown,
): void {
  const length = cursor.uint(lengthName, lengthSize);
  const list = listName === null ? cursor : cursor.group(listName, length, { text: `(${length} bytes)` });
  while (list.left > 0) read(list);
}

/** The number of `size` bytes that comes next; 0 when it is not there. */
function peek(cursor: MessageCursor, size: 2): number {
  const { bytes, end } = cursor.layer;
  return cursor.at + size <= end ? ((bytes[cursor.at] as number) << 8) | (bytes[cursor.at + 1] as number) : 0;
}

/** `x25519 (0x001d)`; with `digits` 0 the number is decimal. */
function valueName(value: number, names: Readonly<Record<number, string>>, digits: number): string {
  const number = digits === 0 ? String(value) : `0x${value.toString(16).padStart(digits, '0')}`;
  return `${isGrease(value) ? 'Reserved (GREASE)' : (names[value] ?? 'Unknown')} (${number})`;
}

export const EXTENSION_FIELDS: Readonly<Record<string, FieldSpec>> = {
  'tls.handshake.extensions_length': freeUint('Extensions Length'),
  'tls.handshake.extensions': group('Extensions'),
  'tls.handshake.extension': group('Extension'),
  'tls.handshake.extension.type': freeUint('Type'),
  'tls.handshake.extension.len': freeUint('Length'),
  'tls.handshake.extension.data': freeBytes('Data'),
  'tls.handshake.extension.heartbeat.mode': freeUint('Mode', { values: HEARTBEAT_MODES }),
  'tls.handshake.extensions_server_name_list_len': freeUint('Server Name list length'),
  'tls.handshake.extensions_server_name_type': freeUint('Server Name Type', { values: { 0: 'host_name' } }),
  'tls.handshake.extensions_server_name_len': freeUint('Server Name length'),
  'tls.handshake.extensions_server_name': freeText('Server Name'),
  'tls.handshake.extensions_status_request_type': freeUint('Certificate Status Type', { values: STATUS_TYPES }),
  'tls.handshake.extensions_status_request_responder_ids_len': freeUint('Responder ID list Length'),
  'tls.handshake.extensions_status_request_exts_len': freeUint('Request Extensions Length'),
  'tls.handshake.extensions_supported_groups_length': freeUint('Supported Groups List Length'),
  'tls.handshake.extensions_supported_groups': group('Supported Groups'),
  'tls.handshake.extensions_supported_group': freeHex('Supported Group'),
  'tls.handshake.extensions_ec_point_formats_length': freeUint('EC point formats Length'),
  'tls.handshake.extensions_ec_point_formats': group('Elliptic curves point formats'),
  'tls.handshake.extensions_ec_point_format': freeUint('EC point format', { values: POINT_FORMATS }),
  'tls.handshake.sig_hash_alg_len': freeUint('Signature Hash Algorithms Length'),
  'tls.handshake.sig_hash_algs': group('Signature Hash Algorithms'),
  'tls.handshake.sig_hash_alg': freeHex('Signature Algorithm'),
  'tls.handshake.extensions_alpn_len': freeUint('ALPN Extension Length'),
  'tls.handshake.extensions_alpn_list': group('ALPN Protocol'),
  'tls.handshake.extensions_alpn_str_len': freeUint('ALPN string length'),
  'tls.handshake.extensions_alpn_str': freeText('ALPN Next Protocol'),
  'tls.handshake.extensions_padding_data': freeBytes('Padding Data'),
  'tls.compress_certificate.algorithms_length': freeUint('Algorithms Length'),
  'tls.compress_certificate.algorithm': freeUint('Algorithm', { values: CERTIFICATE_COMPRESSIONS }),
  'tls.handshake.extensions.supported_versions_len': freeUint('Supported Versions length'),
  'tls.handshake.extensions.supported_version': freeHex('Supported Version', { values: VERSIONS }),
  'tls.extension.psk_ke_modes_length': freeUint('PSK Key Exchange Modes Length'),
  'tls.extension.psk_ke_mode': freeUint('PSK Key Exchange Mode', { values: PSK_MODES }),
  'tls.handshake.extensions_key_share_client_length': freeUint('Client Key Share Length'),
  [SELECTED_GROUP]: freeUint('Selected Group', { values: GROUPS }),
  'tls.handshake.extensions_key_share_group': freeUint('Group', { values: GROUPS }),
  'tls.handshake.extensions_key_share_key_exchange_length': freeUint('Key Exchange Length'),
  'tls.handshake.extensions_key_share_key_exchange': freeBytes('Key Exchange'),
  'tls.handshake.extensions_reneg_info_len': freeUint('Renegotiation info extension length'),
  'tls.handshake.extensions_reneg_info': freeBytes('Renegotiation info'),
};
