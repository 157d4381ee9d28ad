import { describe, expect, it } from 'vitest';
import { registry } from '../../../src/engine/protocols/index';
import { PacketPath } from '../../../src/engine/protocols/packet-path';
import { walk } from '../../../src/engine/protocols/walk';
import { type Bytes, ethernet, fromHex, ipv4, ipv6, join, snap, tcp, uint16, vlanTag } from './packets';

const ETHERNET = 1;

function walked(bytes: Uint8Array, linkType = ETHERNET, captured = bytes.length, original = bytes.length): PacketPath {
  const path = new PacketPath();
  path.start(bytes, 0, captured, original);
  walk(path, registry.lookup('link-type', linkType), registry);
  return path;
}

interface Row {
  readonly name: string;
  readonly bytes: Bytes;
  readonly linkType?: number;
  /** Where the TCP header is found; -1: nowhere. */
  readonly tcp: number;
}

const extension = (type: number) => join([6, type === 51 ? 1 : 0], new Array<number>(type === 51 ? 10 : 6).fill(0), tcp());
const whole = ethernet(0x0800, ipv4(tcp()));
const snapped = (organisation: number[]) => snap(organisation, 0x0800, ipv4(tcp()));

const stop = fromHex('20010db8000000000000000000000051');
const final = fromHex('20010db80000000000000000000000f1');

/** Which addresses a connection of the packet is between: those of the IPv6 header, or the one of an extension header. */
function endsOf({ bytes, ipOffset, sourceOffset, destinationOffset }: PacketPath): string {
  const isFinal = (offset: number) => final.every((byte, i) => bytes[offset + i] === byte);
  const source = isFinal(sourceOffset) ? 'final' : sourceOffset === ipOffset + 8 ? 'source' : '?';
  return `${source} ${isFinal(destinationOffset) ? 'final' : destinationOffset === ipOffset + 24 ? 'header' : '?'}`;
}

