import type { Explanation } from '../../../shared/contract/dissection';
import type { LayerBuilder } from '../dissection';
import { bits, flag, freeBytes, freeHex, freeText, freeUint, group, hexBits } from '../field-spec';
import { MessageCursor } from '../message-cursor';
import { PDU, remembered } from '../message-stream';
import { defineProtocol, type FieldSpec } from '../protocol';
import { MESSAGE_TYPES, QUALITIES, REASONS, RETURN_CODES } from './numbers';
import { addProperties, addVariable, PROPERTY_FIELDS } from './properties';

const PORT = 1883;
const VERSION_5 = 5;
const TYPE = {
  connect: 1,
  connack: 2,
  publish: 3,
  puback: 4,
  pubcomp: 7,
  subscribe: 8,
  suback: 9,
  unsubscribe: 10,
  unsuback: 11,
  disconnect: 14,
  auth: 15,
};
/** The length behind the first byte has 7 bits a byte and at most four bytes (MQTT 3.1.1 section 2.2.3). */
const LENGTH_BYTES = 4;
const CONNECT_FLAG = { userName: 0x80, password: 0x40, will: 0x04 };

/** The version that CONNECT named: later messages do not repeat it. */
const conversation = remembered(() => ({ version: 0 }));

/** Length of the whole message; PDU.none for what cannot begin one. */
function messageLength(bytes: Uint8Array, offset: number, end: number): number {
  if ((bytes[offset] as number) >> 4 === 0) return PDU.none;
  let length = 0;
  for (let i = 1; i <= LENGTH_BYTES; i++) {
    if (offset + i >= end) return PDU.more;
    const byte = bytes[offset + i] as number;
    length += (byte & 0x7f) * 128 ** (i - 1);
    if (byte < 0x80) return 1 + i + length;
  }
  return PDU.none;
}

/** A CONNECT with its protocol's name: certain enough for any port. */
export function isMqttConnect(bytes: Uint8Array, offset: number, end: number): boolean {
  if (bytes[offset] !== TYPE.connect << 4) return false;
  for (let i = 1; i <= LENGTH_BYTES && offset + i + 6 < end; i++) {
    if ((bytes[offset + i] as number) >= 0x80) continue;
    const name = String.fromCharCode(...bytes.subarray(offset + i + 3, offset + i + 7));
    return bytes[offset + i + 1] === 0 && ((bytes[offset + i + 2] === 4 && name === 'MQTT') || (bytes[offset + i + 2] === 6 && name === 'MQIs'));
  }
  return false;
}

/** Where CONNECT has its version: behind first byte, length and the protocol's name. */
function versionOf(bytes: Uint8Array, offset: number, end: number): number {
  let at = offset + 1;
  while (at < end && (bytes[at] as number) >= 0x80) at++;
  const name = at + 2 < end ? ((bytes[at + 1] as number) << 8) | (bytes[at + 2] as number) : 0;
  return bytes[at + 3 + name] ?? 0;
}

function decodeMqtt(layer: LayerBuilder): void {
  const cursor = new MessageCursor(layer);
  const type = cursor.peek(1) >> 4;
  const name = MESSAGE_TYPES[type] ?? 'Reserved';
  layer.describe(layer.end - layer.offset, `MQ Telemetry Transport Protocol, ${name}`);
  const quality = (cursor.peek(1) >> 1) & 3;
  cursor.flags(
    'mqtt.hdrflags',
    1,
    type === TYPE.publish ? ['mqtt.msgtype', 'mqtt.dupflag', 'mqtt.qos', 'mqtt.retain'] : ['mqtt.msgtype', 'mqtt.hdr_reserved'],
    { text: `0x${cursor.peek(1).toString(16)}, Message Type: ${name}`, explanation: explainType(type) },
  );
  addVariable(cursor, 'mqtt.len');
  if (cursor.failed) return;
  const isVersion5 = layer.note === VERSION_5;
  const words = addBody(cursor, type, quality, isVersion5);
  layer.column('info', `${name}${words}`);
}

function explainType(type: number): Explanation | null {
  return type === 12 ? { code: 'mqtt-ping', data: {} } : type === 13 ? { code: 'mqtt-ping-answer', data: {} } : null;
}

