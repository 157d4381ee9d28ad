import { readUint16, readUint32, toHex } from '../../shared/base/bytes';
import type { LayerBuilder } from './dissection';
import { freeBytes, freeHex, uint } from './field-spec';
import { defineProtocol } from './protocol';

/** RFC 1661 section 5. */
const HEADER_LENGTH = 4;
const LENGTH = 2;
const MAGIC_LENGTH = 4;
const CODES: Readonly<Record<number, string>> = {
  1: 'Configuration Request',
  2: 'Configuration Ack',
  3: 'Configuration Nak',
  4: 'Configuration Reject',
  5: 'Termination Request',
  6: 'Termination Ack',
  7: 'Code Reject',
  8: 'Protocol Reject',
  9: 'Echo Request',
  10: 'Echo Reply',
  11: 'Discard Request',
  12: 'Identification',
  13: 'Time Remaining',
};
/** Codes whose data begins with the sender's magic number. */
const WITH_MAGIC: readonly number[] = [9, 10, 11, 12, 13];

/** The link's own messages; its echoes are what keeps a PPP session alive. Options are shown as bytes. */
function decodeLcp(layer: LayerBuilder): void {
  const { bytes, offset } = layer;
  layer.describe(HEADER_LENGTH, 'PPP Link Control Protocol');
  if (!layer.has(offset, HEADER_LENGTH)) {
    layer.readCut(['ppp.code', 'ppp.identifier']);
    return;
  }
  const code = bytes[offset] as number;
  const length = readUint16(bytes, offset + LENGTH);
  layer.column('info', CODES[code] ?? `LCP code ${code}`);
  for (const name of ['ppp.code', 'ppp.identifier', 'ppp.length']) layer.read(name);
  if (length < HEADER_LENGTH) {
    layer.issue('malformed', offset + LENGTH, HEADER_LENGTH);
    return;
  }
  if (!layer.has(offset, length)) return;
  layer.limit(offset + length);
  layer.describe(length, `PPP Link Control Protocol, ${CODES[code] ?? `code ${code}`}`);
  let at = offset + HEADER_LENGTH;
  if (WITH_MAGIC.includes(code) && layer.end - at >= MAGIC_LENGTH) {
    layer.field('lcp.magic_number', at, MAGIC_LENGTH, readUint32(bytes, at));
    at += MAGIC_LENGTH;
  }
  if (layer.end > at) layer.field('lcp.data', at, layer.end - at, toHex(bytes.subarray(at, layer.end)));
}

export const lcp = defineProtocol({
  id: 'lcp',
  title: 'PPP Link Control Protocol',
  short: 'PPP LCP',
  spec: 'RFC 1661',
  fields: {
    'ppp.code': uint('Code', 0, 1, { values: CODES }),
    'ppp.identifier': uint('Identifier', 1, 1),
    'ppp.length': uint('Length', LENGTH, 2),
    'lcp.magic_number': freeHex('Magic Number'),
    'lcp.data': freeBytes('Data'),
  },
  attach: [{ table: 'ppp-protocol', keys: [0xc021] }],
  decode: decodeLcp,
});
