import { describe, expect, it } from 'vitest';
import { PacketTable } from '../../../src/engine/store/packet-table';
import { SparseColumn } from '../../../src/engine/store/sparse-column';

describe('the place of a packet in its source', () => {
  it.each([0, 40, 2 ** 31, 2 ** 32 - 1, 2 ** 32, 2 ** 40 + 12_345, 2 ** 48 - 1])('is kept at %d', (offset) => {
    const packets = new PacketTable();
    packets.add(1, 0, true, 7, 60, 60, 0);
    packets.add(1, 0, true, offset, 60, 60, 0);
    expect([packets.offset(0), packets.offset(1)]).toEqual([7, offset]);
    expect(packets.identification(1)).toBe(0);
  });
});

describe('what shares a word of a row', () => {
  const segment = { connection: 5, sequence: 0xfffffff0, acknowledgement: 7, flags: 0xfff, window: 0xffff, payloadLength: 3, hopLimit: 255 };

  it.each([0, 60, 0xfffe, 0xffff, 0x10000, 262_144, 0xffffffff])('lengths are kept at %d, beside each other', (length) => {
    const packets = new PacketTable();
    packets.add(1, 0, true, 0, length, 60, 0);
    packets.add(1, 0, true, 0, 60, length, 0);
    packets.setSegment(1, { ...segment, payloadLength: length }, 1, 60, 0);
    expect([packets.capturedLength.get(0), packets.originalLength.get(0)]).toEqual([length, 60]);
    expect([packets.capturedLength.get(1), packets.originalLength.get(1)]).toEqual([60, length]);
    expect([packets.payloadLength.get(1), packets.window.get(1)]).toEqual([length, 0xffff]);
  });

  it.each([0, 1, 254, 255, 256, 70_000])('the interface is kept at %d, beside flags, header length and hop limit', (id) => {
    const packets = new PacketTable();
    packets.add(1, 0, true, 0, 60, 60, id);
    packets.setSegment(0, segment, 0, 60, 0xabcd);
    expect([packets.interfaceId(0), packets.tcpFlags(0), packets.tcpHeaderBytes(0), packets.hopLimit(0)]).toEqual([id, 0xfff, 60, 255]);
    expect(packets.identification(0)).toBe(0xabcd);
    expect([packets.connection.get(0), packets.sequence.get(0), packets.acknowledgement.get(0)]).toEqual([6, 0xfffffff0, 7]);
  });
});

describe('a sparse column', () => {
  it('holds 0 where nothing was set, near and far', () => {
    const column = new SparseColumn();
    column.set(5, 0xffffffff);
    column.set(3_000_000, 9);
    expect([column.get(4), column.get(5), column.get(100_000), column.get(3_000_000), column.get(9_000_000)]).toEqual([0, 0xffffffff, 0, 9, 0]);
  });
});
