/** The pure parts of finding packets: tests from cells and fields, joins, copies, times, marks. */
import { spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { compileFilter } from '../../../src/engine/filter/compile-filter';
import { cellTest, fieldTest } from '../../../src/renderer/filter-bar/field-test';
import { FILTER_JOINS, joinFilter } from '../../../src/renderer/filter-bar/join-filter';
import { parseGotoTime } from '../../../src/renderer/find/goto-time';
import { bytesAsC, bytesAsHex, packetsAsCsv, packetsAsJson, packetsAsText } from '../../../src/renderer/packet-copy/packet-formats';
import type { PacketRow } from '../../../src/renderer/packet-grid/packet-row';
import { nextMark } from '../../../src/renderer/packet-marks/next-mark';
import type { FieldNode } from '../../../src/shared/contract/dissection';
import { PACKET_MARK } from '../../../src/shared/contract/packet-marks';
import { framesOf } from '../protocols/capture-frames';

const ROW: PacketRow = {
  frame: 7,
  seconds: 3,
  nanoseconds: 250_000_000,
  deltaNs: 1500,
  connectionDeltaNs: Number.NaN,
  length: 66,
  connection: 2,
  marks: PACKET_MARK.keepAlive | PACKET_MARK.duplicate,
  source: '10.0.0.1',
  destination: 'fe80::1',
  protocol: 'TCP',
  info: '=cmd "quoted", \\ and more',
  colour: 0,
};

function node(name: string, value: FieldNode['value'], length = 4): FieldNode {
  return {
    name,
    label: name,
    value,
    text: '',
    offset: 0,
    length,
    bits: null,
    source: 0,
    generated: false,
    explanation: null,
    issue: null,
    children: [],
  };
}

describe('a test made from a cell or field', () => {
  it.each([
    ['source', 'ip.src == 10.0.0.1'],
    ['destination', 'ipv6.dst == fe80::1'],
    ['protocol', '_ws.col.Protocol == "TCP"'],
    ['length', 'frame.len == 66'],
    ['connection', 'tcp.stream == 2'],
    ['marks', 'frame.duplicate && keepalive.probe'],
    ['delta', 'frame.time_delta >= 0.000001500'],
    ['info', '_ws.col.Info == "=cmd \\"quoted\\", \\\\ and more"'],
    ['time', 'frame.number == 7'],
  ])('of column %s can be used as a filter', async (column, expected) => {
    expect(cellTest(ROW, column)).toBe(expected);
    await compileFilter(expected);
  });

  it('of an empty cell is none', () => {
    expect(cellTest(ROW, 'connectionDelta')).toBeNull();
    expect(cellTest({ ...ROW, connection: null }, 'connection')).toBeNull();
  });

  it.each([
    [node('tcp', null), 'tcp'],
    [node('tcp.flags.syn', true), 'tcp.flags.syn == 1'],
    [node('tcp.hdr_len', 5), 'tcp.hdr_len == 20'],
    [node('ip.src', '10.0.0.1'), 'ip.src == 10.0.0.1'],
    [node('eth.src', '02:00:00:00:00:01', 6), 'eth.src == 02:00:00:00:00:01'],
    [node('tcp.payload', '0d0a', 2), 'tcp.payload == 0d0a'],
    [node('tcp.payload', 'ab'.repeat(40), 40), `tcp.payload[0:32] == ${'ab'.repeat(32)}`],
    [node('http.host', 'a "b"'), 'http.host == "a \\"b\\""'],
    [node('frame.time_delta', '0.000001000', 0), 'frame.time_delta == 0.000001000'],
  ])('of a field can be used as a filter', async (field, expected) => {
    expect(fieldTest(field)).toBe(expected);
    await compileFilter(expected);
  });

  it('of a line without a filter name is none', () => {
    expect(fieldTest(node('', null))).toBeNull();
  });
});

describe('joining a test to the filter that is there', () => {
  it('keeps what was meant', async () => {
    const joined = FILTER_JOINS.map((join) => joinFilter('tcp or udp', join, 'ip'));
    expect(joined).toEqual(['ip', '!(ip)', '(tcp or udp) && ip', 'tcp or udp || ip', '(tcp or udp) && !(ip)', 'tcp or udp || !(ip)']);
    for (const filter of joined) await compileFilter(filter);
    expect(joinFilter('', 'andNot', 'ip')).toBe('!(ip)');
    expect(joinFilter('http.host == "a or b"', 'and', 'ip')).toBe('http.host == "a or b" && ip');
  });
});

describe('copies', () => {
  it('quote what a spreadsheet or a reader would take otherwise', () => {
    expect(packetsAsCsv([ROW]).split('\r\n')[1]).toBe('"7","3.250000000","10.0.0.1","fe80::1","TCP","66","\'=cmd ""quoted"", \\ and more"');
    expect(packetsAsText([ROW]).split('\n')[1]).toMatch(/^7 {4}3\.250000000 {2}10\.0\.0\.1/);
    expect(JSON.parse(packetsAsJson([ROW]))[0]).toMatchObject({ frame: 7, connection: 2, info: ROW.info });
  });

  it('keep a packet on its line, whatever its text holds', () => {
    expect(packetsAsText([{ ...ROW, info: 'Request Query { SELECT 1\nFROM t }' }]).split('\n')[1]).toMatch(/SELECT 1\\nFROM t \}$/);
  });

  it.skipIf(spawnSync('text2pcap', ['--version']).status !== 0)('are no other bytes for text2pcap, whatever their characters look like', () => {
    const bytes = new TextEncoder().encode('0123456789abcdef1b');
    const run = spawnSync('text2pcap', ['-q', '-', '-'], { input: bytesAsHex(bytes) });
    expect(framesOf(new Uint8Array(run.stdout))[0]?.bytes).toEqual(bytes);
  });

  it('hold every byte', () => {
    const bytes = Uint8Array.from({ length: 18 }, (_, i) => i + 0x3a);
    expect(bytesAsHex(bytes)).toBe(
      '0000  3a 3b 3c 3d 3e 3f 40 41 42 43 44 45 46 47 48 49  |:;<=>?@ABCDEFGHI|\n0010  4a 4b                                            |JK|\n',
    );
    expect(bytesAsC(3, bytes.subarray(0, 9))).toBe(
      '/* Frame 3 (9 bytes) */\nstatic const unsigned char packet_3[9] = {\n  0x3a, 0x3b, 0x3c, 0x3d, 0x3e, 0x3f, 0x40, 0x41,\n  0x42\n};\n',
    );
  });
});

describe('going to a time', () => {
  const origin = { baseSeconds: Date.UTC(2026, 10, 22, 11, 0, 0) / 1000, offsetMs: 500 };

  it.each([
    ['12.5', 12_500],
    ['+3 s', 3000],
    ['11:00:02.5', 2000],
    ['2026-11-22 11:01:00.5', 60_000],
    ['2026-11-22T12:00:00.5+01:00', 0],
    ['01:00', 14 * 3_600_000 - 500],
    ['soon', null],
  ])('reads %s', (text, expected) => {
    expect(parseGotoTime(text, origin)).toBe(expected);
  });

  it('reads seconds alone where the day is not known', () => {
    expect(parseGotoTime('11:00:00', { baseSeconds: null, offsetMs: 0 })).toBeNull();
    expect(parseGotoTime('2', { baseSeconds: null, offsetMs: 0 })).toBe(2000);
  });
});

describe('the next mark', () => {
  it('is found round the end, both ways', () => {
    expect(nextMark([3, 9], 3, false)).toBe(9);
    expect(nextMark([3, 9], 9, false)).toBe(3);
    expect(nextMark([3, 9], 3, true)).toBe(9);
    expect(nextMark([], 3, true)).toBeNull();
  });
});
