import { readUint16, readUint32 } from '../../shared/base/bytes';
import type { LayerBuilder } from './dissection';
import { bits, flag, freeHex, freeUint, group, hex } from './field-spec';
import type { PacketPath } from './packet-path';
import { ppp } from './ppp';
import { defineProtocol, type Protocol } from './protocol';

/** RFC 2661 section 3.1. */
const CONTROL = 0x8000;
const LENGTH_PRESENT = 0x4000;
const SEQUENCE_PRESENT = 0x0800;
const OFFSET_PRESENT = 0x0200;
const VERSION = 0x000f;
const VERSION_2 = 2;

/** Bytes before the payload by the flags, without the padding that an offset field calls for. */
function headerLength(flags: number): number {
  return 6 + ((flags & LENGTH_PRESENT) !== 0 ? 2 : 0) + ((flags & SEQUENCE_PRESENT) !== 0 ? 4 : 0) + ((flags & OFFSET_PRESENT) !== 0 ? 2 : 0);
}

function stepL2tp(path: PacketPath): Protocol | null {
  const { bytes, offset } = path;
  if (path.end - offset < 2) return null;
  const flags = readUint16(bytes, offset);
  if ((flags & VERSION) !== VERSION_2 || (flags & CONTROL) !== 0) return null;
  let next = offset + headerLength(flags);
  if (next > path.end) return null;
  if ((flags & OFFSET_PRESENT) !== 0) next += readUint16(bytes, next - 2);
  if ((flags & LENGTH_PRESENT) !== 0) {
    path.wireEnd = Math.min(path.wireEnd, offset + readUint16(bytes, offset + 2));
    path.end = Math.min(path.end, path.wireEnd);
  }
  if (next >= path.end) return null;
  path.offset = next;
  return ppp;
}

function decodeL2tp(layer: LayerBuilder): void {
  const { bytes, offset } = layer;
  layer.describe(2, 'Layer 2 Tunneling Protocol');
  if (!layer.has(offset, 2)) return;
  const flags = readUint16(bytes, offset);
  const isControl = (flags & CONTROL) !== 0;
  addFlags(layer);
  if ((flags & VERSION) !== VERSION_2) {
    decodeVersionThree(layer, isControl);
    return;
  }
  const length = headerLength(flags);
  layer.describe(length, 'Layer 2 Tunneling Protocol');
  if (!layer.has(offset, length)) return;
  const next = addFields(layer, flags);
  if (!layer.has(offset + length, next - offset - length)) return;
  layer.describe(next - offset, 'Layer 2 Tunneling Protocol');
  if (next >= layer.end) return;
  if (isControl) layer.data(next, layer.end, 'control message');
  else layer.nextProtocol(ppp, next);
}

function addFlags(layer: LayerBuilder): void {
  const parent = layer.read('l2tp.flags');
  for (const name of ['type', 'length_bit', 'seq_bit', 'offset_bit', 'priority', 'version']) layer.read(`l2tp.${name}`, { parent });
}

/** Adds the fields behind the flags; returns where the payload begins. */
function addFields(layer: LayerBuilder, flags: number): number {
  const { bytes, offset } = layer;
  let at = offset + 2;
  const add = (name: string): number => {
    const value = readUint16(bytes, at);
    layer.field(name, at, 2, value);
    at += 2;
    return value;
  };
  const length = (flags & LENGTH_PRESENT) !== 0 ? add('l2tp.length') : -1;
  const tunnel = add('l2tp.tunnel');
  const session = add('l2tp.session');
  layer.column('info', `${(flags & CONTROL) !== 0 ? 'Control' : 'Data'} Message (tunnel id=${tunnel}, session id=${session})`);
  if ((flags & SEQUENCE_PRESENT) !== 0) {
    add('l2tp.Ns');
    add('l2tp.Nr');
  }
  const padding = (flags & OFFSET_PRESENT) !== 0 ? add('l2tp.offset') : 0;
  if (padding > 0 && layer.end >= at + padding) layer.field('l2tp.offset_padding', at, padding, null);
  if (length >= 0) layer.limit(offset + length);
  return at + padding;
}

/** Version 3 does not say what its sessions carry: the ends agreed on cookie and kind. */
function decodeVersionThree(layer: LayerBuilder, isControl: boolean): void {
  const { bytes, offset } = layer;
  if (!layer.has(offset, 8)) return;
  layer.describe(8, 'Layer 2 Tunneling Protocol');
  if (isControl) {
    layer.field('l2tp.length', offset + 2, 2, readUint16(bytes, offset + 2));
    layer.field('l2tp.ccid', offset + 4, 4, readUint32(bytes, offset + 4));
  } else {
    layer.field('l2tp.res', offset + 2, 2, readUint16(bytes, offset + 2));
    layer.field('l2tp.sid', offset + 4, 4, readUint32(bytes, offset + 4));
  }
  layer.data(offset + 8, layer.end);
}

export const l2tp = defineProtocol({
  id: 'l2tp',
  title: 'Layer 2 Tunneling Protocol',
  short: 'L2TP',
  spec: 'RFC 2661; version 3: RFC 3931',
  fields: {
    'l2tp.flags': hex('Flags', 0, 2),
    'l2tp.type': bits('Type', 0, 2, [0, 1], { values: { 0: 'Data Message', 1: 'Control Message' } }),
    'l2tp.length_bit': flag('Length Bit', 0, 2, 1, { 0: 'Length field is not present', 1: 'Length field is present' }),
    'l2tp.seq_bit': flag('Sequence Bit', 0, 2, 4, { 0: 'Ns and Nr fields are not present', 1: 'Ns and Nr fields are present' }),
    'l2tp.offset_bit': flag('Offset bit', 0, 2, 6, { 0: 'Offset size field is not present', 1: 'Offset size field is present' }),
    'l2tp.priority': flag('Priority', 0, 2, 7, { 0: 'No priority', 1: 'This data message has priority' }),
    'l2tp.version': bits('Version', 0, 2, [12, 4]),
    'l2tp.length': freeUint('Length'),
    'l2tp.tunnel': freeUint('Tunnel ID'),
    'l2tp.session': freeUint('Session ID'),
    'l2tp.Ns': freeUint('Ns'),
    'l2tp.Nr': freeUint('Nr'),
    'l2tp.offset': freeUint('Offset'),
    'l2tp.offset_padding': group('Offset Padding'),
    'l2tp.ccid': freeHex('Control Connection ID'),
    'l2tp.res': freeHex('Reserved'),
    'l2tp.sid': freeHex('Session ID'),
  },
  attach: [{ table: 'udp-port', keys: [1701] }],
  step: stepL2tp,
  decode: decodeL2tp,
});
