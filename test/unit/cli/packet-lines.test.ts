import { describe, expect, it } from 'vitest';
import { defineProtocol } from '../../../src/engine/protocols/protocol';
import { Registry } from '../../../src/engine/protocols/registry';
import { FieldSelection, packetJsonLine, packetTextLine } from '../../../src/engine/session/packet-lines';
import type { FieldNode } from '../../../src/shared/contract/dissection';

const packet = {
  frame: 1,
  time: '0.000000',
  source: '10.0.0.1',
  destination: '10.0.0.2',
  protocol: 'TCP',
  length: 74,
  info: '39070 → 6379 [SYN] Seq=0',
};

describe('a packet as a line', () => {
  it('has columns', () => {
    expect(packetTextLine(packet)).toBe('    1     0.000000        10.0.0.1 → 10.0.0.2        TCP      74 39070 → 6379 [SYN] Seq=0\n');
  });

  it('lets nothing of the packet command the terminal', () => {
    expect(packetTextLine({ ...packet, time: null, info: 'GET /\u001b[2J\r\n' })).toMatch(/74 GET \/\\x1b\[2J\\r\\n\n$/);
  });

  it('is an object as JSON', () => {
    expect(JSON.parse(packetJsonLine(packet))).toEqual(packet);
  });
});

const node = (name: string, value: FieldNode['value'], children: FieldNode[] = [], length = 2): FieldNode => ({
  name,
  label: name,
  value,
  text: value === null ? 'text' : String(value),
  offset: 0,
  length,
  bits: null,
  source: 0,
  generated: false,
  explanation: null,
  issue: null,
  children,
});

const registry = new Registry([
  defineProtocol({
    id: 'p',
    title: 'P',
    short: 'P',
    spec: 'none',
    fields: {
      'p.flags': { label: 'Flags', type: 'hex' },
      'p.set': { label: 'Set', type: 'boolean' },
      'p.number': { label: 'Number', type: 'uint' },
      'p.text': { label: 'Text', type: 'text' },
    },
    attach: [],
    decode: () => {},
  }),
]);

const tree = [node('p', null, [node('p.flags', 0x10), node('p.set', true), node('p.text', 'a\tb'), node('p', null, [node('p.set', false)])])];

describe('the fields of a packet', () => {
  it('are tab separated, as tshark writes them', () => {
    expect(new FieldSelection(['p.flags', 'p.set', 'p.number', 'p.text', 'p'], registry).textLine(tree)).toBe('0x0010\t1,0\t\ta\\tb\ttext,text\n');
  });

  it('are lists of values as JSON', () => {
    expect(JSON.parse(new FieldSelection(['p.set', 'p.number', 'p.flags'], registry).jsonLine(tree))).toEqual({
      'p.set': [true, false],
      'p.flags': [16],
    });
  });

  it('must be known', () => {
    expect(() => new FieldSelection(['p.flags', 'p.flag'], registry)).toThrow(
      expect.objectContaining({ code: 'no-such-field', data: { name: 'p.flag' } }),
    );
    expect(() => new FieldSelection(['tcp.analysis.retransmission'], registry)).not.toThrow();
  });
});
