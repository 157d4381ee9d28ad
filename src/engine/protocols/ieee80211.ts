import { formatMac } from '../../shared/base/address';
import { readUint16, readUint16LittleEndian, toHex } from '../../shared/base/bytes';
import type { LayerBuilder } from './dissection';
import { bits, flag, freeBytes, freeHex, freeUint, hexBits } from './field-spec';
import { llc } from './llc';
import type { PacketPath } from './packet-path';
import { defineProtocol, type Protocol } from './protocol';

/** IEEE 802.11 clause 9.2; numbers are little endian. */
const SHORTEST_HEADER = 24;
const ADDRESS_LENGTH = 6;
const SEQUENCE_CONTROL = 22;
const TYPE_MANAGEMENT = 0;
const TYPE_CONTROL = 1;
const TYPE_DATA = 2;
/** Bits of a data frame's subtype. */
const SUBTYPE_NO_DATA = 0x4;
const SUBTYPE_QOS = 0x8;
/** Bits of the second byte. */
const TO_DS = 0x01;
const FROM_DS = 0x02;
const MORE_FRAGMENTS = 0x04;
const PROTECTED = 0x40;
const ORDER = 0x80;
const BOTH_DS = TO_DS | FROM_DS;
const AGGREGATE = 0x80;
/** Destination, source and length before each packet of an aggregate. */
const SUBFRAME_HEADER = 14;

/** Offset of the QoS control field in a data frame. */
function qosOffset(second: number): number {
  return (second & BOTH_DS) === BOTH_DS ? SHORTEST_HEADER + ADDRESS_LENGTH : SHORTEST_HEADER;
}

/** Length of a data frame's header by its first two bytes. */
function dataHeaderLength(first: number, second: number): number {
  const length = qosOffset(second);
  if (((first >> 4) & SUBTYPE_QOS) === 0) return length;
  return length + ((second & ORDER) !== 0 ? 6 : 2);
}

/** Type 2 of protocol version 0, with data. */
function hasData(first: number): boolean {
  return (first & 0x0f) === TYPE_DATA << 2 && ((first >> 4) & SUBTYPE_NO_DATA) === 0;
}

/** Payloads of fragments and encrypted frames cannot be read by themselves. */
function isReadable(second: number, fragment: number): boolean {
  return (second & (PROTECTED | MORE_FRAGMENTS)) === 0 && fragment === 0;
}

function stepPadded(path: PacketPath, alignment: number): Protocol | null {
  const { bytes, offset, end } = path;
  if (end - offset < SHORTEST_HEADER) return null;
  const first = bytes[offset] as number;
  const second = bytes[offset + 1] as number;
  if (!hasData(first) || !isReadable(second, (bytes[offset + SEQUENCE_CONTROL] as number) & 0x0f)) return null;
  const length = dataHeaderLength(first, second);
  let next = offset + length + ((alignment - (length % alignment)) % alignment);
  const isAggregate =
    ((first >> 4) & SUBTYPE_QOS) !== 0 && offset + length <= end && ((bytes[offset + qosOffset(second)] as number) & AGGREGATE) !== 0;
  if (isAggregate) {
    next += SUBFRAME_HEADER;
    if (next > end) return null;
    path.wireEnd = Math.min(path.wireEnd, next + readUint16(bytes, next - 2));
    path.end = Math.min(end, path.wireEnd);
  }
  if (next > path.end) return null;
  path.offset = next;
  return llc;
}

const TYPES = { 0: 'Management frame', 1: 'Control frame', 2: 'Data frame', 3: 'Extension frame' };

/** Type and subtype, four bits each (IEEE 802.11 table 9-1); names as Wireshark's. */
const FRAMES: Readonly<Record<number, string>> = {
  0: 'Association Request',
  1: 'Association Response',
  2: 'Reassociation Request',
  3: 'Reassociation Response',
  4: 'Probe Request',
  5: 'Probe Response',
  8: 'Beacon frame',
  9: 'ATIM',
  10: 'Disassociate',
  11: 'Authentication',
  12: 'Deauthentication',
  13: 'Action',
  14: 'Action No Ack',
  24: '802.11 Block Ack Req',
  25: '802.11 Block Ack',
  26: 'Power-Save poll',
  27: 'Request-to-send',
  28: 'Clear-to-send',
  29: 'Acknowledgement',
  32: 'Data',
  36: 'Null function (No data)',
  40: 'QoS Data',
  44: 'QoS Null function (No data)',
};
/** Control frames with a transmitter's address behind the receiver's. */
const WITH_TRANSMITTER: readonly number[] = [24, 25, 26, 27];

