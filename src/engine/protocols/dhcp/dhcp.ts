import { formatMac } from '../../../shared/base/address';
import type { LayerBuilder } from '../dissection';
import { flag, freeBytes, freeHex, freeText, freeUint, hexBits } from '../field-spec';
import { MessageCursor } from '../message-cursor';
import { defineProtocol } from '../protocol';
import { addOptionData, END, MESSAGE_TYPE, MESSAGE_TYPES, OPTION_FIELDS, OPTIONS, optionName } from './options';

/** RFC 2131 section 2. */
const FIXED_LENGTH = 236;
const TRANSACTION = 4;
const HARDWARE_LENGTH = 2;
const HARDWARE_ADDRESS = 28;
const HARDWARE_SPACE = 16;
const COOKIE = 0x63825363;
const CLIENT_PORT = 68;
const SERVER_PORT = 67;

const OPERATIONS: Readonly<Record<number, string>> = { 1: 'Boot Request', 2: 'Boot Reply' };

function decodeDhcp(layer: LayerBuilder): void {
  const { bytes, offset } = layer;
  const cursor = new MessageCursor(layer);
  layer.describe(layer.end - offset, 'Dynamic Host Configuration Protocol');
  const operation = addFixed(cursor);
  if (cursor.failed) return;
  const isDhcp = cursor.peek(4) === COOKIE;
  if (isDhcp) cursor.ipv4('dhcp.cookie', { text: 'DHCP' });
  else cursor.rest('dhcp.vendor_specific_options');
  const type = isDhcp ? addOptions(cursor) : 0;
  if (type === 0) {
    layer.column('protocol', 'BOOTP');
    const address = formatMac(bytes, offset + HARDWARE_ADDRESS);
    layer.column('info', `${OPERATIONS[operation] ?? `Unknown BOOTP message type (${operation})`} from ${address}`);
    return;
  }
  const name = MESSAGE_TYPES[type] ?? `Unknown Message Type (0x${type.toString(16).padStart(2, '0')})`;
  layer.describe(layer.end - offset, `Dynamic Host Configuration Protocol (${name})`);
  const transaction = new MessageCursor(layer, offset + TRANSACTION).peek(4).toString(16);
  layer.column('info', `DHCP ${name.padEnd(8)} - Transaction ID 0x${transaction}`);
}

/** Everything before the options; returns the operation. */
function addFixed(cursor: MessageCursor): number {
  const { layer, at: start } = cursor;
  const operation = cursor.uint('dhcp.type', 1);
  const hardware = cursor.uint('dhcp.hw.type', 1);
  const size = cursor.uint('dhcp.hw.len', 1);
  cursor.uint('dhcp.hops', 1);
  cursor.uint('dhcp.id', 4);
  cursor.uint('dhcp.secs', 2);
  const isBroadcast = (cursor.peek(1) & 0x80) !== 0;
  const flags = `0x${cursor.peek(2).toString(16).padStart(4, '0')} (${isBroadcast ? 'Broadcast' : 'Unicast'})`;
  cursor.flags('dhcp.flags', 2, ['dhcp.flags.bc', 'dhcp.flags.reserved'], { text: flags });
  for (const name of ['client', 'your', 'server', 'relay']) cursor.ipv4(`dhcp.ip.${name}`);
  if (hardware === 1 && size === 6) cursor.mac('dhcp.hw.mac_addr');
  else cursor.bytes('dhcp.hw.addr', Math.min(size, HARDWARE_SPACE));
  cursor.bytes('dhcp.hw.addr_padding', HARDWARE_SPACE - Math.min(size, HARDWARE_SPACE));
  cursor.text('dhcp.server', 64);
  cursor.text('dhcp.file', 128);
  if (!cursor.failed && cursor.at !== start + FIXED_LENGTH) layer.issue('malformed', start + HARDWARE_LENGTH, 1);
  return operation;
}

