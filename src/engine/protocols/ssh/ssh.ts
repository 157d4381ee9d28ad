import type { LayerBuilder } from '../dissection';
import { freeBytes, freeText, freeUint, generated } from '../field-spec';
import { MessageCursor } from '../message-cursor';
import { defineProtocol } from '../protocol';
import { lineText } from '../text-scan';
import { followSsh, isSshBanner, MESSAGE, type SshNote, sshLength } from './ssh-conversation';

const PORT = 22;

/** Message numbers whose meaning does not depend on the key exchange (RFC 4250 section 4.1.2). */
const MESSAGES: Readonly<Record<number, string>> = {
  1: 'Disconnect',
  2: 'Ignore',
  3: 'Unimplemented',
  4: 'Debug',
  5: 'Service Request',
  6: 'Service Accept',
  7: 'Extension Information',
  20: 'Key Exchange Init',
  21: 'New Keys',
};

/** Numbers 30 to 49 belong to the key exchange method (RFC 4253 section 8, RFC 4419, RFC 5656). */
const PLAIN_EXCHANGE: Readonly<Record<number, string>> = { 30: 'Diffie-Hellman Key Exchange Init', 31: 'Diffie-Hellman Key Exchange Reply' };
const GROUP_EXCHANGE: Readonly<Record<number, string>> = {
  30: 'Diffie-Hellman Group Exchange Request (Old)',
  31: 'Diffie-Hellman Group Exchange Group',
  32: 'Diffie-Hellman Group Exchange Init',
  33: 'Diffie-Hellman Group Exchange Reply',
  34: 'Diffie-Hellman Group Exchange Request',
};
const CURVE_EXCHANGE: Readonly<Record<number, string>> = {
  30: 'Elliptic Curve Diffie-Hellman Key Exchange Init',
  31: 'Elliptic Curve Diffie-Hellman Key Exchange Reply',
};

/** Lists of a KEXINIT, in order (RFC 4253 section 7.1). */
const LISTS = [
  'kex_algorithms',
  'server_host_key_algorithms',
  'encryption_algorithms_client_to_server',
  'encryption_algorithms_server_to_client',
  'mac_algorithms_client_to_server',
  'mac_algorithms_server_to_client',
  'compression_algorithms_client_to_server',
  'compression_algorithms_server_to_client',
  'languages_client_to_server',
  'languages_server_to_client',
] as const;

function messageName(code: number, method: string): string {
  const known = MESSAGES[code];
  if (known !== undefined) return known;
  if (method.startsWith('diffie-hellman-group-exchange')) return GROUP_EXCHANGE[code] ?? `Message ${code}`;
  const names = /^(ecdh|curve|sntrup|mlkem)/.test(method) ? CURVE_EXCHANGE : PLAIN_EXCHANGE;
  return names[code] ?? `Message ${code}`;
}

function decodeSsh(layer: LayerBuilder): void {
  const { bytes, offset, end } = layer;
  const note = layer.note as SshNote | null;
  const fromClient = note?.fromClient ?? layer.shared.destinationPort === PORT;
  const who = fromClient ? 'Client' : 'Server';
  layer.describe(end - offset, 'SSH Protocol');
  if (isSshBanner(bytes, offset, end)) {
    const banner = lineText(bytes, offset, bytes[end - 1] === 0x0a ? end - 1 : end);
    layer.field('ssh.protocol', offset, banner.length, banner);
    layer.column('info', `${who}: Protocol (${banner})`);
    if (bytes[end - 1] !== 0x0a) layer.has(offset, end - offset + 1);
  } else if (note !== null && !note.encrypted) {
    layer.column('protocol', 'SSHv2');
    layer.column('info', `${who}: ${decodePacket(layer, note.method)}`);
  } else {
    if (note?.greeted) layer.column('protocol', 'SSHv2');
    layer.column('info', `${who}: Encrypted packet (len=${end - offset})`);
    new MessageCursor(layer, offset, end).bytes('ssh.encrypted_packet', end - offset);
  }
  layer.generated('ssh.direction', fromClient ? 0 : 1);
}

/** A packet in the clear; returns its name. */
function decodePacket(layer: LayerBuilder, method: string): string {
  const cursor = new MessageCursor(layer);
  cursor.uint('ssh.packet_length', 4);
  const padding = cursor.uint('ssh.padding_length', 1);
  const code = cursor.peek(1);
  const name = messageName(code, method);
  cursor.uint('ssh.message_code', 1, { text: `${name} (${code})` });
  const payload = Math.max(0, cursor.left - padding);
  if (code === MESSAGE.keyExchangeInit) readLists(cursor);
  else if (payload > 0) cursor.bytes('ssh.payload', payload);
  if (cursor.left > 0) cursor.bytes('ssh.padding_string', cursor.left);
  return cursor.failed && code === 0 ? 'Packet' : name;
}

function readLists(cursor: MessageCursor): void {
  cursor.bytes('ssh.cookie', 16);
  for (const list of LISTS) {
    const length = cursor.uint(`ssh.${list}_length`, 4);
    cursor.text(`ssh.${list}`, length);
  }
  cursor.uint('ssh.first_kex_packet_follows', 1);
  cursor.bytes('ssh.kex.reserved', 4);
}

export const ssh = defineProtocol({
  id: 'ssh',
  title: 'SSH Protocol',
  short: 'SSH',
  spec: 'RFC 4253',
  fields: {
    'ssh.protocol': freeText('Protocol'),
    'ssh.direction': generated('Direction', 'uint', { 0: 'client-to-server', 1: 'server-to-client' }),
    'ssh.packet_length': freeUint('Packet Length'),
    'ssh.padding_length': freeUint('Padding Length'),
    'ssh.message_code': freeUint('Message Code'),
    'ssh.payload': freeBytes('Payload'),
    'ssh.padding_string': freeBytes('Padding String'),
    'ssh.encrypted_packet': freeBytes('Encrypted Packet'),
    'ssh.cookie': freeBytes('Cookie'),
    ...Object.fromEntries(
      LISTS.flatMap((list) => [
        [`ssh.${list}_length`, freeUint(`${list} length`)],
        [`ssh.${list}`, freeText(`${list} string`)],
      ]),
    ),
    'ssh.first_kex_packet_follows': freeUint('First KEX Packet Follows'),
    'ssh.kex.reserved': freeBytes('Reserved'),
  },
  attach: [
    { table: 'tcp-port', keys: [PORT] },
    { parent: 'tcp', test: isSshBanner },
  ],
  pdu: sshLength,
  follow: followSsh,
  decode: decodeSsh,
});