/** Returns what the Info column adds to the name of the message. */
function addBody(cursor: MessageCursor, type: number, quality: number, isVersion5: boolean): string {
  switch (type) {
    case TYPE.connect:
      addConnect(cursor);
      return '';
    case TYPE.connack:
      cursor.flags('mqtt.conack.flags', 1, ['mqtt.conack.flags.reserved', 'mqtt.conack.flags.sp']);
      addCode(cursor, 'mqtt.connack.reason_code', isVersion5 ? REASONS : RETURN_CODES);
      if (isVersion5) addProperties(cursor);
      return '';
    case TYPE.publish:
      return addPublish(cursor, quality, isVersion5);
    case TYPE.subscribe:
    case TYPE.unsubscribe:
      return addTopics(cursor, type, isVersion5);
    case TYPE.suback:
    case TYPE.unsuback:
      return addGrants(cursor, type, isVersion5);
    case TYPE.disconnect:
    case TYPE.auth:
      if (isVersion5) addReason(cursor, type === TYPE.auth ? 'auth' : 'disconnect');
      return '';
  }
  if (type < TYPE.puback || type > TYPE.pubcomp) return '';
  const id = cursor.uint('mqtt.msgid', 2);
  if (isVersion5) addReason(cursor, ['puback', 'pubrec', 'pubrel', 'pubcomp'][type - TYPE.puback] as string);
  return ` (id=${id})`;
}

/** Reason and properties are left out when they say nothing (MQTT 5.0 section 3.4.2.1). */
function addReason(cursor: MessageCursor, kind: string): void {
  if (cursor.left === 0) return;
  cursor.uint(`mqtt.${kind}.reason_code`, 1);
  if (cursor.left > 0) addProperties(cursor);
}

function addText(cursor: MessageCursor, lengthField: string, field: string): string {
  const length = cursor.uint(lengthField, 2);
  return length === 0 ? '' : cursor.text(field, length);
}

function addConnect(cursor: MessageCursor): void {
  addText(cursor, 'mqtt.proto_len', 'mqtt.protoname');
  const version = cursor.uint('mqtt.ver', 1);
  const flags = cursor.flags(
    'mqtt.conflags',
    1,
    ['uname', 'passwd', 'retain', 'qos', 'willflag', 'cleansess', 'reserved'].map((bit) => `mqtt.conflag.${bit}`),
  );
  const seconds = cursor.peek(2);
  cursor.uint('mqtt.kalive', 2, { explanation: explainKeepAlive(seconds) });
  if (version === VERSION_5) addProperties(cursor);
  addText(cursor, 'mqtt.clientid_len', 'mqtt.clientid');
  if ((flags & CONNECT_FLAG.will) !== 0) {
    if (version === VERSION_5) addProperties(cursor, 'mqtt.will_properties');
    addText(cursor, 'mqtt.willtopic_len', 'mqtt.willtopic');
    cursor.bytes('mqtt.willmsg', cursor.uint('mqtt.willmsg_len', 2));
  }
  if ((flags & CONNECT_FLAG.userName) !== 0) addText(cursor, 'mqtt.username_len', 'mqtt.username');
  if ((flags & CONNECT_FLAG.password) !== 0) addText(cursor, 'mqtt.passwd_len', 'mqtt.passwd');
}

function explainKeepAlive(seconds: number): Explanation {
  return seconds === 0 ? { code: 'mqtt-keep-alive-off', data: {} } : { code: 'mqtt-keep-alive', data: { seconds, limit: seconds * 1.5 } };
}

function addPublish(cursor: MessageCursor, quality: number, isVersion5: boolean): string {
  const topic = addText(cursor, 'mqtt.topic_len', 'mqtt.topic');
  const id = quality > 0 ? ` (id=${cursor.uint('mqtt.msgid', 2)})` : '';
  if (isVersion5) addProperties(cursor);
  cursor.bytes('mqtt.msg', cursor.left);
  return `${id} [${topic}]`;
}

const SUBSCRIPTION_OPTIONS = ['reserved', 'retain', 'rap', 'nl', 'qos'].map((option) => `mqtt.subscription_options_${option}`);

function addTopics(cursor: MessageCursor, type: number, isVersion5: boolean): string {
  const id = cursor.uint('mqtt.msgid', 2);
  if (isVersion5) addProperties(cursor);
  const topics: string[] = [];
  while (cursor.left > 0) {
    topics.push(`[${addText(cursor, 'mqtt.topic_len', 'mqtt.topic')}]`);
    if (type === TYPE.subscribe && isVersion5) cursor.flags('mqtt.subscription_options', 1, SUBSCRIPTION_OPTIONS);
    else if (type === TYPE.subscribe) cursor.uint('mqtt.sub.qos', 1);
  }
  return ` (id=${id}) ${topics.join(' ')}`;
}

const GRANTS: Readonly<Record<number, string>> = { ...QUALITIES, 128: 'Failure' };

/** A code whose names depend on the version. */
function addCode(cursor: MessageCursor, field: string, names: Readonly<Record<number, string>>): void {
  const code = cursor.peek(1);
  cursor.uint(field, 1, { text: `${names[code] ?? 'Unknown'} (${code})` });
}

function addGrants(cursor: MessageCursor, type: number, isVersion5: boolean): string {
  const id = cursor.uint('mqtt.msgid', 2);
  if (isVersion5) addProperties(cursor);
  const field = `mqtt.${type === TYPE.suback ? 'suback' : 'unsuback'}.reason_code`;
  while (cursor.left > 0) addCode(cursor, field, isVersion5 ? REASONS : GRANTS);
  return ` (id=${id})`;
}

