/** One packet for every tunnel and wrapper that is unwrapped, each around a TCP segment of 10.0.0.1 unless its name says otherwise. */
import { type Bytes, ethernet, fromHex, ipv4, ipv6, join, tcp, uint16, vlanTag } from './packets';
import { type Specimen, udp } from './specimens';

export interface TunnelSpecimen extends Specimen {
  readonly linkType: number;
  /** False where no TCP segment can be found. */
  readonly found: boolean;
  /** What tshark 4.0 finds when it is something else: see docs/differences-from-tshark.md. */
  readonly tsharkFinds?: boolean;
}

export const segment = ipv4(tcp([1, 2, 3]));
const segment6 = ipv6(tcp([1, 2, 3]));
const frame = ethernet(0x0800, segment);
const GRE = 47;
const UDP = 17;
const zeros = (count: number): number[] => new Array<number>(count).fill(0);
const little16 = (value: number): number[] => [value & 255, value >> 8];

export const inGre = (header: string, payload: Uint8Array): Bytes => ethernet(0x0800, ipv4(join(fromHex(header), payload), { protocol: GRE }));
export const inUdp = (port: number, header: string, payload: Uint8Array): Bytes =>
  ethernet(0x0800, ipv4(udp(join(fromHex(header), payload), 40001, port), { protocol: UDP }));
const inMpls = (payload: Uint8Array, label = '00010140'): Bytes => ethernet(0x8847, join(fromHex(label), payload));
const inPppoe = (payload: Uint8Array, length = payload.length): Bytes => ethernet(0x8864, join([0x11, 0, 0, 1], uint16(length), payload));
const ppp = (payload: Uint8Array, header = '0021'): Bytes => join(fromHex(header), payload);
const gtp = (first: string, payload: Uint8Array, optional = ''): Bytes => {
  const extra = fromHex(optional);
  return inUdp(2152, '', join(fromHex(`${first}ff`), uint16(payload.length + extra.length), [0, 0, 0, 7], extra, payload));
};
const wireless = (control: string, after: string, payload: Uint8Array = segment): Bytes =>
  join(fromHex(`${control} 2c00 0a0000000001 0a0000000002 0a0000000003 ${after}`), fromHex('aaaa030000000800'), payload);
const cooked = (hardware: string, protocol: string, payload: Uint8Array): Bytes =>
  join(fromHex(`0004 ${hardware} 0006 0102030405060000 ${protocol}`), payload);