// What tshark 4.0.17 counts as a TCP conversation.
const ROWS: readonly Row[] = [
  { name: 'Ethernet, IPv4', bytes: whole, tcp: 34 },
  { name: 'Ethernet, IPv6', bytes: ethernet(0x86dd, ipv6(tcp())), tcp: 54 },
  { name: '802.1Q', bytes: ethernet(0x8100, vlanTag(5, 0x0800, ipv4(tcp()))), tcp: 38 },
  { name: '802.1ad in 802.1Q', bytes: ethernet(0x88a8, vlanTag(5, 0x8100, vlanTag(6, 0x0800, ipv4(tcp())))), tcp: 42 },
  { name: '0x9100', bytes: ethernet(0x9100, vlanTag(5, 0x0800, ipv4(tcp()))), tcp: 38 },
  { name: '0x9200', bytes: ethernet(0x9200, vlanTag(5, 0x0800, ipv4(tcp()))), tcp: 38 },
  { name: 'SNAP', bytes: ethernet(48, snapped([0, 0, 0])), tcp: 42 },
  { name: 'SNAP of Cisco bridges', bytes: ethernet(48, snapped([0, 0, 0xf8])), tcp: 42 },
  { name: 'SNAP of Apple', bytes: ethernet(48, snapped([8, 0, 7])), tcp: -1 },
  { name: 'SNAP, length 0', bytes: ethernet(0, snapped([0, 0, 0])), tcp: -1 },
  { name: 'SNAP, length ends in the IPv4 header', bytes: ethernet(23, snapped([0, 0, 0])), tcp: -1 },
  { name: 'SNAP, length beyond the frame', bytes: ethernet(1500, snapped([0, 0, 0])), tcp: 42 },
  { name: 'neither length nor type', bytes: ethernet(1501, snapped([0, 0, 0])), tcp: -1 },
  { name: '802.2 SAP 6', bytes: ethernet(43, join([6, 6, 3], ipv4(tcp()))), tcp: 37 },
  { name: '802.1Q around SNAP', bytes: ethernet(0x8100, vlanTag(5, 48, snapped([0, 0, 0]))), tcp: 46 },
  { name: 'Linux cooked v1', bytes: join(fromHex('0004 0001 0006 000000000000 0000 0800'), ipv4(tcp())), linkType: 113, tcp: 36 },
  { name: 'Linux cooked v2', bytes: join(fromHex('0800 0000 00000003 0001 04 06 0000000000000000'), ipv4(tcp())), linkType: 276, tcp: 40 },
  { name: 'NULL, little endian', bytes: join([2, 0, 0, 0], ipv4(tcp())), linkType: 0, tcp: 24 },
  { name: 'NULL, big endian', bytes: join([0, 0, 0, 2], ipv4(tcp())), linkType: 0, tcp: 24 },
  { name: 'NULL, IPv6 of Darwin', bytes: join([30, 0, 0, 0], ipv6(tcp())), linkType: 0, tcp: 44 },
  { name: 'NULL, IPv6 of FreeBSD', bytes: join([0, 0, 0, 28], ipv6(tcp())), linkType: 0, tcp: 44 },
  { name: 'LOOP', bytes: join([0, 0, 0, 24], ipv6(tcp())), linkType: 108, tcp: 44 },
  { name: 'raw IPv4', bytes: ipv4(tcp()), linkType: 101, tcp: 20 },
  { name: 'raw IPv6', bytes: ipv6(tcp()), linkType: 101, tcp: 40 },
  { name: 'link type IPv4', bytes: ipv4(tcp()), linkType: 228, tcp: 20 },
  { name: 'link type IPv6', bytes: ipv6(tcp()), linkType: 229, tcp: 40 },
  { name: 'unknown link type', bytes: ipv4(tcp()), linkType: 147, tcp: -1 },
  ...[0, 4, 5, 15].map((words) => ({ name: `data offset ${words}`, bytes: ethernet(0x0800, ipv4(tcp([], { headerWords: words }))), tcp: 34 })),
  ...[0, 4].map((words) => ({ name: `IHL ${words}`, bytes: ethernet(0x0800, ipv4(tcp(), { headerWords: words })), tcp: -1 })),
  { name: 'IPv4 options', bytes: ethernet(0x0800, ipv4(tcp(), { options: [1, 1, 1, 0] })), tcp: 38 },
  ...[0, 36, 40, 41, 1000].map((length) => ({
    name: `total length ${length}`,
    bytes: ethernet(0x0800, ipv4(tcp(), { totalLength: length })),
    tcp: 34,
  })),
  ...[1, 19, 20, 35].map((length) => ({ name: `total length ${length}`, bytes: ethernet(0x0800, ipv4(tcp(), { totalLength: length })), tcp: -1 })),
  ...[0, 3, 5, 7].map((version) => ({ name: `IPv4 with version ${version}`, bytes: ethernet(0x0800, ipv4(tcp(), { version })), tcp: -1 })),
  ...[3, 4, 5, 7].map((version) => ({ name: `IPv6 with version ${version}`, bytes: ethernet(0x86dd, ipv6(tcp(), { version })), tcp: -1 })),
  { name: 'IPv6 under the EtherType of IPv4', bytes: ethernet(0x0800, ipv6(tcp())), tcp: 54 },
  ...[0, 1, 15].map((length) => ({ name: `payload length ${length}`, bytes: ethernet(0x86dd, ipv6(tcp(), { payloadLength: length })), tcp: -1 })),
  ...[16, 20, 21, 1000].map((length) => ({
    name: `payload length ${length}`,
    bytes: ethernet(0x86dd, ipv6(tcp(), { payloadLength: length })),
    tcp: 54,
  })),
  ...[0, 43, 44, 60, 140].map((type) => ({
    name: `extension ${type}`,
    bytes: ethernet(0x86dd, ipv6(extension(type), { nextHeader: type })),
    tcp: 62,
  })),
  ...[0, 43, 44, 60, 140].map((type) => ({
    name: `IPv4 carries ${type}`,
    bytes: ethernet(0x0800, ipv4(extension(type), { protocol: type })),
    tcp: 42,
  })),
  { name: 'authentication header', bytes: ethernet(0x86dd, ipv6(extension(51), { nextHeader: 51 })), tcp: 66 },
  { name: 'mobility header', bytes: ethernet(0x86dd, ipv6(extension(135), { nextHeader: 135 })), tcp: -1 },
  { name: 'jumbogram', bytes: ethernet(0x86dd, ipv6(join([6, 0, 0xc2, 4, 0, 0, 0, 28], tcp()), { payloadLength: 0, nextHeader: 0 })), tcp: 62 },
  { name: 'evil bit', bytes: ethernet(0x0800, ipv4(tcp(), { fragment: 0xc000 })), tcp: 34 },
];