function decodePadded(layer: LayerBuilder, alignment: number): void {
  const { bytes, offset } = layer;
  layer.describe(2, 'IEEE 802.11');
  if (!layer.has(offset, 2)) return;
  const first = bytes[offset] as number;
  const second = bytes[offset + 1] as number;
  const type = (first >> 2) & 3;
  const frame = (type << 4) | (first >> 4);
  layer.field('wlan.fc.type_subtype', offset, 1, frame);
  const parent = layer.field('wlan.fc', offset, 2, readUint16(bytes, offset));
  for (const name of ['version', 'type', 'subtype', 'ds', 'tods', 'fromds', 'frag', 'retry', 'pwrmgt', 'moredata', 'protected', 'order'])
    layer.read(`wlan.fc.${name}`, { parent });
  const kind = TYPES[type as keyof typeof TYPES];
  layer.describe(2, `IEEE 802.11 ${kind}`);
  layer.column('info', FRAMES[frame] ?? `${kind}, subtype ${first >> 4}`);
  if (type !== TYPE_DATA) {
    const shown = type === TYPE_MANAGEMENT ? addManagementHeader(layer) : type === TYPE_CONTROL ? addControlHeader(layer, frame) : 2;
    layer.data(offset + shown, layer.end);
    return;
  }
  const length = dataHeaderLength(first, second);
  layer.describe(length, `IEEE 802.11 ${kind}`);
  if (!layer.has(offset, length)) return;
  addDataHeader(layer, second);
  const isQos = ((first >> 4) & SUBTYPE_QOS) !== 0;
  const qos = isQos ? readUint16LittleEndian(bytes, offset + qosOffset(second)) : 0;
  if (isQos) addQos(layer, offset + qosOffset(second), qos);
  if (!hasData(first)) return;
  const next = offset + length + ((alignment - (length % alignment)) % alignment);
  if (!layer.has(offset + length, next - offset - length)) return;
  if (!isReadable(second, (bytes[offset + SEQUENCE_CONTROL] as number) & 0x0f))
    layer.data(next, layer.end, (second & PROTECTED) !== 0 ? 'encrypted' : 'fragment');
  else if ((qos & AGGREGATE) !== 0) decodeAggregate(layer, next);
  else layer.limit(layer.nextProtocol(llc, next));
}

/** Returns its length; 2 where it was not captured. */
function addManagementHeader(layer: LayerBuilder): number {
  if (!layer.has(layer.offset, SHORTEST_HEADER)) return 2;
  layer.describe(SHORTEST_HEADER, 'IEEE 802.11 Management frame');
  addDataHeader(layer, 0);
  return SHORTEST_HEADER;
}

/** Duration and receiver, which every control frame has (IEEE 802.11 clause 9.3.1). Returns the bytes shown. */
function addControlHeader(layer: LayerBuilder, frame: number): number {
  const { bytes, offset } = layer;
  const hasTransmitter = WITH_TRANSMITTER.includes(frame);
  const length = hasTransmitter ? 16 : 10;
  if (!layer.has(offset, length)) return 2;
  layer.describe(length, 'IEEE 802.11 Control frame');
  layer.field('wlan.duration', offset + 2, 2, readUint16LittleEndian(bytes, offset + 2) & 0x7fff);
  addStation(layer, 'ra', offset + 4);
  if (hasTransmitter) addStation(layer, 'ta', offset + 10);
  return length;
}

/** Of a frame that goes no further than this station. */
function addStation(layer: LayerBuilder, name: 'ra' | 'ta', at: number): void {
  const text = formatMac(layer.bytes, at);
  layer.field(`wlan.${name}`, at, ADDRESS_LENGTH, text);
  layer.column(name === 'ra' ? 'destination' : 'source', `${text} (${name.toUpperCase()})`);
}

/** Which of the addresses is what depends on the direction to and from the distribution system (IEEE 802.11 table 9-30). */
const ADDRESS_NAMES: Readonly<Record<number, readonly [string, string, string]>> = {
  0: ['da', 'sa', 'bssid'],
  [TO_DS]: ['bssid', 'sa', 'da'],
  [FROM_DS]: ['da', 'bssid', 'sa'],
  [BOTH_DS]: ['ra', 'ta', 'da'],
};

function addDataHeader(layer: LayerBuilder, second: number): void {
  const { bytes, offset } = layer;
  layer.field('wlan.duration', offset + 2, 2, readUint16LittleEndian(bytes, offset + 2) & 0x7fff);
  const names = ADDRESS_NAMES[second & BOTH_DS];
  layer.field('wlan.ra', offset + 4, ADDRESS_LENGTH, formatMac(bytes, offset + 4));
  layer.field('wlan.ta', offset + 10, ADDRESS_LENGTH, formatMac(bytes, offset + 10));
  for (const [i, name] of (names ?? []).entries()) {
    const at = offset + 4 + i * ADDRESS_LENGTH;
    if (name !== 'ra' && name !== 'ta') addAddress(layer, name, at);
  }
  if ((second & BOTH_DS) === BOTH_DS) addAddress(layer, 'sa', offset + SHORTEST_HEADER);
  const sequence = readUint16LittleEndian(bytes, offset + SEQUENCE_CONTROL);
  layer.field('wlan.frag', offset + SEQUENCE_CONTROL, 2, sequence & 0x0f);
  layer.field('wlan.seq', offset + SEQUENCE_CONTROL, 2, sequence >> 4);
}

