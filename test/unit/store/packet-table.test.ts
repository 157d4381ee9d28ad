import { describe, expect, it } from 'vitest';
import { PacketTable } from '../../../src/engine/store/packet-table';

describe('the place of a packet in its source', () => {
  it.each([0, 40, 2 ** 31, 2 ** 32 - 1, 2 ** 32, 2 ** 40 + 12_345, 2 ** 48 - 1])('is kept at %d', (offset) => {
    const packets = new PacketTable();
    packets.add(1, 0, true, 7, 60, 60, 0);
    packets.add(1, 0, true, offset, 60, 60, 0);
    expect([packets.offset(0), packets.offset(1)]).toEqual([7, offset]);
    expect(packets.identification(1)).toBe(0);
  });
});
