import { freeHex, freeText, freeUint } from '../field-spec';
import { type MessageCursor, utf8Text } from '../message-cursor';
import type { FieldSpec } from '../protocol';
import { PROPERTIES, QUALITIES } from './numbers';

const CONTENT_TYPE = 0x03;
const SERVER_KEEP_ALIVE = 0x13;
/** Properties whose value has a field of its own. */
const OWN_FIELDS: Readonly<Record<number, string>> = { 35: 'mqtt.property.topic_alias', 36: 'mqtt.property.max_qos' };

/** A number with 7 bits a byte, the lowest first, in at most four bytes (MQTT 5.0 section 1.5.5). */
export function addVariable(cursor: MessageCursor, field: string): number {
  let value = 0;
  for (let size = 1; size <= 4; size++) {
    const byte = cursor.peek(1, size - 1);
    value += (byte & 0x7f) * 128 ** (size - 1);
    if (byte < 0x80) {
      cursor.add(field, size, value);
      return value;
    }
  }
  cursor.refuse(4);
  return 0;
}

/** MQTT 5.0 section 2.2.2. */
export function addProperties(cursor: MessageCursor, name = 'mqtt.properties'): void {
  const block = cursor.open(name);
  const length = addVariable(block, 'mqtt.property_len');
  const properties = block.part(length);
  while (properties.left > 0) addProperty(properties);
  block.failed ||= properties.failed;
  cursor.close(block);
}

function addProperty(cursor: MessageCursor): void {
  const id = cursor.uint('mqtt.property_id', 1);
  const form = PROPERTIES[id]?.[1];
  if (id === CONTENT_TYPE) {
    addContentType(cursor);
    return;
  }
  switch (form) {
    case 1:
    case 2:
    case 4:
      addNumber(cursor, id, form);
      return;
    case 'variable':
      addVariable(cursor, 'mqtt.prop_number');
      return;
    case 'string':
    case 'binary':
      cursor.text('mqtt.prop_string', cursor.uint('mqtt.prop_string_len', 2));
      return;
    case 'pair':
      cursor.text('mqtt.prop_key', cursor.uint('mqtt.prop_key_len', 2));
      cursor.text('mqtt.prop_value', cursor.uint('mqtt.prop_value_len', 2));
      return;
    case undefined:
      cursor.text('mqtt.prop_unknown', cursor.left);
  }
}

/** Text and its length are one field, as in Wireshark. */
function addContentType(cursor: MessageCursor): void {
  const length = cursor.peek(2);
  const { layer, at } = cursor;
  if (cursor.has(2 + length)) cursor.add('mqtt.property.content_type', 2 + length, utf8Text(layer.bytes, at + 2, at + 2 + length));
}

function addNumber(cursor: MessageCursor, id: number, size: number): void {
  const seconds = cursor.peek(size);
  const explanation = id === SERVER_KEEP_ALIVE ? { code: 'mqtt-server-keep-alive', data: { seconds } } : null;
  cursor.uint(OWN_FIELDS[id] ?? 'mqtt.prop_number', size, { explanation });
}

export const PROPERTY_FIELDS: Readonly<Record<string, FieldSpec>> = {
  'mqtt.property_len': freeUint('Total Length'),
  'mqtt.property_id': freeHex('ID', { values: Object.fromEntries(Object.entries(PROPERTIES).map(([id, [name]]) => [id, name])), digits: 2 }),
  'mqtt.prop_number': freeUint('Value'),
  'mqtt.property.content_type': freeText('Content Type'),
  'mqtt.property.max_qos': freeUint('QoS', { values: QUALITIES }),
  'mqtt.property.topic_alias': freeUint('Topic Alias'),
  'mqtt.prop_string_len': freeUint('Length'),
  'mqtt.prop_string': freeText('Value'),
  'mqtt.prop_key_len': freeUint('Key Length'),
  'mqtt.prop_key': freeText('Key'),
  'mqtt.prop_value_len': freeUint('Value Length'),
  'mqtt.prop_value': freeText('Value'),
  'mqtt.prop_unknown': freeText('Unknown Property'),
};
