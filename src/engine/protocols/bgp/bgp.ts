import { readUint16 } from '../../../shared/base/bytes';
import type { Explanation } from '../../../shared/contract/dissection';
import type { LayerBuilder } from '../dissection';
import { freeBytes, freeText, freeUint, group } from '../field-spec';
import { MessageCursor } from '../message-cursor';
import { PDU } from '../message-stream';
import { defineProtocol } from '../protocol';
import { ADDRESS_FAMILIES, addCapabilities, CAPABILITY_FIELDS, SUBSEQUENT_FAMILIES } from './capabilities';
import { MAJOR_ERRORS, MINOR_ERRORS } from './errors';
import { addUpdate, UPDATE_FIELDS } from './update';

const PORT = 179;
/** RFC 4271 section 4.1. */
const HEADER_LENGTH = 19;
const MARKER_LENGTH = 16;
const LENGTH = 16;
const TYPE = { open: 1, update: 2, notification: 3, keepalive: 4, routeRefresh: 5, ciscoRouteRefresh: 128 };
const TYPES: Readonly<Record<number, string>> = {
  1: 'OPEN Message',
  2: 'UPDATE Message',
  3: 'NOTIFICATION Message',
  4: 'KEEPALIVE Message',
  5: 'ROUTE-REFRESH Message',
  128: 'Cisco ROUTE-REFRESH Message',
};
const CAPABILITIES = 2;
const CEASE = 6;
/** Minor codes of an administrative shutdown and reset. */
const SHUTDOWNS: readonly number[] = [2, 4];
const REFRESHES: Readonly<Record<number, string>> = {
  0: 'Normal route refresh request',
  1: 'Demarcation of the beginning of a route refresh',
  2: 'Demarcation of the ending of a route refresh',
};

function messageLength(bytes: Uint8Array, offset: number, end: number): number {
  for (let i = offset; i < Math.min(end, offset + MARKER_LENGTH); i++) if (bytes[i] !== 0xff) return PDU.none;
  if (end - offset < LENGTH + 2) return PDU.more;
  const length = readUint16(bytes, offset + LENGTH);
  return length < HEADER_LENGTH ? PDU.none : length;
}

function decodeBgp(layer: LayerBuilder): void {
  const cursor = new MessageCursor(layer);
  cursor.bytes('bgp.marker', MARKER_LENGTH);
  const length = cursor.uint('bgp.length', 2);
  const type = cursor.peek(1);
  cursor.uint('bgp.type', 1, { explanation: type === TYPE.keepalive ? { code: 'bgp-keepalive', data: {} } : null });
  if (cursor.failed) return;
  if (length < HEADER_LENGTH) {
    layer.issue('malformed', layer.offset + LENGTH, 2);
    return;
  }
  const name = TYPES[type] ?? `Unknown message type (${type})`;
  layer.describe(length, `Border Gateway Protocol - ${name}`);
  layer.column('info', name);
  const body = cursor.part(length - HEADER_LENGTH);
  if (type === TYPE.open) addOpen(body);
  else if (type === TYPE.update) addUpdate(body);
  else if (type === TYPE.notification) addNotification(body);
  else if (type === TYPE.routeRefresh || type === TYPE.ciscoRouteRefresh) addRouteRefresh(body);
}

/** RFC 4271 section 4.2. */
function addOpen(body: MessageCursor): void {
  body.uint('bgp.open.version', 1);
  body.uint('bgp.open.myas', 2);
  body.uint('bgp.open.holdtime', 2, { explanation: explainHoldTime(body.peek(2)) });
  body.ipv4('bgp.open.identifier');
  const length = body.uint('bgp.open.opt.len', 1);
  if (length === 0) return;
  const options = body.group('bgp.open.opt', length);
  while (options.left > 0) {
    const type = options.peek(1);
    const option = options.group('bgp.open.opt.param', 2 + options.peek(1, 1), { text: type === CAPABILITIES ? 'Capability' : `Type ${type}` });
    option.uint('bgp.open.opt.param.type', 1);
    option.uint('bgp.open.opt.param.len', 1);
    if (type === CAPABILITIES) addCapabilities(option);
    else option.bytes('bgp.open.opt.param.unknown', option.left);
  }
}

