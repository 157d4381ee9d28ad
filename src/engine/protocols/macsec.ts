import { formatMac } from '../../shared/base/address';
import { readUint16, toHex } from '../../shared/base/bytes';
import type { LayerBuilder } from './dissection';
import { bits, flag, freeBytes, freeHex, freeUint, hexBits, uint } from './field-spec';
import { ETHER_TYPES } from './numbers/ether-types';
import type { PacketPath } from './packet-path';
import { defineProtocol, type Protocol } from './protocol';
import type { Registry } from './registry';
import { stepTo } from './walk';

/** IEEE 802.1AE clause 9. */
const TAG_LENGTH = 6;
const CHANNEL_LENGTH = 8;
const CHANNEL_PRESENT = 0x20;
/** Encrypted or changed: the payload cannot be read. */
const UNREADABLE = 0x0c;
/** Integrity check value of the default cipher suite. */
const CHECK_LENGTH = 16;

function stepMacsec(path: PacketPath, registry: Registry): Protocol | null {
  const { bytes, offset } = path;
  if (path.end - offset < TAG_LENGTH) return null;
  const control = bytes[offset] as number;
  const length = (control & CHANNEL_PRESENT) !== 0 ? TAG_LENGTH + CHANNEL_LENGTH : TAG_LENGTH;
  if ((control & UNREADABLE) !== 0 || path.end - offset < length + 2 || path.wireEnd - offset < length + 2 + CHECK_LENGTH) return null;
  path.wireEnd -= CHECK_LENGTH;
  path.end = Math.min(path.end, path.wireEnd);
  return stepTo(path, length + 2, registry, 'ethertype', readUint16(bytes, offset + length));
}

function decodeMacsec(layer: LayerBuilder): void {
  const { bytes, offset } = layer;
  layer.describe(TAG_LENGTH, '802.1AE Security tag');
  layer.column('info', 'MACsec frame');
  if (!layer.has(offset, TAG_LENGTH)) return;
  const control = bytes[offset] as number;
  const hasChannel = (control & CHANNEL_PRESENT) !== 0;
  const length = hasChannel ? TAG_LENGTH + CHANNEL_LENGTH : TAG_LENGTH;
  addControl(layer);
  if (!layer.has(offset, length)) return;
  if (hasChannel) {
    layer.field('macsec.SCI.system_identifier', offset + TAG_LENGTH, 6, formatMac(bytes, offset + TAG_LENGTH));
    layer.field('macsec.SCI.port_identifier', offset + TAG_LENGTH + 6, 2, readUint16(bytes, offset + TAG_LENGTH + 6));
  }
  layer.describe(length, '802.1AE Security tag');
  decodePayload(layer, offset + length, (control & UNREADABLE) === 0);
}

function addControl(layer: LayerBuilder): void {
  const parent = layer.read('macsec.TCI');
  for (const name of ['V', 'ES', 'SC', 'SCB', 'E', 'C']) layer.read(`macsec.TCI.${name}`, { parent });
  for (const name of ['macsec.AN', 'macsec.SL', 'macsec.PN']) layer.read(name);
}

function decodePayload(layer: LayerBuilder, at: number, readable: boolean): void {
  const { bytes } = layer;
  const check = layer.wireEnd - CHECK_LENGTH;
  if (check >= at && layer.end >= check + CHECK_LENGTH)
    layer.field('macsec.ICV', check, CHECK_LENGTH, toHex(bytes.subarray(check, check + CHECK_LENGTH)));
  const end = Math.min(layer.end, Math.max(at, check));
  if (!readable || check < at + 2) {
    layer.data(at, end, readable ? undefined : 'encrypted');
    return;
  }
  if (!layer.has(at, 2)) return;
  const type = readUint16(bytes, at);
  layer.field('macsec.etype', at, 2, type);
  layer.next('ethertype', type, at + 2, end, check);
}

export const macsec = defineProtocol({
  id: 'macsec',
  title: '802.1AE Security tag',
  short: 'MACSEC',
  spec: 'IEEE 802.1AE',
  fields: {
    'macsec.TCI': hexBits('TCI', 0, 1, [0, 6]),
    'macsec.TCI.V': hexBits('VER', 0, 1, [0, 1]),
    'macsec.TCI.ES': flag('ES', 0, 1, 1),
    'macsec.TCI.SC': flag('SC', 0, 1, 2),
    'macsec.TCI.SCB': flag('SCB', 0, 1, 3),
    'macsec.TCI.E': flag('E', 0, 1, 4),
    'macsec.TCI.C': flag('C', 0, 1, 5),
    'macsec.AN': hexBits('AN', 0, 1, [6, 2]),
    'macsec.SL': bits('Short length', 1, 1, [2, 6]),
    'macsec.PN': uint('Packet number', 2, 4),
    'macsec.SCI.system_identifier': { label: 'System Identifier', type: 'mac' },
    'macsec.SCI.port_identifier': freeUint('Port Identifier'),
    'macsec.etype': freeHex('Ethertype', { values: ETHER_TYPES }),
    'macsec.ICV': freeBytes('ICV'),
  },
  attach: [{ table: 'ethertype', keys: [0x88e5] }],
  step: stepMacsec,
  decode: decodeMacsec,
});