describe('walk', () => {
  it.each(ROWS)('$name', ({ bytes, linkType, tcp: expected }) => {
    const path = walked(bytes, linkType);
    expect(path.transport === 6 ? path.transportOffset : -1).toBe(expected);
  });

  it('needs 16 bytes of a TCP header, whether captured or on the wire', () => {
    for (let length = 0; length <= whole.length; length++) {
      expect(walked(whole, ETHERNET, length, whole.length).transportOffset).toBe(length >= 50 ? 34 : -1);
    }
  });

  it('marks fragments and stops at later ones', () => {
    const first = walked(ethernet(0x0800, ipv4(tcp(), { fragment: 0x2000 })));
    expect([first.fragment, first.laterFragment, first.transportOffset]).toEqual([true, false, 34]);
    const later = walked(ethernet(0x0800, ipv4(tcp(), { fragment: 0x0010 })));
    expect([later.fragment, later.laterFragment, later.transportOffset, later.transport]).toEqual([true, true, -1, 6]);
    const later6 = walked(ethernet(0x86dd, ipv6(join([6, 0], uint16(16), [0, 0, 0, 1], tcp()), { nextHeader: 44 })));
    expect([later6.fragment, later6.laterFragment, later6.transportOffset, later6.transport]).toEqual([true, true, -1, 6]);
  });

  it('leaves padding outside, and knows what was cut', () => {
    const padded = walked(join(whole, [0, 0, 0, 0, 0, 0]));
    expect([padded.end, padded.wireEnd]).toEqual([54, 54]);
    const cut = walked(ethernet(0x0800, ipv4(tcp(new Array<number>(100).fill(1)))), ETHERNET, 60, 154);
    expect([cut.end, cut.wireEnd]).toEqual([60, 154]);
    const offloaded = walked(ethernet(0x0800, ipv4(tcp([1, 2, 3]), { totalLength: 0 })));
    expect([offloaded.end, offloaded.wireEnd]).toEqual([57, 57]);
  });

  it('tells copies of a frame apart in cooked captures', () => {
    const sll = (type: number) => walked(join(uint16(type), fromHex('0001 0006 000000000000 0000 0800'), ipv4(tcp())), 113).linkHint;
    expect(new Set([0, sll(0), sll(4)]).size).toBe(3);
    const sll2 = (index: number, type: number) =>
      walked(join(fromHex('0800 0000 000000'), [index], fromHex('0001'), [type], fromHex('06 0000000000000000'), ipv4(tcp())), 276).linkHint;
    expect(new Set([0, sll2(1, 0), sll2(1, 4), sll2(2, 0), sll2(2, 4)]).size).toBe(5);
  });

  it.each([
    { name: 'source route, two stops left', header: [6, 4, 0, 2], list: [stop, final], ends: 'source final' },
    { name: 'source route, arrived', header: [6, 4, 0, 0], list: [stop, final], ends: 'source header' },
    { name: 'home address of a mobile node', header: [6, 2, 2, 1], list: [final], ends: 'source final' },
    { name: 'segment routing', header: [6, 4, 4, 1], list: [final, stop], ends: 'source final' },
    { name: 'unknown kind', header: [6, 2, 9, 1], list: [final], ends: 'source header' },
    { name: 'no address', header: [6, 0, 0, 1], list: [], ends: 'source header' },
  ])('connects the ends of the route: $name', ({ header, list, ends }) => {
    const path = walked(ethernet(0x86dd, ipv6(join(header, [0, 0, 0, 0], ...list, tcp()), { nextHeader: 43 })));
    expect(endsOf(path)).toBe(ends);
  });

  it('connects the home address of a mobile node that is away', () => {
    const away = join([6, 2, 1, 2, 0, 0, 0xc9, 16], final, tcp());
    expect(endsOf(walked(ethernet(0x86dd, ipv6(away, { nextHeader: 60 }))))).toBe('final header');
    expect(endsOf(walked(ethernet(0x86dd, ipv6(away, { nextHeader: 0 }))))).toBe('source header');
  });

  it('ends at the bound of layers', () => {
    let tagged: Bytes = ipv4(tcp());
    for (let i = 0; i < 100; i++) tagged = vlanTag(1, i === 0 ? 0x0800 : 0x8100, tagged);
    expect(walked(ethernet(0x8100, tagged)).transportOffset).toBe(-1);
  });

  it('walks a million packets in a fraction of a second', () => {
    const path = new PacketPath();
    const link = registry.lookup('link-type', ETHERNET);
    let fastest = Number.POSITIVE_INFINITY;
    for (let round = 0; round < 5; round++) {
      const before = process.cpuUsage();
      let found = 0;
      for (let i = 0; i < 1_000_000; i++) {
        path.start(whole, 0, whole.length, whole.length);
        walk(path, link, registry);
        found += path.transportOffset;
      }
      // Of the processor, not of the clock: other suites run at the same time.
      fastest = Math.min(fastest, process.cpuUsage(before).user / 1000);
      expect(found).toBe(34_000_000);
    }
    console.log(`a million packets: ${fastest.toFixed(0)} ms`);
    expect(fastest).toBeLessThan(1000); // 60 ms bundled; here transformed by vitest
  });
});
