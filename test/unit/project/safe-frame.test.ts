import { describe, expect, it } from 'vitest';
import { Pseudonyms } from '../../../src/engine/project/pseudonyms';
import { safeFrame } from '../../../src/engine/project/safe-frame';
import { registry } from '../../../src/engine/protocols';
import { type DissectedPacket, dissect } from '../../../src/engine/protocols/dissect';
import type { FieldNode } from '../../../src/shared/contract/dissection';
import {
  addressBytes,
  ascii,
  concat,
  ETHERTYPE,
  ethernet,
  fromHex,
  icmp,
  internetChecksum,
  ip,
  ipv4,
  TCP_FLAG,
  tcpFrame,
  tcpPacket,
  udpPacket,
} from '../../captures/build-packet';
import { plainFacts } from '../protocols/capture-frames';

const pseudonyms = new Pseudonyms(Uint8Array.from({ length: 16 }, (_, i) => i));
const ENDS = { source: '10.1.2.3', destination: '192.168.77.8' };
const INNER = { source: '10.9.9.9', destination: '10.9.9.8' };
const V6 = { source: '2001:db8::3', destination: '2001:db8::8' };
const PORTS = { sourcePort: 40_000, destinationPort: 80, sequence: 1, acknowledgment: 1 };
const ACK = { ...PORTS, flags: TCP_FLAG.ack };
const DATA = { ...PORTS, flags: TCP_FLAG.psh | TCP_FLAG.ack, payload: ascii('a secret') };

const dissected = (bytes: Uint8Array, wire = bytes.length): DissectedPacket => dissect(bytes, plainFacts(1, 1, wire), registry);
const framed = (packet: Uint8Array): Uint8Array =>
  ethernet({ etherType: (packet[0] as number) >> 4 === 6 ? ETHERTYPE.ipv6 : ETHERTYPE.ipv4 }, packet);
const safe = (bytes: Uint8Array): Uint8Array => safeFrame(dissected(bytes), { pseudonyms });

function fieldsOf(nodes: readonly FieldNode[], name: string): FieldNode[] {
  return nodes.flatMap((node) => [...(node.name === name ? [node] : []), ...fieldsOf(node.children, name)]);
}

/** GRE with a checksum, around a packet. */
function gre(packet: Uint8Array): Uint8Array {
  const sum = internetChecksum(fromHex('80000800'), new Uint8Array(4), packet);
  return framed(ip({ ...ENDS, protocol: 47 }, concat(fromHex('80000800'), Uint8Array.of(sum >> 8, sum & 0xff, 0, 0), packet)));
}

/** What the frame given away says of its checksums, from the outside inwards. */
function checksums(original: Uint8Array): { name: string; states: string[] }[] {
  const made = dissected(safe(original), original.length);
  return ['ip', 'tcp', 'udp', 'icmp', 'icmpv6'].flatMap((name) => {
    const states = fieldsOf(made.tree, `${name}.checksum`).map(({ explanation }) => explanation?.code.replace('checksum-', '') ?? '');
    return states.length === 0 ? [] : [{ name, states }];
  });
}

const UNREACHABLE = framed(ip({ source: '192.168.77.1', destination: ENDS.source, protocol: 1 }, icmp(3, 1, 0, tcpPacket({ ...ENDS, ...ACK }))));

function withBytes(bytes: Uint8Array, at: number, ...values: number[]): Uint8Array {
  const changed = bytes.slice();
  changed.set(values, at);
  return changed;
}

const TCP_CHECKSUM = 14 + 20 + 16;

/** As a network card is given it: the sum of the pseudo header. */
function offloaded(): Uint8Array {
  const pseudo = concat(addressBytes(ENDS.source), addressBytes(ENDS.destination), Uint8Array.of(0, 6, 0, 20));
  const sum = ~internetChecksum(pseudo) & 0xffff;
  return withBytes(tcpFrame({ ...ENDS, ...ACK }), TCP_CHECKSUM, sum >> 8, sum & 0xff);
}