const onEthernet: readonly (readonly [name: string, bytes: Bytes, choices?: { found?: boolean; tsharkFinds?: boolean }])[] = [
  ['GRE', inGre('00000800', segment)],
  ['GRE around IPv6', inGre('000086dd', segment6)],
  ['GRE with checksum, key and sequence', inGre('b0000800 abcd0000 00000005 00000007', segment)],
  ['GRE with routing', inGre('40000800 00000000 0800 0004 01020304 00000000', segment)],
  ['GRE, routing without end', inGre('40000800 00000000 0800 00ff', segment), { found: false }],
  ['GRE around Ethernet', inGre('00006558', frame)],
  ['GRE of WCCP', inGre('0000883e', segment)],
  ['GRE of WCCP 2', inGre('0000883e 01020304', segment)],
  ['PPTP', inGre('3081880b 00350001 00000007 00000006', ppp(segment, 'ff030021'))],
  ['GRE of an unknown protocol', inGre('00001234', segment), { found: false }],
  ['GRE in UDP', inUdp(4754, '00000800', segment)],
  ['ERSPAN type I', inGre('000088be', frame)],
  ['ERSPAN type II', inGre('100088be 00000001 1005 2003 00000007', frame)],
  ['ERSPAN type III', inGre('100022eb 00000001 2005 2003 00000007 0001 8000', frame)],
  ['ERSPAN type III with sub-header', inGre('100022eb 00000001 2005 2003 00000007 0001 8001 14000001 00000002', frame)],
  ['ERSPAN of an unknown type', inGre('100088be 00000001 5005 2003 00000007', frame), { found: false }],
  ['Ethernet in IP', ethernet(0x0800, ipv4(join([0x30, 0], frame), { protocol: 97 }))],
  ['Ethernet in Ethernet with an I-TAG', ethernet(0x88e7, join(fromHex('20123456'), frame))],
  ['Ethernet in Ethernet', ethernet(0x6558, frame)],
  ['IP in IP', ethernet(0x0800, ipv4(segment, { protocol: 4 }))],
  ['6in4', ethernet(0x0800, ipv4(segment6, { protocol: 41 }))],
  ['VXLAN', inUdp(4789, '08000000 00000500', frame)],
  ['VXLAN with group policy', inUdp(4789, '88080123 00000500', frame)],
  ['VXLAN on the port of Linux', inUdp(8472, '08000000 00000500', frame), { tsharkFinds: false }],
  ['VXLAN-GPE around IPv4', inUdp(4790, '0c000001 00007b00', segment)],
  ['VXLAN-GPE around IPv6', inUdp(4790, '0c000002 00007b00', segment6)],
  ['VXLAN-GPE around Ethernet', inUdp(4790, '0d000003 00007b00', frame)],
  ['VXLAN-GPE around NSH', inUdp(4790, '0c000004 00007b00', segment), { found: false }],
  ['VXLAN-GPE of an unknown protocol', inUdp(4790, '0c000077 00007b00', segment), { found: false }],
  ['GENEVE', inUdp(6081, '00006558 00000500', frame)],
  ['GENEVE with options', inUdp(6081, '04c00800 00000500 01028001 deadbeef 01020001 00000001', segment)],
  ['GENEVE, options beyond the packet', inUdp(6081, '3f000800 00000500', segment), { found: false }],
  ['MPLS', inMpls(segment)],
  ['MPLS, three labels', inMpls(segment6, '0001a03f 0001b03f 0001c13f')],
  ['MPLS, explicit null', inMpls(segment, '00000140')],
  ['MPLS in IP', ethernet(0x0800, ipv4(join(fromHex('00010140'), segment), { protocol: 137 }))],
  ['MPLS in UDP', inUdp(6635, '00010140', segment)],
  ['MPLS, Ethernet pseudowire with control word', inMpls(join([0, 0, 0, 7], frame))],
  ['MPLS, Ethernet pseudowire without', inMpls(frame), { tsharkFinds: false }],
  ['MPLS, maintenance', inMpls(segment, '0000e140'), { found: false }],
  ['PPPoE', inPppoe(ppp(segment))],
  ['PPPoE around IPv6', inPppoe(ppp(segment6, '0057'))],
  ['PPPoE, compressed protocol field', inPppoe(ppp(segment, '21'))],
  ['PPPoE, length beyond the frame', inPppoe(ppp(segment), 500)],
  ['PPPoE, length within the IP header', inPppoe(ppp(segment), 20), { found: false }],
  ['PPPoE in two VLANs', ethernet(0x88a8, vlanTag(5, 0x8100, vlanTag(6, 0x8864, inPppoe(ppp(segment)).subarray(14))))],
  ['PPPoE echo of the link', inPppoe(fromHex('c021 09010008 12345678')), { found: false }],
  ['PPPoE discovery', ethernet(0x8863, fromHex('1109 0000 0014 0101 0003 616263 0103 0004 01020304 0000 0000')), { found: false }],
  ['GTP', gtp('30', segment)],
  ['GTP with sequence', gtp('32', segment, '00050000')],
  ['GTP with an extension', gtp('34', segment, '00000085 01100500')],
  ['GTP, extension of length 0', gtp('34', segment, '00000085 00100500'), { found: false }],
  ['GTP around IPv6', gtp('30', segment6)],
  ['GTP around Ethernet', gtp('30', frame)],
  ['GTP echo', inUdp(2152, '32010004 00000000 00010000', fromHex('')), { found: false }],
  ['L2TP', inUdp(1701, '0002 0001 0002', ppp(segment, 'ff030021'))],
  [
    'L2TP with everything',
    inUdp(1701, `4b02 ${(20 + segment.length).toString(16).padStart(4, '0')} 0001 0002 0003 0004 0002 0000`, ppp(segment, 'ff030021')),
  ],
  ['L2TP control', inUdp(1701, 'c802 0014 0001 0000 0001 0001 8008 0000 0000 0006', fromHex('')), { found: false }],
  ['L2TP 3', inUdp(1701, '0003 0000 00000009', segment), { found: false }],
  ['MACsec, readable', ethernet(0x88e5, join(fromHex('0000 00000001 0800'), segment, zeros(16)))],
  ['MACsec, readable, with channel', ethernet(0x88e5, join(fromHex('2000 00000001 0102030405060001 0800'), segment, zeros(16)))],
  ['MACsec, encrypted', ethernet(0x88e5, join(fromHex('2c00 00000001 0102030405060001'), segment, zeros(16))), { found: false }],
  ['EDSA', ethernet(0xdada, join(fromHex('0000 c0080000 0800'), segment)), { tsharkFinds: false }],
  ['802.1Q under 0x9200', ethernet(0x9200, vlanTag(5, 0x0800, segment)), { tsharkFinds: false }],
];

