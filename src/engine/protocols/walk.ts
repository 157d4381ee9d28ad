import { MAX_LAYERS, type PacketPath } from './packet-path';
import type { DispatchTable, Protocol } from './protocol';
import type { Registry } from './registry';

/** Hot path: steps through the layers of the packet that `path` was started on. `link` is what the registry holds for the link type. Returns the innermost protocol recognised. */
export function walk(path: PacketPath, link: Protocol | undefined, registry: Registry): Protocol | null {
  let protocol: Protocol | null = link ?? null;
  let innermost = protocol;
  while (protocol?.step && path.depth < MAX_LAYERS) {
    path.depth++;
    protocol = protocol.step(path, registry);
    if (protocol !== null) innermost = protocol;
  }
  return innermost;
}

/** Advances `path` by a header of `length` bytes and returns what `table` holds for `key`. */
export function stepTo(path: PacketPath, length: number, registry: Registry, table: DispatchTable, key: number): Protocol | null {
  path.offset += length;
  return registry.lookup(table, key) ?? null;
}