const reason = (): FieldSpec => freeUint('Reason Code', { values: REASONS });

export const mqtt = defineProtocol({
  id: 'mqtt',
  title: 'MQ Telemetry Transport Protocol',
  short: 'MQTT',
  spec: 'MQTT 3.1.1, MQTT 5.0',
  fields: {
    'mqtt.hdrflags': freeHex('Header Flags', { digits: 2 }),
    'mqtt.msgtype': bits('Message Type', 0, 1, [0, 4], { values: MESSAGE_TYPES }),
    'mqtt.hdr_reserved': bits('Reserved', 0, 1, [4, 4]),
    'mqtt.dupflag': flag('DUP Flag', 0, 1, 4),
    'mqtt.qos': bits('QoS Level', 0, 1, [5, 2], { values: QUALITIES }),
    'mqtt.retain': flag('Retain', 0, 1, 7),
    'mqtt.len': freeUint('Msg Len'),
    'mqtt.proto_len': freeUint('Protocol Name Length'),
    'mqtt.protoname': freeText('Protocol Name'),
    'mqtt.ver': freeUint('Version', { values: { 3: 'MQTT v3.1', 4: 'MQTT v3.1.1', 5: 'MQTT v5.0' } }),
    'mqtt.conflags': freeHex('Connect Flags', { digits: 2 }),
    'mqtt.conflag.uname': flag('User Name Flag', 0, 1, 0),
    'mqtt.conflag.passwd': flag('Password Flag', 0, 1, 1),
    'mqtt.conflag.retain': flag('Will Retain', 0, 1, 2),
    'mqtt.conflag.qos': bits('QoS Level', 0, 1, [3, 2], { values: QUALITIES }),
    'mqtt.conflag.willflag': flag('Will Flag', 0, 1, 5),
    'mqtt.conflag.cleansess': flag('Clean Session Flag', 0, 1, 6),
    'mqtt.conflag.reserved': flag('(Reserved)', 0, 1, 7),
    'mqtt.kalive': freeUint('Keep Alive'),
    'mqtt.clientid_len': freeUint('Client ID Length'),
    'mqtt.clientid': freeText('Client ID'),
    'mqtt.willtopic_len': freeUint('Will Topic Length'),
    'mqtt.willtopic': freeText('Will Topic'),
    'mqtt.willmsg_len': freeUint('Will Message Length'),
    'mqtt.willmsg': freeBytes('Will Message'),
    'mqtt.username_len': freeUint('User Name Length'),
    'mqtt.username': freeText('User Name'),
    'mqtt.passwd_len': freeUint('Password Length'),
    'mqtt.passwd': freeText('Password'),
    'mqtt.conack.flags': freeHex('Acknowledge Flags', { digits: 2 }),
    'mqtt.conack.flags.reserved': { label: 'Reserved', type: 'boolean', at: 0, size: 1, bits: { offset: 0, count: 7 } },
    'mqtt.conack.flags.sp': flag('Session Present', 0, 1, 7),
    ...Object.fromEntries(
      ['connack', 'puback', 'pubrec', 'pubrel', 'pubcomp', 'suback', 'unsuback', 'disconnect', 'auth'].map((kind) => [
        `mqtt.${kind}.reason_code`,
        reason(),
      ]),
    ),
    'mqtt.msgid': freeUint('Message Identifier'),
    'mqtt.topic_len': freeUint('Topic Length'),
    'mqtt.topic': freeText('Topic'),
    'mqtt.msg': freeBytes('Message'),
    'mqtt.sub.qos': freeUint('Requested QoS', { values: QUALITIES }),
    'mqtt.subscription_options': freeHex('Subscription Options', { digits: 2 }),
    'mqtt.subscription_options_reserved': hexBits('Reserved', 0, 1, [0, 2], { digits: 2 }),
    'mqtt.subscription_options_retain': bits('Retain Handling', 0, 1, [2, 2]),
    'mqtt.subscription_options_rap': flag('Retain As Published', 0, 1, 4),
    'mqtt.subscription_options_nl': flag('No Local', 0, 1, 5),
    'mqtt.subscription_options_qos': bits('QoS', 0, 1, [6, 2], { values: QUALITIES }),
    'mqtt.properties': group('Properties'),
    'mqtt.will_properties': group('Will Properties'),
    ...PROPERTY_FIELDS,
  },
  attach: [
    { table: 'tcp-port', keys: [PORT] },
    { parent: 'tcp', test: isMqttConnect },
  ],
  pdu: messageLength,
  follow: (bytes, offset, end, side) => {
    const state = conversation(side);
    if ((bytes[offset] as number) >> 4 === TYPE.connect) state.version = versionOf(bytes, offset, end);
    return state.version;
  },
  decode: decodeMqtt,
});