const onOthers: readonly (readonly [name: string, linkType: number, bytes: Bytes, choices?: { found?: boolean; tsharkFinds?: boolean }])[] = [
  ['PPP', 9, ppp(segment, 'ff030021')],
  ['PPP without address', 9, ppp(segment)],
  ['PPP, everything compressed', 9, ppp(segment, '21')],
  ['PPP around MPLS', 9, ppp(segment, 'ff030281 00010140')],
  ['PPP, Cisco framing', 50, ppp(segment, '0f000800')],
  ['PPP in HDLC framing', 50, ppp(segment6, 'ff030057')],
  ['PPPoE link', 51, inPppoe(ppp(segment)).slice(14)],
  ['PPP with direction', 204, ppp(segment, '01ff030021')],
  ['PPP of the daemon', 166, ppp(segment, '00030021'), { tsharkFinds: false }],
  ['C-HDLC', 104, ppp(segment, '0f000800')],
  ['C-HDLC, broadcast', 104, ppp(segment6, '8f0086dd')],
  ['C-HDLC keepalive', 104, fromHex('8f008035 00000002 00000001 00000002 ffff 00000000'), { found: false }],
  ['Frame Relay', 107, join(fromHex('1841 03cc'), segment)],
  ['Frame Relay around IPv6', 107, join(fromHex('1841 038e'), segment6)],
  ['Frame Relay, SNAP', 107, join(fromHex('1841 03 00 80 000000 0800'), segment)],
  ['Frame Relay, Cisco', 107, join(fromHex('1841 0800'), segment)],
  ['Frame Relay, bridged', 107, join(fromHex('1841 03 00 80 0080c2 0007'), frame)],
  ['Frame Relay, PPP', 107, join(fromHex('1841 03cf'), ppp(segment))],
  ['Frame Relay, long address', 107, join(fromHex('18400841 03cc'), segment)],
  ['Frame Relay, address without end', 107, join(fromHex('1840084003cc'), segment), { found: false }],
  ['Frame Relay with direction', 206, join(fromHex('00 1841 03cc'), segment), { tsharkFinds: false }],
  ['802.11', 105, wireless('0801', '1000')],
  ['802.11 from the access point', 105, wireless('0802', '1000')],
  ['802.11 QoS', 105, wireless('8801', '1000 0000')],
  ['802.11 QoS and HT control', 105, wireless('8881', '1000 0000 00000000')],
  ['802.11 between access points', 105, wireless('0803', '1000 0a0000000004')],
  ['802.11 aggregate', 105, join(wireless('8801', `1000 8000 0a0000000001 0a0000000002 ${(8 + segment.length).toString(16).padStart(4, '0')}`))],
  ['802.11 encrypted', 105, wireless('0841', '1000'), { found: false }],
  ['802.11 first fragment', 105, wireless('0805', '1000'), { found: false }],
  ['802.11 without data', 105, wireless('4801', '1000'), { found: false }],
  ['802.11 beacon', 105, fromHex('80000000 ffffffffffff 0a0000000001 0a0000000001 1000'), { found: false }],
  ['radiotap', 127, join(fromHex('00000800 00000000'), wireless('0801', '1000'))],
  ['radiotap, check sequence', 127, join(fromHex('00000900 02000000 10'), wireless('0801', '1000'), zeros(4))],
  ['radiotap, padded header', 127, join(fromHex('00000900 02000000 20'), wireless('8801', '1000 0000 0000'))],
  ['radiotap, time and two words', 127, join(fromHex('00001900 03000080 00000000 00000000'), zeros(8), [0x10], wireless('0801', '1000'), zeros(4))],
  ['Prism', 119, join(fromHex('44000000 90000000'), zeros(136), wireless('0801', '1000'))],
  ['AVS', 163, join(fromHex('80211001 00000040'), zeros(56), wireless('0801', '1000'))],
  ['PPI around Ethernet', 192, join(fromHex('00000800 01000000'), frame)],
  ['PPI around 802.11', 192, join(fromHex('00002000 69000000 0200 1400 0000000000000000 0100'), zeros(10), wireless('0801', '1000'), zeros(4))],
  ['NFLOG', 239, join(fromHex('02000000 08000100 08000100'), little16(4 + segment.length), [9, 0], segment, [0])],
  ['NFLOG around IPv6', 239, join(fromHex('0a000000'), little16(4 + segment6.length), [9, 0], segment6, [0])],
  ['PKTAP', 258, join(fromHex('6c000000 01000000 01000000'), zeros(96), frame)],
  ['PKTAP of another record', 258, join(fromHex('6c000000 00000000 01000000'), zeros(96), frame), { found: false }],
  ['SLIP', 8, join(zeros(16), segment), { tsharkFinds: false }],
  ['SLIP without header', 8, segment, { tsharkFinds: false }],
  ['DSA link', 284, join(zeros(12), fromHex('c0080000 0800'), segment), { tsharkFinds: false }],
  ['EDSA link', 285, join(zeros(12), fromHex('dada0000 c0080000 0800'), segment), { tsharkFinds: false }],
  ['Broadcom tag', 281, join(zeros(12), fromHex('00000001 0800'), segment), { tsharkFinds: false }],
  ['Broadcom tag before the frame', 282, join(fromHex('00000001'), frame), { tsharkFinds: false }],
  ['Linux cooked, GRE device', 113, cooked('030a', '0800', segment)],
  ['Linux cooked, GRE device, Ethernet', 113, cooked('030a', '6558', frame)],
  ['Linux cooked, Ethernet frame', 113, cooked('0001', '0003', frame)],
  ['Linux cooked, PPP frame', 113, cooked('0200', '0007', ppp(segment, 'ff030021'))],
  ['Linux cooked, PPP device', 113, cooked('0200', '0800', segment)],
  ['Linux cooked, radiotap', 113, cooked('0323', '0019', join(fromHex('00000800 00000000'), wireless('0801', '1000')))],
  ['Linux cooked, 802.11', 113, cooked('0321', '0019', wireless('0801', '1000')), { tsharkFinds: false }],
  ['Linux cooked, netlink', 113, cooked('0338', '0000', segment), { found: false }],
  ['Linux cooked, unknown device', 113, cooked('ffff', '0800', segment)],
  ['VSOCK', 271, join(zeros(40), segment), { found: false }],
];

export const TUNNELS: readonly TunnelSpecimen[] = [
  ...onEthernet.map(([name, bytes, choices]) => ({ name, bytes, linkType: 1, found: true, ...choices })),
  ...onOthers.map(([name, linkType, bytes, choices]) => ({ name, bytes, linkType, found: true, ...choices })),
];
