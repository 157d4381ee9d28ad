import type { MessageCursor } from './message-cursor';

/** A little-endian number of `size` bytes and its flags; `bits` counts from the lowest, their fields stand below `prefix`. */
export function addFlags(cursor: MessageCursor, field: string, bits: Readonly<Record<string, number>>, size = 4, prefix = field): number {
  const value = cursor.peekLittle(size);
  const { layer, at } = cursor;
  const parent = cursor.add(field, size, value);
  if (cursor.failed) return 0;
  for (const [name, bit] of Object.entries(bits)) {
    const place = { offset: (bit & ~7) + 7 - (bit & 7), count: 1 };
    layer.field(`${prefix}.${name}`, at, size, Math.floor(value / 2 ** bit) % 2 === 1, { parent, bits: place });
  }
  return value;
}
