import { readUint16, toHex } from '../../shared/base/bytes';
import type { LayerBuilder } from './dissection';
import { bits, freeBytes, freeHex, freeText, freeUint, group, hex, uint } from './field-spec';
import type { PacketPath } from './packet-path';
import { ppp } from './ppp';
import { defineProtocol, type Protocol } from './protocol';

/** RFC 2516 section 4. */
const HEADER_LENGTH = 6;
const SESSION_IDENTIFIER = 2;
const PAYLOAD_LENGTH = 4;
const TAG_HEADER = 4;
const END_OF_LIST = 0x0000;

function stepSession(path: PacketPath): Protocol | null {
  const { bytes, offset } = path;
  if (path.end - offset < HEADER_LENGTH) return null;
  path.offset += HEADER_LENGTH;
  path.wireEnd = Math.min(path.wireEnd, path.offset + readUint16(bytes, offset + PAYLOAD_LENGTH));
  path.end = Math.min(path.end, path.wireEnd);
  return ppp;
}

const FIELDS = ['pppoe.version', 'pppoe.type', 'pppoe.code', 'pppoe.session_id', 'pppoe.payload_length'];
const CODES: Readonly<Record<number, string>> = {
  0: 'Session Data',
  7: 'Active Discovery Offer (PADO)',
  9: 'Active Discovery Initiation (PADI)',
  10: 'Active Discovery Session-Grant (PADG)',
  11: 'Active Discovery Session-Credit Response (PADC)',
  12: 'Active Discovery Quality (PADQ)',
  25: 'Active Discovery Request (PADR)',
  101: 'Active Discovery Session-confirmation (PADS)',
  167: 'Active Discovery Terminate (PADT)',
  211: 'Active Discovery Message (PADM)',
  212: 'Active Discovery Network (PADN)',
};

/** Shows the header of either stage; false when it is cut. */
function decodeHeader(layer: LayerBuilder, title: string): boolean {
  layer.describe(HEADER_LENGTH, title);
  if (!layer.has(layer.offset, HEADER_LENGTH)) {
    layer.readCut(FIELDS);
    return false;
  }
  for (const name of FIELDS) layer.read(name);
  const code = layer.bytes[layer.offset + 1] as number;
  layer.column('info', CODES[code] ?? `PPPoE code 0x${code.toString(16)}`);
  layer.limit(layer.offset + HEADER_LENGTH + readUint16(layer.bytes, layer.offset + PAYLOAD_LENGTH));
  return true;
}

function decodeSession(layer: LayerBuilder): void {
  if (decodeHeader(layer, 'PPP-over-Ethernet Session')) layer.nextProtocol(ppp, layer.offset + HEADER_LENGTH);
}

function decodeDiscovery(layer: LayerBuilder): void {
  if (!decodeHeader(layer, 'PPP-over-Ethernet Discovery')) return;
  const from = layer.offset + HEADER_LENGTH;
  if (layer.end <= from) return;
  layer.describe(layer.end - layer.offset, 'PPP-over-Ethernet Discovery');
  const parent = layer.field('pppoed.tags', from, layer.end - from, null);
  for (let at = from; at < layer.end; ) {
    if (!layer.has(at, TAG_HEADER)) return;
    const type = readUint16(layer.bytes, at);
    const length = readUint16(layer.bytes, at + 2);
    layer.field('pppoed.tag', at, 2, type, { parent });
    layer.field('pppoed.tag_length', at + 2, 2, length, { parent });
    if (!layer.has(at + TAG_HEADER, length) || type === END_OF_LIST) return;
    if (length > 0) addTag(layer, type, at + TAG_HEADER, length, parent);
    at += TAG_HEADER + length;
  }
}

const TEXT_TAGS: Readonly<Record<number, string>> = {
  257: 'service_name',
  258: 'ac_name',
  513: 'service_name_error',
  514: 'ac_system_error',
  515: 'generic_error',
};
const BYTE_TAGS: Readonly<Record<number, string>> = {
  259: 'host_uniq',
  260: 'ac_cookie',
  261: 'vendor_unspecified',
  272: 'relay_session_id',
  273: 'hurl',
  274: 'motm',
  288: 'max_payload',
};

function addTag(layer: LayerBuilder, type: number, at: number, length: number, parent: LayerBuilder['node']): void {
  const bytes = layer.bytes.subarray(at, at + length);
  const text = TEXT_TAGS[type];
  if (text) layer.field(`pppoed.tags.${text}`, at, length, new TextDecoder().decode(bytes), { parent });
  else if (BYTE_TAGS[type]) layer.field(`pppoed.tags.${BYTE_TAGS[type]}`, at, length, toHex(bytes), { parent });
  else layer.field('pppoed.tag.unknown_data', at, length, toHex(bytes), { parent });
}

const TAGS = {
  0: 'End-Of-List',
  257: 'Service-Name',
  258: 'AC-Name',
  259: 'Host-Uniq',
  260: 'AC-Cookie',
  261: 'Vendor-Specific',
  272: 'Relay-Session-Id',
  273: 'HURL',
  274: 'MOTM',
  288: 'PPP-Max-Payload',
  513: 'Service-Name-Error',
  514: 'AC-System-Error',
  515: 'Generic-Error',
};

export const pppoeSession = defineProtocol({
  id: 'pppoes',
  title: 'PPP-over-Ethernet Session',
  short: 'PPPoES',
  spec: 'RFC 2516',
  fields: {
    'pppoe.version': bits('Version', 0, 1, [0, 4]),
    'pppoe.type': bits('Type', 0, 1, [4, 4]),
    'pppoe.code': hex('Code', 1, 1, { values: CODES }),
    'pppoe.session_id': hex('Session ID', SESSION_IDENTIFIER, 2),
    'pppoe.payload_length': uint('Payload Length', PAYLOAD_LENGTH, 2),
  },
  attach: [
    { table: 'ethertype', keys: [0x8864] },
    { table: 'link-type', keys: [51] },
  ],
  step: stepSession,
  decode: decodeSession,
});

export const pppoeDiscovery = defineProtocol({
  id: 'pppoed',
  title: 'PPP-over-Ethernet Discovery',
  short: 'PPPoED',
  spec: 'RFC 2516',
  fields: {
    'pppoed.tags': group('PPPoE Tags'),
    'pppoed.tag': freeHex('Tag', { values: TAGS }),
    'pppoed.tag_length': freeUint('Tag Length'),
    'pppoed.tag.unknown_data': freeBytes('Unknown Data'),
    'pppoed.tags.service_name': freeText('Service-Name'),
    'pppoed.tags.ac_name': freeText('AC-Name'),
    'pppoed.tags.service_name_error': freeText('Service-Name-Error'),
    'pppoed.tags.ac_system_error': freeText('AC-System-Error'),
    'pppoed.tags.generic_error': freeText('Generic-Error'),
    'pppoed.tags.host_uniq': freeBytes('Host-Uniq'),
    'pppoed.tags.ac_cookie': freeBytes('AC-Cookie'),
    'pppoed.tags.vendor_unspecified': freeBytes('Vendor unspecified'),
    'pppoed.tags.relay_session_id': freeBytes('Relay-Session-Id'),
    'pppoed.tags.hurl': freeBytes('HURL'),
    'pppoed.tags.motm': freeBytes('MOTM'),
    'pppoed.tags.max_payload': freeBytes('PPP-Max-Payload'),
  },
  attach: [{ table: 'ethertype', keys: [0x8863] }],
  decode: decodeDiscovery,
});
