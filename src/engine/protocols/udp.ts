import { readUint16, toHex } from '../../shared/base/bytes';
import { addChecksum, CHECKSUM_STATUS_FIELD, type ChecksumVerdict, pseudoHeaderSum, verifyChecksum } from './checksum';
import type { LayerBuilder } from './dissection';
import { freeBytes, hex, uint } from './field-spec';
import type { PacketPath } from './packet-path';
import { defineProtocol, type Protocol } from './protocol';
import type { Registry } from './registry';

/** The whole header. */
const LEAST_LENGTH = 8;

/** What lies inside is of interest only when it is a tunnel: one look-up a port. */
function stepUdp(path: PacketPath, registry: Registry): Protocol | null {
  const { bytes, offset } = path;
  if (path.end - offset < LEAST_LENGTH) return null;
  path.transportOffset = offset;
  const source = readUint16(bytes, offset);
  const destination = readUint16(bytes, offset + 2);
  const lower = registry.lookup('udp-port', Math.min(source, destination));
  const protocol = lower ?? registry.lookup('udp-port', Math.max(source, destination));
  if (protocol?.step === undefined) return protocol ?? null;
  const length = readUint16(bytes, offset + LENGTH);
  if (length >= HEADER_LENGTH && !path.fragment) {
    path.wireEnd = Math.min(path.wireEnd, offset + length);
    path.end = Math.min(path.end, path.wireEnd);
  }
  path.offset = offset + HEADER_LENGTH;
  return protocol;
}

const LENGTH = 4;
const CHECKSUM = 6;
const HEADER_LENGTH = 8;
const UDP = 17;

function decodeUdp(layer: LayerBuilder): void {
  const { bytes, offset, shared } = layer;
  if (!layer.has(offset, HEADER_LENGTH)) {
    layer.readCut(['udp.srcport', 'udp.dstport', 'udp.length', 'udp.checksum']);
    return;
  }
  shared.transport = 'udp';
  shared.sourcePort = readUint16(bytes, offset);
  shared.destinationPort = readUint16(bytes, offset + 2);
  const length = readUint16(bytes, offset + LENGTH);
  const payload = offset + HEADER_LENGTH;
  layer.column('info', `${shared.sourcePort} → ${shared.destinationPort} Len=${Math.max(0, length - HEADER_LENGTH)}`);
  if (length >= HEADER_LENGTH && !shared.partial) layer.limit(offset + length);
  if (layer.detailed) addHeader(layer, length);
  if (length !== 0 && length < HEADER_LENGTH) {
    layer.issue('malformed', offset + LENGTH, HEADER_LENGTH);
    return;
  }
  if (layer.end > payload)
    layer.field('udp.payload', payload, layer.end - payload, toHex(bytes.subarray(payload, layer.end)), { text: `(${layer.end - payload} bytes)` });
  layer.next('udp-port', lowerFirst(shared.sourcePort, shared.destinationPort), payload);
}

/** The lower port is more likely the service's. */
export function lowerFirst(a: number, b: number): readonly [number, number] {
  return a <= b ? [a, b] : [b, a];
}

function addHeader(layer: LayerBuilder, length: number): void {
  const { offset, shared } = layer;
  layer.describe(HEADER_LENGTH, `User Datagram Protocol, Src Port: ${shared.sourcePort}, Dst Port: ${shared.destinationPort}`);
  layer.read('udp.srcport');
  layer.read('udp.dstport');
  layer.read('udp.length', {
    explanation: { code: 'udp-length', data: { total: length, header: HEADER_LENGTH, payload: Math.max(0, length - HEADER_LENGTH) } },
  });
  addChecksum(layer, 'udp.checksum', offset + CHECKSUM, judge(layer, length));
}

/** Zero means that the sender made none (RFC 768), which IPv6 forbids (RFC 8200 section 8.1). */
function judge(layer: LayerBuilder, length: number): ChecksumVerdict {
  const { bytes, offset, shared } = layer;
  if (readUint16(bytes, offset + CHECKSUM) === 0) return { state: shared.ipVersion === 6 ? 'illegal' : 'none', expected: 0 };
  const end = length === 0 ? layer.wireEnd : offset + length;
  if (shared.partial || end > layer.end || end < offset + HEADER_LENGTH) return { state: 'cut', expected: 0 };
  return verifyChecksum(bytes, offset + CHECKSUM, offset, end, pseudoHeaderSum(shared, UDP, end - offset));
}

export const udp = defineProtocol({
  id: 'udp',
  title: 'User Datagram Protocol',
  short: 'UDP',
  spec: 'RFC 768',
  fields: {
    'udp.srcport': uint('Source Port', 0, 2),
    'udp.dstport': uint('Destination Port', 2, 2),
    'udp.length': uint('Length', LENGTH, 2),
    'udp.checksum': hex('Checksum', CHECKSUM, 2),
    'udp.checksum.status': CHECKSUM_STATUS_FIELD,
    'udp.payload': freeBytes('UDP payload'),
  },
  attach: [{ table: 'ip-protocol', keys: [17] }],
  step: stepUdp,
  decode: decodeUdp,
});
