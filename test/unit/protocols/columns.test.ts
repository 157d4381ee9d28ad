import { describe, expect, it } from 'vitest';
import { dissect, summarize } from '../../../src/engine/protocols/dissect';
import { registry } from '../../../src/engine/protocols/index';
import { plainFacts } from './capture-frames';
import { allNodes, findNode } from './nodes';
import { ethernet, ipv4, tcp } from './packets';
import { ETHERNET_SPECIMENS } from './specimens';

const text = (value: string) => new TextEncoder().encode(value);
const segment = (payload: string, source: number, destination: number) =>
  ethernet(0x0800, ipv4(tcp(text(payload), { flags: 0x18, source, destination })));
const specimen = (name: string) => ETHERNET_SPECIMENS.find((entry) => entry.name === name)?.bytes ?? new Uint8Array(0);

const marked = (name: string) => ({
  connection: 0,
  senderBase: 0,
  receiverBase: 0,
  windowScale: null,
  marks: [{ name, frame: null }],
  sincePrevious: null,
  sinceFirst: null,
  sequenceUnknown: false,
});

describe('columns', () => {
  it.each([
    ['ARP request', specimen('ARP request'), 'ARP', 'Who has 10.0.0.2? Tell 10.0.0.1'],
    ['ARP reply', specimen('ARP reply'), 'ARP', '10.0.0.2 is at 0c:00:00:00:00:02'],
    ['ARP announcement', specimen('ARP announcement'), 'ARP', 'ARP Announcement for 10.0.0.2'],
    ['gratuitous ARP', specimen('gratuitous ARP'), 'ARP', 'Gratuitous ARP for 10.0.0.2 (Reply)'],
    ['gratuitous ARP request', specimen('gratuitous ARP request'), 'ARP', 'Gratuitous ARP for 10.0.0.2 (Request)'],
    ['ARP probe', specimen('ARP probe'), 'ARP', 'Who has 10.0.0.2? (ARP Probe)'],
    ['RARP request', specimen('RARP request'), 'RARP', 'Who is 0c:00:00:00:00:01? Tell 0c:00:00:00:00:02'],
    ['RARP reply', specimen('RARP reply'), 'RARP', '0c:00:00:00:00:01 is at 10.0.0.1'],
    ['inverse ARP', specimen('inverse ARP'), 'Inverse ARP', 'Who is 0c:00:00:00:00:01? Tell 0c:00:00:00:00:02'],
    ['port unreachable', specimen('ICMP port unreachable'), 'ICMP', 'Destination unreachable (Port unreachable)'],
    ['ping', specimen('ICMP echo request'), 'ICMP', 'Echo (ping) request  id=0x1234, seq=1/256, ttl=64'],
    ['neighbor', specimen('ICMPv6 neighbor advertisement'), 'ICMPv6', 'Neighbor Advertisement fc00::2 (rtr, sol, ovr) is at 00:0c:29:00:00:01'],
    ['UDP', specimen('IPv4 option router alert'), 'UDP', '40001 → 40002 Len=2'],
    ['HTTP request', segment('GET /a HTTP/1.1\r\nHost: b\r\n\r\n', 40000, 80), 'HTTP', 'GET /a HTTP/1.1'],
    ['HTTP response', segment('HTTP/1.1 204 No Content\r\n\r\n', 8080, 40000), 'HTTP', 'HTTP/1.1 204 No Content'],
    ['HTTP, no blank line yet', segment('POST /a HTTP/1.1\r\nHost: b', 40000, 80), 'HTTP', 'POST /a HTTP/1.1'],
    ['Redis command', segment('*3\r\n$3\r\nset\r\n$1\r\na\r\n$1\r\nb\r\n', 40000, 6379), 'RESP', 'SET a b'],
    ['Redis commands in a row', segment('*1\r\n$4\r\nPING\r\n*1\r\n$4\r\nPING\r\n', 40000, 6379), 'RESP', 'PING, PING'],
    ['Redis on another port', segment('*1\r\n$4\r\nPING\r\n', 40000, 7000), 'RESP', 'PING'],
    ['Redis inline command', segment('PING hello\r\n', 40000, 6379), 'RESP', 'PING hello'],
    ['Redis answer', segment('+PONG\r\n', 6379, 40000), 'RESP', 'PONG'],
    ['Redis error', segment('-ERR unknown\r\n', 6379, 40000), 'RESP', 'ERR unknown'],
    ['Redis null', segment('$-1\r\n', 6379, 40000), 'RESP', 'null'],
    ['Redis map', segment('%1\r\n+proto\r\n:3\r\n', 6379, 40000), 'RESP', 'Map(1)'],
    ['Redis continuation', segment('\u0001rest of a value', 6379, 40000), 'RESP', '[continuation]'],
  ])('%s', (_name, bytes, protocol, info) => {
    expect(summarize(bytes, plainFacts(1, 1, bytes.length), registry)).toMatchObject({ protocol, info });
  });

  it('says what an ARP packet is for', () => {
    const kinds = (name: string) =>
      allNodes(dissect(specimen(name), plainFacts(1, 1, 60), registry)).filter((node) => node.name.startsWith('arp.is'));
    expect(kinds('ARP request')).toEqual([]);
    expect(kinds('gratuitous ARP').map(({ name }) => name)).toEqual(['arp.isgratuitous']);
    expect(kinds('ARP announcement').map(({ name }) => name)).toEqual(['arp.isgratuitous', 'arp.isannouncement']);
    expect(kinds('ARP probe').map(({ name }) => name)).toEqual(['arp.isprobe']);
  });

  it.each([
    ['tcp.analysis.keep_alive', '[TCP Keep-Alive] '],
    ['keepalive.probe', '[TCP Keep-Alive] '],
    ['keepalive.answer', '[TCP Keep-Alive ACK] '],
    ['tcp.analysis.retransmission', '[TCP Retransmission] '],
    ['tcp.analysis.zero_window', '[TCP ZeroWindow] '],
  ])('puts %s before Info and into the tree', (name, prefix) => {
    const bytes = ethernet(0x0800, ipv4(tcp([0], { flags: 0x10, source: 40000, destination: 9000 })));
    const packet = dissect(bytes, { ...plainFacts(1, 1, bytes.length), segment: marked(name) }, registry);
    expect(packet.columns.info.startsWith(`${prefix}40000 → 9000 [ACK]`)).toBe(true);
    const node = findNode(packet, name);
    expect(node).toMatchObject({ generated: true, length: 0 });
    expect(node?.explanation?.code).toMatch(/^mark-/);
  });

  it('explains the sequence number of a keep-alive probe', () => {
    const bytes = ethernet(0x0800, ipv4(tcp([0], { flags: 0x10, sequence: 99 })));
    const packet = dissect(bytes, { ...plainFacts(1, 1, bytes.length), segment: marked('keepalive.probe') }, registry);
    expect(findNode(packet, 'tcp.seq')?.explanation).toMatchObject({ code: 'tcp-seq-keep-alive', data: { relative: 99, next: 100 } });
    expect(findNode(packet, 'tcp.payload')?.explanation?.code).toBe('tcp-payload-probe');
  });

  it('dissects what an ICMP error quotes below its own line, and leaves the columns alone', () => {
    const bytes = specimen('ICMP tcp unreachable');
    const packet = dissect(bytes, plainFacts(1, 1, bytes.length), registry);
    const icmp = packet.tree.find((node) => node.name === 'icmp');
    expect(icmp?.children.map((node) => node.name).filter((name) => !name.includes('.'))).toEqual(['ip', 'tcp']);
    expect(packet.columns.protocol).toBe('ICMP');
    expect(packet.issues).toEqual([]);
    expect(allNodes(packet).filter((node) => node.name === 'tcp.srcport')).toHaveLength(1);
  });

  it('dissects a reassembled packet from a source of its own', () => {
    const whole = tcp([1, 2, 3, 4, 5, 6, 7, 8], { source: 40000, destination: 9000, flags: 0x18 });
    const last = ethernet(0x0800, ipv4(whole.subarray(16), { fragment: 2 }));
    const packet = dissect(last, { ...plainFacts(2, 1, last.length), reassembled: { bytes: whole, frames: [1, 2] } }, registry);
    expect(packet.sources).toHaveLength(2);
    expect(findNode(packet, 'tcp.srcport')).toMatchObject({ source: 1, offset: 0, value: 40000 });
    expect(packet.columns.protocol).toBe('TCP');
  });
});
