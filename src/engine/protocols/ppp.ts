import { readUint16 } from '../../shared/base/bytes';
import { chdlc } from './chdlc';
import type { LayerBuilder } from './dissection';
import { freeHex, freeUint } from './field-spec';
import { PPP_PROTOCOLS } from './numbers/ppp-protocols';
import type { PacketPath } from './packet-path';
import { defineProtocol, type Protocol } from './protocol';
import type { Registry } from './registry';

/** All stations: stands with the control byte before the protocol in HDLC-like framing unless both ends left them out (RFC 1662 section 3.1). */
const ALL_STATIONS = 0xff;
const FRAMING_LENGTH = 2;
/** Addresses of Cisco's own framing, which some routers send on links that captures call PPP. */
const CISCO_UNICAST = 0x0f;
const CISCO_BROADCAST = 0x8f;

function isCisco(bytes: Uint8Array, at: number, end: number): boolean {
  return at < end && (bytes[at] === CISCO_UNICAST || bytes[at] === CISCO_BROADCAST);
}

function framingLength(bytes: Uint8Array, at: number, end: number): number {
  return at < end && bytes[at] === ALL_STATIONS ? FRAMING_LENGTH : 0;
}

/** Bytes of the protocol number: 1 when its first byte is odd (protocol field compression, RFC 1661 section 6.5). */
function protocolLength(bytes: Uint8Array, at: number, end: number): number {
  return at < end && ((bytes[at] as number) & 1) !== 0 ? 1 : 2;
}

function protocolNumber(bytes: Uint8Array, at: number, length: number): number {
  return length === 1 ? (bytes[at] as number) : readUint16(bytes, at);
}

function stepPpp(path: PacketPath, registry: Registry): Protocol | null {
  const { bytes, end } = path;
  if (isCisco(bytes, path.offset, end)) return chdlc;
  const at = path.offset + framingLength(bytes, path.offset, end);
  const length = protocolLength(bytes, at, end);
  if (at + length > end) return null;
  path.offset = at + length;
  return registry.lookup('ppp-protocol', protocolNumber(bytes, at, length)) ?? null;
}

function decodePpp(layer: LayerBuilder): void {
  const { bytes, offset } = layer;
  layer.describe(0, 'Point-to-Point Protocol');
  if (isCisco(bytes, offset, layer.end)) {
    layer.limit(layer.nextProtocol(chdlc, offset));
    return;
  }
  const framing = framingLength(bytes, offset, layer.end);
  if (!layer.has(offset, framing)) return;
  if (framing > 0) {
    layer.field('ppp.address', offset, 1, bytes[offset] as number);
    layer.field('ppp.control', offset + 1, 1, bytes[offset + 1] as number);
  }
  const at = offset + framing;
  const length = protocolLength(bytes, at, layer.end);
  if (!layer.has(at, length)) return;
  layer.describe(framing + length, 'Point-to-Point Protocol');
  const number = protocolNumber(bytes, at, length);
  layer.field('ppp.protocol', at, length, number);
  layer.column('info', PPP_PROTOCOLS[number] ?? `PPP protocol 0x${number.toString(16).padStart(4, '0')}`);
  layer.limit(layer.next('ppp-protocol', number, at + length));
}

export const ppp = defineProtocol({
  id: 'ppp',
  title: 'Point-to-Point Protocol',
  short: 'PPP',
  spec: 'RFC 1661; HDLC-like framing without flags, escapes and check sequence: RFC 1662',
  fields: {
    'ppp.address': freeHex('Address'),
    'ppp.control': freeHex('Control'),
    'ppp.protocol': freeHex('Protocol', { values: PPP_PROTOCOLS, digits: 4 }),
    'ppp.direction': freeUint('Direction', { values: { 0: 'DCE->DTE', 1: 'DTE->DCE' } }),
  },
  attach: [
    { table: 'link-type', keys: [9, 50] },
    { table: 'gre-protocol', keys: [0x880b, 0x8881, 0x88d2] },
  ],
  step: stepPpp,
  decode: decodePpp,
});
