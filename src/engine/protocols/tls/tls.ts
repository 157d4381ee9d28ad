import { readUint16 } from '../../../shared/base/bytes';
import type { LayerBuilder } from '../dissection';
import { freeBytes, freeHex, freeUint, group } from '../field-spec';
import { MessageCursor } from '../message-cursor';
import { defineProtocol } from '../protocol';
import { followRecord, isTls, RECORD_HEADER, recordLength, type TlsNote } from './tls-conversation';
import { HANDSHAKE_FIELDS, readHandshake } from './tls-handshake';
import { ALERT_LEVELS, ALERTS, CONTENT_TYPE, CONTENT_TYPES, HEARTBEATS, VERSION_COLUMNS, VERSIONS } from './tls-values';

/** Ports that are served over TLS as a rule. */
const PORTS = [443, 465, 563, 636, 853, 989, 990, 993, 995, 5061, 5671, 6514, 8443, 8883];
/** A heartbeat message has at least 16 bytes of padding (RFC 6520 section 4). */
const HEARTBEAT_OVERHEAD = 3 + 16;

/** One record. */
function decodeTls(layer: LayerBuilder): void {
  const { bytes, offset, end } = layer;
  if (!layer.has(offset, RECORD_HEADER)) {
    layer.readCut(['tls.record.content_type', 'tls.record.version', 'tls.record.length']);
    return;
  }
  if (!isTls(bytes, offset, end)) {
    layer.describe(end - offset, 'Transport Layer Security');
    layer.column('info', 'Continuation Data');
    layer.data(offset, end);
    return;
  }
  const note = layer.note as TlsNote | null;
  const version = readUint16(bytes, offset + 1);
  const column = VERSION_COLUMNS[note?.session.version || version] ?? 'TLS';
  layer.column('protocol', column);
  const length = readUint16(bytes, offset + 3);
  const body = offset + RECORD_HEADER;
  layer.describe(RECORD_HEADER + length, 'Transport Layer Security');
  const record = new MessageCursor(layer, offset, body + length).group('tls.record', RECORD_HEADER + length, { text: '' });
  record.uint('tls.record.content_type', 1);
  record.uint('tls.record.version', 2);
  record.uint('tls.record.length', 2);
  const names = readRecord(record, bytes[offset] as number, note);
  record.parent.text = `${column} Record Layer: ${CONTENT_TYPES[bytes[offset] as number]} Protocol: ${names.join(', ')}`;
  layer.column('info', names.join(', '));
}

/** Reads a record's content; returns the names of its messages. */
function readRecord(record: MessageCursor, type: number, note: TlsNote | null): string[] {
  const encrypted = note?.encrypted ?? false;
  switch (type) {
    case CONTENT_TYPE.changeCipherSpec:
      record.bytes('tls.change_cipher_spec', 1);
      return ['Change Cipher Spec'];
    case CONTENT_TYPE.alert:
      return [encrypted ? opaque(record, 'tls.alert_message', 'Encrypted Alert') : readAlert(record)];
    case CONTENT_TYPE.handshake:
      return encrypted ? [opaque(record, 'tls.handshake', 'Encrypted Handshake Message')] : readHandshakes(record, note?.carried ?? 0);
    case CONTENT_TYPE.heartbeat:
      return [encrypted ? opaque(record, 'tls.heartbeat_message', 'Encrypted Heartbeat') : readHeartbeat(record)];
    default:
      if (record.left > 0) record.bytes('tls.app_data', record.left);
      return ['Application Data'];
  }
}

function opaque(record: MessageCursor, name: string, text: string): string {
  record.group(name, record.left, { text });
  return text;
}

/** Several messages may share a record; one may have begun in the records before. */
function readHandshakes(record: MessageCursor, carried: number): string[] {
  const names: string[] = [];
  if (carried > 0) {
    record.bytes('tls.handshake.fragment', Math.min(carried, record.left));
    names.push('Handshake fragment');
  }
  while (record.left > 0) names.push(readHandshake(record));
  return names;
}

function readAlert(record: MessageCursor): string {
  if (record.left !== 2) return opaque(record, 'tls.alert_message', 'Encrypted Alert');
  const message = record.group('tls.alert_message', 2, { text: '' });
  const level = message.uint('tls.alert_message.level', 1);
  const description = message.uint('tls.alert_message.desc', 1);
  const text = `Alert (Level: ${ALERT_LEVELS[level] ?? level}, Description: ${ALERTS[description] ?? description})`;
  if (message.parent !== record.parent) message.parent.text = text;
  return text;
}

function readHeartbeat(record: MessageCursor): string {
  const { layer, at, left } = record;
  const type = layer.bytes[at] as number;
  const name = HEARTBEATS[type];
  if (at >= layer.end || name === undefined) return opaque(record, 'tls.heartbeat_message', 'Encrypted Heartbeat');
  const message = record.group('tls.heartbeat_message', left, { text: `Heartbeat ${name}` });
  message.uint('tls.heartbeat_message.type', 1);
  const length = message.uint('tls.heartbeat_message.payload_length', 2, heartbeatLength(layer, at, left));
  message.bytes('tls.heartbeat_message.payload', Math.min(length, message.left));
  if (message.left > 0) message.bytes('tls.heartbeat_message.padding', message.left);
  return `Heartbeat ${name}`;
}

/** A payload length beyond the record asks for memory that was never sent (CVE-2014-0160). */
function heartbeatLength(layer: LayerBuilder, at: number, left: number): { explanation: { code: string; data: Record<string, number> } } | undefined {
  if (at + 3 > layer.end) return undefined;
  const length = readUint16(layer.bytes, at + 1);
  return length + HEARTBEAT_OVERHEAD <= left ? undefined : { explanation: { code: 'tls-heartbeat-length', data: { length, record: left } } };
}

export const tls = defineProtocol({
  id: 'tls',
  title: 'Transport Layer Security',
  short: 'TLS',
  spec: 'RFC 8446, RFC 5246',
  fields: {
    'tls.record': group('Record Layer'),
    'tls.record.content_type': { ...freeUint('Content Type', { values: CONTENT_TYPES }), at: 0, size: 1 },
    'tls.record.version': { ...freeHex('Version', { values: VERSIONS }), at: 1, size: 2 },
    'tls.record.length': { ...freeUint('Length'), at: 3, size: 2 },
    'tls.change_cipher_spec': freeBytes('Change Cipher Spec Message'),
    'tls.app_data': freeBytes('Encrypted Application Data'),
    'tls.alert_message': group('Alert Message'),
    'tls.alert_message.level': freeUint('Level', { values: ALERT_LEVELS }),
    'tls.alert_message.desc': freeUint('Description', { values: ALERTS }),
    'tls.heartbeat_message': group('Heartbeat Message'),
    'tls.heartbeat_message.type': freeUint('Type', { values: HEARTBEATS }),
    'tls.heartbeat_message.payload_length': freeUint('Payload Length'),
    'tls.heartbeat_message.payload': freeBytes('Payload'),
    'tls.heartbeat_message.padding': freeBytes('Padding and HMAC'),
    ...HANDSHAKE_FIELDS,
  },
  attach: [
    { table: 'tcp-port', keys: PORTS },
    { parent: 'tcp', test: isTls },
  ],
  pdu: recordLength,
  follow: followRecord,
  decode: decodeTls,
});
