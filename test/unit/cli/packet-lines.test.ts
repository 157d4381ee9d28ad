import { describe, expect, it } from 'vitest';
import { FilterFields } from '../../../src/engine/filter/filter-fields';
import { registry as protocols } from '../../../src/engine/protocols';
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
      'p.hdr_len': { label: 'Header Length', type: 'uint' },
      'p.mark': { label: 'This is marked', type: 'none' },
      'keepalive.probe': { label: 'This is a TCP keep-alive segment', type: 'none' },
      'ip.src': { label: 'Source Address', type: 'ipv4' },
      'ip.dst': { label: 'Destination Address', type: 'ipv4' },
    },
    attach: [],
    decode: () => {},
  }),
]);

const mark = (name: string): FieldNode => ({ ...node(name, null), text: '' });
const tree = [
  node('p', null, [
    node('p.flags', 0x10),
    node('p.set', true),
    node('p.text', 'a\tb'),
    node('p.hdr_len', 5),
    node('ip.src', '10.0.0.1'),
    node('ip.dst', '10.0.0.2'),
    mark('p.mark'),
    mark('keepalive.probe'),
    node('p', null, [node('p.set', false)]),
  ]),
];
const dissected = { tree, sources: [], columns: { source: 'a', destination: 'b', protocol: 'P', info: 'a probe' }, issues: [] };
const text = (...names: string[]) => new FieldSelection(names, registry).textLine(dissected);
const json = (...names: string[]) => JSON.parse(new FieldSelection(names, registry).jsonLine(dissected)) as unknown;

describe('the fields of a packet', () => {
  it('are tab separated, as tshark writes them', () => {
    expect(text('p.flags', 'p.set', 'p.number', 'p.text', 'p')).toBe('0x0010\t1,0\t\ta\\tb\ttext,text\n');
  });

  it('are lists of values as JSON', () => {
    expect(json('p.set', 'p.number', 'p.flags')).toEqual({ 'p.set': [true, false], 'p.flags': [16] });
  });

  it('show that a mark is there', () => {
    expect(text('p.mark', 'keepalive.probe', 'tcp.analysis.keep_alive')).toBe('1\t1\t1\n');
    expect(json('p.mark', 'tcp.analysis.keep_alive')).toEqual({ 'p.mark': [true], 'tcp.analysis.keep_alive': [true] });
  });

  it('count header lengths in bytes', () => {
    expect(text('p.hdr_len')).toBe('20\n');
    expect(json('p.hdr_len')).toEqual({ 'p.hdr_len': [20] });
  });

  it('may be asked for by the names of both directions, of columns, and twice', () => {
    expect(text('ip.addr', '_ws.col.Info', 'ip.src', 'ip.src')).toBe('10.0.0.1,10.0.0.2\ta probe\t10.0.0.1\t10.0.0.1\n');
    expect(json('ip.addr', '_ws.col.Protocol')).toEqual({ 'ip.addr': ['10.0.0.1', '10.0.0.2'], '_ws.col.Protocol': ['P'] });
  });

  it('must be known', () => {
    expect(() => new FieldSelection(['p.flags', 'p.flag'], registry)).toThrow(
      expect.objectContaining({ code: 'no-such-field', data: { name: 'p.flag' } }),
    );
  });

  it('may be every name that a filter may use', () => {
    const names = new FilterFields(protocols).all().map(({ name }) => name);
    expect(names).toContain('frame.duplicate');
    expect(() => new FieldSelection(names, protocols)).not.toThrow();
  });
});
