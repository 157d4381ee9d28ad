import type { PacketPath } from './packet-path';
import type { Protocol } from './protocol';
import type { Registry } from './registry';
import { stepTo } from './walk';

/** Steps over an extension header whose second byte counts 8-byte units after the first (RFC 8200 section 4). */
export function stepExtension(path: PacketPath, registry: Registry): Protocol | null {
  const available = path.end - path.offset;
  if (available < 8) return null;
  const length = ((path.bytes[path.offset + 1] as number) + 1) * 8;
  return length > available ? null : stepToHeader(path, length, registry);
}

/** Steps over an extension header of `length` bytes to the header that its first byte names. */
export function stepToHeader(path: PacketPath, length: number, registry: Registry): Protocol | null {
  path.transport = path.bytes[path.offset] as number;
  return stepTo(path, length, registry, 'ip-protocol', path.transport);
}