function explainHoldTime(seconds: number): Explanation {
  if (seconds === 0) return { code: 'bgp-hold-off', data: {} };
  return { code: 'bgp-hold-time', data: { seconds, interval: Math.floor(seconds / 3) } };
}

/** RFC 4271 section 4.5. */
function addNotification(body: MessageCursor): void {
  const major = body.uint('bgp.notify.major_error', 1);
  const [field, names] = MINOR_ERRORS[major] ?? ['bgp.notify.minor_error_unknown', {}];
  const minor = body.peek(1);
  body.uint(field, 1);
  if (!body.failed) {
    const said = `${MAJOR_ERRORS[major] ?? `Unknown (${major})`}${names[minor] ? `: ${names[minor]}` : ''}`;
    body.layer.column('info', `NOTIFICATION Message (${said})`);
  }
  if (major === CEASE && SHUTDOWNS.includes(minor) && body.left > 0) addCommunication(body);
  body.bytes('bgp.notify.minor_data', body.left);
}

/** What the operator says about it (RFC 9003 section 2). */
function addCommunication(body: MessageCursor): void {
  const length = body.uint('bgp.notify.communication_length', 1);
  if (length > 0) body.text('bgp.notify.communication', length);
}

/** RFC 2918 section 3, RFC 7313 section 3.2; what follows filters the routes asked for (RFC 5291 section 5). */
function addRouteRefresh(body: MessageCursor): void {
  body.uint('bgp.route_refresh.afi', 2);
  body.uint('bgp.route_refresh.subtype', 1);
  body.uint('bgp.route_refresh.safi', 1);
  body.bytes('bgp.route_refresh.orf', body.left);
}

export const bgp = defineProtocol({
  id: 'bgp',
  title: 'Border Gateway Protocol',
  short: 'BGP',
  spec: 'RFC 4271',
  fields: {
    'bgp.marker': freeBytes('Marker'),
    'bgp.length': freeUint('Length'),
    'bgp.type': freeUint('Type', { values: TYPES }),
    'bgp.open.version': freeUint('Version'),
    'bgp.open.myas': freeUint('My AS'),
    'bgp.open.holdtime': freeUint('Hold Time'),
    'bgp.open.identifier': { label: 'BGP Identifier', type: 'ipv4' },
    'bgp.open.opt.len': freeUint('Optional Parameters Length'),
    'bgp.open.opt': group('Optional Parameters'),
    'bgp.open.opt.param': group('Optional Parameter'),
    'bgp.open.opt.param.type': freeUint('Parameter Type', { values: { 1: 'Authentication', 2: 'Capability' } }),
    'bgp.open.opt.param.len': freeUint('Parameter Length'),
    'bgp.open.opt.param.unknown': freeBytes('Unknown'),
    'bgp.notify.major_error': freeUint('Major error Code', { values: MAJOR_ERRORS }),
    ...Object.fromEntries(Object.values(MINOR_ERRORS).map(([field, values]) => [field, freeUint('Minor error Code', { values })])),
    'bgp.notify.minor_error_unknown': freeUint('Minor error Code (Unknown)'),
    'bgp.notify.communication_length': freeUint('BGP Shutdown Communication Length'),
    'bgp.notify.communication': freeText('Shutdown Communication'),
    'bgp.notify.minor_data': freeBytes('Data'),
    'bgp.route_refresh.afi': freeUint('Address family identifier (AFI)', { values: ADDRESS_FAMILIES }),
    'bgp.route_refresh.subtype': freeUint('Subtype', { values: REFRESHES }),
    'bgp.route_refresh.safi': freeUint('Subsequent address family identifier (SAFI)', { values: SUBSEQUENT_FAMILIES }),
    'bgp.route_refresh.orf': freeBytes('ORF information'),
    ...CAPABILITY_FIELDS,
    ...UPDATE_FIELDS,
  },
  attach: [{ table: 'tcp-port', keys: [PORT] }],
  pdu: messageLength,
  decode: decodeBgp,
});