function addAddress(layer: LayerBuilder, name: string, at: number): void {
  const text = formatMac(layer.bytes, at);
  layer.field(`wlan.${name}`, at, ADDRESS_LENGTH, text);
  if (name === 'sa') layer.column('source', text);
  if (name === 'da') layer.column('destination', text);
}

function addQos(layer: LayerBuilder, at: number, qos: number): void {
  const parent = layer.field('wlan.qos', at, 2, qos);
  layer.field('wlan.qos.tid', at, 2, qos & 0x0f, { parent });
  layer.field('wlan.qos.priority', at, 2, qos & 7, { parent });
  layer.field('wlan.qos.ack', at, 2, (qos >> 5) & 3, { parent });
  layer.field('wlan.qos.amsdupresent', at, 2, (qos & AGGREGATE) !== 0, { parent });
}

/** Several packets in one frame, each padded to four bytes but the last. */
function decodeAggregate(layer: LayerBuilder, from: number): void {
  const { bytes } = layer;
  for (let at = from; at < layer.end; ) {
    if (!layer.has(at, SUBFRAME_HEADER)) return;
    const length = readUint16(bytes, at + SUBFRAME_HEADER - 2);
    layer.field('wlan_aggregate.a_mdsu.length', at + SUBFRAME_HEADER - 2, 2, length);
    layer.field('wlan_aggregate.a_mdsu.header', at, SUBFRAME_HEADER, toHex(bytes.subarray(at, at + SUBFRAME_HEADER)));
    addAddress(layer, 'da', at);
    addAddress(layer, 'sa', at + ADDRESS_LENGTH);
    const next = at + SUBFRAME_HEADER;
    if (length > 0) layer.nextProtocol(llc, next, Math.min(layer.end, next + length), Math.min(layer.wireEnd, next + length));
    const total = SUBFRAME_HEADER + length;
    at += total + ((4 - (total % 4)) % 4);
  }
}

const SUMMARY = { title: 'IEEE 802.11 wireless LAN', short: '802.11', spec: 'IEEE 802.11' };

export const ieee80211 = defineProtocol({
  id: 'wlan',
  ...SUMMARY,
  fields: {
    'wlan.fc.type_subtype': freeHex('Type/Subtype', { values: FRAMES, digits: 4 }),
    'wlan.fc': freeHex('Frame Control Field', { digits: 4 }),
    'wlan.fc.version': bits('Version', 0, 1, [6, 2]),
    'wlan.fc.type': bits('Type', 0, 1, [4, 2], { values: TYPES }),
    'wlan.fc.subtype': bits('Subtype', 0, 1, [0, 4]),
    'wlan.fc.ds': hexBits('DS status', 1, 1, [6, 2], { digits: 2 }),
    'wlan.fc.tods': flag('To DS', 1, 1, 7),
    'wlan.fc.fromds': flag('From DS', 1, 1, 6),
    'wlan.fc.frag': flag('More Fragments', 1, 1, 5),
    'wlan.fc.retry': flag('Retry', 1, 1, 4),
    'wlan.fc.pwrmgt': flag('PWR MGT', 1, 1, 3),
    'wlan.fc.moredata': flag('More Data', 1, 1, 2),
    'wlan.fc.protected': flag('Protected flag', 1, 1, 1),
    'wlan.fc.order': flag('+HTC/Order flag', 1, 1, 0),
    'wlan.duration': freeUint('Duration'),
    'wlan.ra': { label: 'Receiver address', type: 'mac' },
    'wlan.ta': { label: 'Transmitter address', type: 'mac' },
    'wlan.da': { label: 'Destination address', type: 'mac' },
    'wlan.sa': { label: 'Source address', type: 'mac' },
    'wlan.bssid': { label: 'BSS Id', type: 'mac' },
    'wlan.frag': freeUint('Fragment number'),
    'wlan.seq': freeUint('Sequence number'),
    'wlan.qos': freeHex('Qos Control', { digits: 4 }),
    'wlan.qos.tid': freeUint('TID'),
    'wlan.qos.priority': freeUint('Priority'),
    'wlan.qos.ack': freeHex('Ack Policy'),
    'wlan.qos.amsdupresent': { label: 'Payload Type', type: 'boolean', values: { 0: 'MSDU', 1: 'A-MSDU' } },
    'wlan_aggregate.a_mdsu.length': freeUint('A-MSDU Length'),
    'wlan_aggregate.a_mdsu.header': freeBytes('A-MSDU Subframe header'),
  },
  attach: [{ table: 'link-type', keys: [105] }],
  step: (path) => stepPadded(path, 1),
  decode: (layer) => decodePadded(layer, 1),
});

/** The same frame as some network cards hand it on: the header padded to four bytes, which radiotap tells. */
export const ieee80211Padded = defineProtocol({
  id: 'wlan_padded',
  ...SUMMARY,
  fields: {},
  attach: [],
  step: (path) => stepPadded(path, 4),
  decode: (layer) => decodePadded(layer, 4),
});
