import { readUint16LittleEndian, readUint32LittleEndian } from '../../shared/base/bytes';
import type { LayerBuilder } from './dissection';
import { freeHex, freeText, freeUint } from './field-spec';
import type { PacketPath } from './packet-path';
import { defineProtocol, type Protocol } from './protocol';
import type { Registry } from './registry';

/** Apple's header (bsd/net/pktap.h); little endian on every machine that makes it. */
const SHORTEST_HEADER = 108;
const RECORD_TYPE = 4;
const LINK_TYPE = 8;
const INTERFACE_NAME = 12;
const NAME_LENGTH = 24;
const FLAGS = 36;
const FAMILY = 40;
const PROCESS = 52;
const COMMAND_NAME = 56;
const COMMAND_LENGTH = 20;
const SERVICE = 76;
const RECORD_PACKET = 1;
const MAX_LINK_TYPE = 0xffff;

function stepPktap(path: PacketPath, registry: Registry): Protocol | null {
  const { bytes, offset } = path;
  if (path.end - offset < SHORTEST_HEADER) return null;
  const length = readUint32LittleEndian(bytes, offset);
  if (length < SHORTEST_HEADER || length > path.end - offset || readUint32LittleEndian(bytes, offset + RECORD_TYPE) !== RECORD_PACKET) return null;
  path.offset += length;
  return registry.lookup('link-type', Math.min(MAX_LINK_TYPE, readUint32LittleEndian(bytes, offset + LINK_TYPE))) ?? null;
}

function decodePktap(layer: LayerBuilder): void {
  const { bytes, offset } = layer;
  layer.describe(SHORTEST_HEADER, 'PKTAP packet header');
  if (!layer.has(offset, SHORTEST_HEADER)) return;
  const length = readUint32LittleEndian(bytes, offset);
  const linkType = readUint32LittleEndian(bytes, offset + LINK_TYPE);
  const record = readUint32LittleEndian(bytes, offset + RECORD_TYPE);
  layer.field('pktap.hdrlen', offset, 4, length);
  layer.field('pktap.rectype', offset + RECORD_TYPE, 4, record);
  layer.field('pktap.dlt', offset + LINK_TYPE, 4, linkType);
  layer.field('pktap.ifname', offset + INTERFACE_NAME, NAME_LENGTH, textAt(bytes, offset + INTERFACE_NAME, NAME_LENGTH));
  layer.field('pktap.flags', offset + FLAGS, 4, readUint32LittleEndian(bytes, offset + FLAGS));
  layer.field('pktap.pfamily', offset + FAMILY, 4, readUint32LittleEndian(bytes, offset + FAMILY));
  layer.field('pktap.llhdrlen', offset + FAMILY + 4, 4, readUint32LittleEndian(bytes, offset + FAMILY + 4));
  layer.field('pktap.lltrlrlen', offset + FAMILY + 8, 4, readUint32LittleEndian(bytes, offset + FAMILY + 8));
  layer.field('pktap.pid', offset + PROCESS, 4, readUint32LittleEndian(bytes, offset + PROCESS));
  layer.field('pktap.cmdname', offset + COMMAND_NAME, COMMAND_LENGTH, textAt(bytes, offset + COMMAND_NAME, COMMAND_LENGTH));
  layer.field('pktap.svc_class', offset + SERVICE, 4, readUint32LittleEndian(bytes, offset + SERVICE));
  layer.field('pktap.iftype', offset + SERVICE + 4, 2, readUint16LittleEndian(bytes, offset + SERVICE + 4));
  layer.field('pktap.ifunit', offset + SERVICE + 6, 2, readUint16LittleEndian(bytes, offset + SERVICE + 6));
  layer.field('pktap.epid', offset + SERVICE + 8, 4, readUint32LittleEndian(bytes, offset + SERVICE + 8));
  layer.field('pktap.ecmdname', offset + SERVICE + 12, COMMAND_LENGTH, textAt(bytes, offset + SERVICE + 12, COMMAND_LENGTH));
  if (length < SHORTEST_HEADER) layer.issue('malformed', offset, SHORTEST_HEADER);
  if (length < SHORTEST_HEADER || !layer.has(offset, length)) return;
  layer.describe(length, 'PKTAP packet header');
  if (record === RECORD_PACKET) layer.next('link-type', Math.min(MAX_LINK_TYPE, linkType), offset + length);
  else layer.data(offset + length, layer.end);
}

/** Bytes up to the first zero as text. */
function textAt(bytes: Uint8Array, at: number, length: number): string {
  const room = bytes.subarray(at, at + length);
  const zero = room.indexOf(0);
  return new TextDecoder().decode(zero < 0 ? room : room.subarray(0, zero));
}

export const pktap = defineProtocol({
  id: 'pktap',
  title: 'PKTAP packet header',
  short: 'PKTAP',
  spec: 'LINKTYPE_PKTAP',
  fields: {
    'pktap.hdrlen': freeUint('Header length'),
    'pktap.rectype': freeUint('Record type', { values: { 0: 'None', 1: 'Packet' } }),
    'pktap.dlt': freeUint('DLT'),
    'pktap.ifname': freeText('Interface name'),
    'pktap.flags': freeHex('Flags'),
    'pktap.pfamily': freeUint('Protocol family'),
    'pktap.llhdrlen': freeUint('Link-layer header length'),
    'pktap.lltrlrlen': freeUint('Link-layer trailer length'),
    'pktap.pid': freeUint('Process ID'),
    'pktap.cmdname': freeText('Command name'),
    'pktap.svc_class': freeUint('Service class'),
    'pktap.iftype': freeUint('Interface type'),
    'pktap.ifunit': freeUint('Interface unit'),
    'pktap.epid': freeUint('Effective process ID'),
    'pktap.ecmdname': freeText('Effective command name'),
  },
  attach: [{ table: 'link-type', keys: [258] }],
  step: stepPktap,
  decode: decodePktap,
});
