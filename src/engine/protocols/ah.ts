import { toHex } from '../../shared/base/bytes';
import type { LayerBuilder } from './dissection';
import { bytesAt, freeBytes, hex, uint } from './field-spec';
import { stepToHeader } from './ipv6-step';
import { IP_PROTOCOLS } from './numbers/ip-protocols';
import type { PacketPath } from './packet-path';
import { defineProtocol, type Protocol } from './protocol';
import type { Registry } from './registry';

const SHORTEST_HEADER = 12;

/** The second byte counts 4-byte units less two (RFC 4302 section 2.2). */
function stepAh(path: PacketPath, registry: Registry): Protocol | null {
  const available = path.end - path.offset;
  if (available < SHORTEST_HEADER) return null;
  const length = ((path.bytes[path.offset + 1] as number) + 2) * 4;
  return length > available ? null : stepToHeader(path, length, registry);
}

const FIELDS = ['ah.next_header', 'ah.length', 'ah.reserved', 'ah.spi', 'ah.sequence'];

function decodeAh(layer: LayerBuilder): void {
  const { bytes, offset } = layer;
  if (!layer.has(offset, SHORTEST_HEADER)) {
    layer.readCut(FIELDS);
    return;
  }
  const units = bytes[offset + 1] as number;
  const length = (units + 2) * 4;
  layer.describe(length, 'Authentication Header');
  for (const name of FIELDS) layer.read(name, name === 'ah.length' ? { text: `${units} (${length} bytes)` } : {});
  if (!layer.has(offset, length)) return;
  if (length > SHORTEST_HEADER)
    layer.field('ah.icv', offset + SHORTEST_HEADER, length - SHORTEST_HEADER, toHex(bytes.subarray(offset + SHORTEST_HEADER, offset + length)));
  layer.limit(layer.next('ip-protocol', bytes[offset] as number, offset + length));
}

export const ah = defineProtocol({
  id: 'ah',
  title: 'Authentication Header',
  short: 'AH',
  spec: 'RFC 4302',
  fields: {
    'ah.next_header': uint('Next header', 0, 1, { values: IP_PROTOCOLS }),
    'ah.length': uint('Length', 1, 1),
    'ah.reserved': bytesAt('Reserved', 2, 2),
    'ah.spi': hex('AH SPI', 4, 4),
    'ah.sequence': uint('AH Sequence', 8, 4),
    'ah.icv': freeBytes('AH ICV'),
  },
  attach: [{ table: 'ip-protocol', keys: [51] }],
  step: stepAh,
  decode: decodeAh,
});