/** Adds the options up to the end; returns the type of the message, 0 when none says it. */
function addOptions(cursor: MessageCursor): number {
  let type = 0;
  while (cursor.left > 0) {
    const code = cursor.peek(1);
    if (code === 0) {
      addPadding(cursor);
      continue;
    }
    if (code === END) {
      const { layer, at } = cursor;
      const end = cursor.add('dhcp.option.type', 1, code, { text: '(255) End' });
      if (!cursor.failed) layer.field('dhcp.option.end', at, 1, code, { parent: end });
      break;
    }
    if (code === MESSAGE_TYPE) type = cursor.peek(1, 2);
    addOption(cursor, code);
  }
  if (cursor.left > 0) addPadding(cursor, true);
  return type;
}

function addOption(cursor: MessageCursor, code: number): void {
  if (!cursor.has(2)) return;
  const length = cursor.peek(1, 1);
  const text = optionText(cursor, code, length);
  const option = cursor.group('dhcp.option.type', 2 + length);
  if (!option.failed) option.describe(text, code);
  option.skip(1);
  option.uint('dhcp.option.length', 1);
  addOptionData(option, code);
}

function optionText(cursor: MessageCursor, code: number, length: number): string {
  const name = `(${code}) ${optionName(code)}`;
  if (code === MESSAGE_TYPE) return `${name} (${MESSAGE_TYPES[cursor.peek(1, 2)] ?? 'Unknown'})`;
  if (OPTIONS[code]?.form !== 'ipv4' || length !== 4) return name;
  return `${name} (${[2, 3, 4, 5].map((ahead) => cursor.peek(1, ahead)).join('.')})`;
}

/** Zeros between options, or everything behind the last. */
function addPadding(cursor: MessageCursor, everything = false): void {
  const limit = Math.min(cursor.end, cursor.layer.end);
  let end = cursor.at;
  while (end < limit && (everything || cursor.layer.bytes[end] === 0)) end++;
  cursor.bytes('dhcp.option.padding', end - cursor.at);
  if (end >= limit) cursor.has(cursor.left);
}

export const dhcp = defineProtocol({
  id: 'dhcp',
  title: 'Dynamic Host Configuration Protocol',
  short: 'DHCP',
  spec: 'RFC 2131',
  fields: {
    'dhcp.type': freeUint('Message type', { values: OPERATIONS }),
    'dhcp.hw.type': freeHex('Hardware type', { values: { 1: 'Ethernet', 6: 'IEEE 802' }, digits: 2 }),
    'dhcp.hw.len': freeUint('Hardware address length'),
    'dhcp.hops': freeUint('Hops'),
    'dhcp.id': freeHex('Transaction ID', { digits: 8 }),
    'dhcp.secs': freeUint('Seconds elapsed'),
    'dhcp.flags': freeHex('Bootp flags', { digits: 4 }),
    'dhcp.flags.bc': flag('Broadcast flag', 0, 2, 0, { 0: 'Unicast', 1: 'Broadcast' }),
    'dhcp.flags.reserved': hexBits('Reserved flags', 0, 2, [1, 15], { digits: 4 }),
    'dhcp.ip.client': { label: 'Client IP address', type: 'ipv4' },
    'dhcp.ip.your': { label: 'Your (client) IP address', type: 'ipv4' },
    'dhcp.ip.server': { label: 'Next server IP address', type: 'ipv4' },
    'dhcp.ip.relay': { label: 'Relay agent IP address', type: 'ipv4' },
    'dhcp.hw.mac_addr': { label: 'Client MAC address', type: 'mac' },
    'dhcp.hw.addr': freeBytes('Client hardware address'),
    'dhcp.hw.addr_padding': freeBytes('Client hardware address padding'),
    'dhcp.server': freeText('Server host name'),
    'dhcp.file': freeText('Boot file name'),
    'dhcp.cookie': { label: 'Magic cookie', type: 'ipv4' },
    'dhcp.vendor_specific_options': freeBytes('Bootp vendor specific options'),
    ...OPTION_FIELDS,
  },
  attach: [{ table: 'udp-port', keys: [SERVER_PORT, CLIENT_PORT] }],
  decode: decodeDhcp,
});