describe('checksums of a frame that is given away', () => {
  it.each([
    { name: 'of segments without payload are right', bytes: tcpFrame({ ...ENDS, ...ACK }), expected: ['ip correct', 'tcp correct'] },
    { name: 'over IPv6 too', bytes: tcpFrame({ ...V6, ...ACK }), expected: ['tcp correct'] },
    {
      name: 'that were wrong still are',
      bytes: withBytes(tcpFrame({ ...ENDS, ...ACK }), TCP_CHECKSUM, 1, 2),
      expected: ['ip correct', 'tcp incorrect'],
    },
    { name: 'that a network card was to finish still are', bytes: offloaded(), expected: ['ip correct', 'tcp offloaded'] },
    { name: 'over payload that is left out say nothing', bytes: tcpFrame({ ...ENDS, ...DATA }), expected: ['ip correct', 'tcp cut'] },
    {
      name: 'of UDP over IPv6 are there still',
      bytes: framed(udpPacket({ ...V6, sourcePort: 1, destinationPort: 9, payload: ascii('a secret') })),
      expected: ['udp cut'],
    },
    { name: 'in quotes of ICMP are those of the quote', bytes: UNREACHABLE, expected: ['ip correct,correct', 'tcp cut', 'icmp correct'] },
  ])('$name', ({ bytes, expected }) => {
    expect(checksums(bytes).map(({ name, states }) => `${name} ${states.join()}`)).toEqual(expected);
  });

  it('of GRE are right over what is kept whole, else 0', () => {
    const at = 14 + 20;
    const whole = safe(gre(tcpPacket({ ...INNER, ...ACK })));
    expect(internetChecksum(whole.subarray(at))).toBe(0);
    expect([...safe(gre(tcpPacket({ ...INNER, ...DATA }))).subarray(at, at + 8)]).toEqual([0x80, 0, 8, 0, 0, 0, 0, 0]);
  });

  it('tell nothing of what was there before', () => {
    const quote = tcpPacket({ ...ENDS, ...DATA });
    const made = safe(framed(ip({ source: '192.168.77.1', destination: ENDS.source, protocol: 1 }, icmp(3, 1, 0, quote))));
    const at = 14 + 20 + 8;
    expect(made.subarray(at + 10, at + 12)).not.toEqual(quote.subarray(10, 12));
    expect([...made.subarray(at + 36, at + 38)]).toEqual([0, 0]);
    expect(made.length).toBe(at + 40);
  });
});

const OUTER = ['frame', 'eth', 'ip', 'udp'];
const INNER_FRAME = framed(tcpPacket({ ...INNER, ...DATA }));

describe('tunnels of a frame that is given away', () => {
  it.each([
    { name: 'VXLAN', port: 4789, payload: concat(fromHex('0800000000002a00'), INNER_FRAME), layers: [...OUTER, 'vxlan', 'eth', 'ip', 'tcp'] },
    { name: 'Geneve', port: 6081, payload: concat(fromHex('0000655800002a00'), INNER_FRAME), layers: [...OUTER, 'geneve', 'eth', 'ip', 'tcp'] },
    {
      name: 'GTP',
      port: 2152,
      payload: concat(fromHex('30ff003000000007'), tcpPacket({ ...INNER, ...DATA })),
      layers: [...OUTER, 'gtp', 'ip', 'tcp'],
    },
  ])('in UDP keep the segment within: $name', ({ port, payload, layers }) => {
    const original = framed(udpPacket({ ...ENDS, sourcePort: 5555, destinationPort: port, payload }));
    const made = dissected(safe(original), original.length);
    expect(made.tree.map(({ name }) => name)).toEqual(layers);
    const inner = fieldsOf(made.tree, 'ip.src').at(-1);
    expect(inner?.value).toBe(pseudonyms.text(INNER.source));
    expect(fieldsOf(made.tree, 'tcp.dstport').map(({ value }) => value)).toEqual([80]);
    expect(Buffer.from(safe(original)).includes('secret')).toBe(false);
  });
});

/** A name server's answer: what it says is payload, also where an ICMP message quotes it. */
const DNS = concat(
  fromHex('123481800001000100000000'),
  Uint8Array.of(6),
  ascii('secret'),
  fromHex('0000010001c00c000100010000003c0004'),
  addressBytes('172.31.99.98'),
);

describe('a packet that ICMP quotes', () => {
  it.each([
    ['with pseudonyms', pseudonyms],
    ['without payload alone', null],
  ])('is kept up to the end of its headers, %s', (_, chosen) => {
    const quote = udpPacket({ ...ENDS, sourcePort: 53, destinationPort: 5353, payload: DNS });
    const original = framed(ipv4({ source: ENDS.destination, destination: ENDS.source, protocol: 1 }, icmp(3, 3, 0, quote)));
    expect(safeFrame(dissected(original), { pseudonyms: chosen }).length).toBe(14 + 20 + 8 + 20 + 8);
  });

  it('has no options that could hold anything', () => {
    const quote = tcpPacket({ ...ENDS, ...ACK, options: concat(Uint8Array.of(30, 12), ascii('SECRETKEY!')) });
    const made = safe(framed(ip({ source: '192.168.77.1', destination: ENDS.source, protocol: 1 }, icmp(3, 1, 0, quote))));
    expect([...made.subarray(-12)]).toEqual(Array.from({ length: 12 }, () => 1));
  });
});
