/** One packet for every option, extension header and message kind that the dissectors know, with values that are easy to recognise. */
import { type Bytes, ethernet, fromHex, ipv4, ipv6, join, tcp, uint16, uint32 } from './packets';

export interface Specimen {
  readonly name: string;
  readonly bytes: Bytes;
}

const ICMP = 1;
const ICMPV6 = 58;
const UDP = 17;

export function padded(options: Uint8Array, fill = 0): number[] {
  return [...options, ...new Array<number>((4 - (options.length % 4)) % 4).fill(fill)];
}

export function udp(payload: Uint8Array | readonly number[], source = 40001, destination = 40002, length = 8 + payload.length): Bytes {
  return join(uint16(source), uint16(destination), uint16(length), [0, 0], payload);
}

const TCP_OPTIONS: Readonly<Record<string, string>> = {
  mss: '020405b4',
  'window scale 7': '030307',
  'window scale 15': '03030f',
  'sack permitted': '0402',
  'sack one block': '0101050a 0000012c00000190',
  'sack four blocks': '0101 0522 00000001 00000002 00000003 00000004 00000005 00000006 00000007 00000008',
  'd-sack': '0101 0512 0000000a 00000014 00000001 0000001e',
  timestamps: '0101080a 000003e8 000007d0',
  'nop and end': '01010100',
  echo: '0606 01020304',
  'echo reply': '0706 01020304',
  'partial order permitted': '0902',
  'partial order profile': '0a03c0',
  cc: '0b06 00000005',
  'cc new': '0c06 00000005',
  'cc echo': '0d06 00000005',
  'alternate checksum request': '0e0301',
  'alternate checksum data': '0f04 abcd',
  md5: '1312 000102030405060708090a0b0c0d0e0f',
  'selective negative acknowledgement': '150603e8000a',
  'record boundaries': '1602',
  'corruption experienced': '1702',
  snap: '1803 10',
  scps: '1404 a005',
  'quick start response': '1b08 0a40 00000010',
  'user timeout seconds': '1c04 001e',
  'user timeout minutes': '1c04 8005',
  ao: '1d10 0102 0c0c0c0c0c0c0c0c0c0c0c0c',
  'fast open request': '2202',
  'fast open cookie': '220a 0102030405060708',
  'fast open cookie, experimental': 'fe0c f989 0102030405060708',
  'fast open request, experimental': 'fe04 f989',
  'accurate ecn 0': 'ac0b 000001 000002 000003',
  'accurate ecn 1': 'ae0b 000001 000002 000003',
  'experimental 253': 'fd06 0102 0304',
  'experimental 254': 'fe06 0102 0304',
  'unknown kind': '4a06 01020304',
  'mptcp capable syn': '1e04 01 81',
  'mptcp capable syn-ack': '1e0c 01 81 0102030405060708',
  'mptcp capable ack': '1e14 01 81 0102030405060708 1112131415161718',
  'mptcp capable data': '1e16 01 01 0102030405060708 1112131415161718 0010',
  'mptcp capable version 0': '1e0c 00 81 0102030405060708',
  'mptcp join syn': '1e0c 11 02 01020304 05060708',
  'mptcp join syn-ack': '1e10 11 02 0102030405060708 090a0b0c',
  'mptcp join ack': '1e18 10 00 000102030405060708090a0b0c0d0e0f10111213',
  'mptcp dss ack': '1e08 20 01 00000064',
  'mptcp dss ack 8': '1e0c 20 03 0000000000000064',
  'mptcp dss map': '1e14 20 05 00000064 000000c8 00000001 000a 0000',
  'mptcp dss map 8 and checksum': '1e1c 20 0f 0000000000000064 00000000000000c8 00000001 000a abcd',
  'mptcp dss map 8, no checksum': '1e1a 20 1f 0000000000000064 00000000000000c8 00000001 000a',
  'mptcp add address v0': '1e08 34 05 0a000003',
  'mptcp add address v0 port': '1e0a 34 05 0a000003 1f90',
  'mptcp add address v1': '1e10 30 05 0a000003 0102030405060708',
  'mptcp add address v1 port': '1e12 30 05 0a000003 1f90 0102030405060708',
  'mptcp add address v1 echo': '1e08 31 05 0a000003',
  'mptcp add address v6': '1e1c 30 05 fc000000000000000000000000000003 0102030405060708',
  'mptcp remove address': '1e05 40 05 06',
  'mptcp priority': '1e03 51',
  'mptcp priority address': '1e04 51 05',
  'mptcp fail': '1e0c 60 00 0000000000000064',
  'mptcp fast close': '1e0c 70 00 0102030405060708',
  'mptcp reset': '1e04 80 05',
  'mptcp unknown': '1e04 90 05',
  'length zero': '0200 05b4',
  'length one': '0201 05b4',
  'length beyond the header': '0208 05b4',
  'mss too long': '0206 05b4 0000',
  'mss too short': '0203 05',
  'after the end': '0001 0203',
  'timestamps cut by the header': '0101 080a 000003e8',
};

const IP_OPTIONS: Readonly<Record<string, string>> = {
  'end of options': '01 00 00 00',
  'record route': '070b 08 0a000003 00000000',
  'loose source route': '830b 04 0a000003 0a000004',
  'loose source route, used': '830b 08 0a000003 0a000004',
  'strict source route': '890b 04 0a000003 0a000004',
  'timestamp only': '440c 05 00 00000064 00000000',
  'timestamp and address': '440c 0d 11 0a000003 00000064',
  'timestamp prespecified': '440c 05 03 0a000003 00000064',
  'router alert': '9404 0000',
  security: '820b 0000 0000 0000 000000',
  'stream id': '8804 1234',
  'mtu probe': '0b04 05dc',
  'mtu reply': '0c04 05dc',
  traceroute: '520c 0001 0002 0003 0a000003',
  'quick start': '1908 05 40 00000010',
  'extended security': '8506 01 02 0304',
  cipso: '860a 00000001 0104 0005',
  'selective broadcast': '9506 0a000003',
  unknown: '5e04 0102',
  'length zero': '9400 0000',
  'length beyond': '9408 0000',
};

const ICMP_MESSAGES: Readonly<Record<string, Bytes>> = {
  'echo reply': fromHex('0000 0000 1234 0001 6162636465666768'),
  'echo request': fromHex('0800 0000 1234 0001 6162636465666768'),
  'port unreachable': join([3, 3, 0, 0, 0, 0, 0, 0], ipv4(udp([1, 2, 3]), { protocol: UDP })),
  'tcp unreachable': join([3, 1, 0, 0, 0, 0, 0, 0], ipv4(tcp(), {}).subarray(0, 28)),
  'fragmentation needed': join([3, 4, 0, 0, 0, 0, 5, 0x14], ipv4(tcp([1, 2, 3, 4]))),
  'source quench': join([4, 0, 0, 0, 0, 0, 0, 0], ipv4(tcp())),
  redirect: join([5, 1, 0, 0, 10, 0, 0, 9], ipv4(tcp())),
  'router advertisement': fromHex('0900 0000 01 02 0708 0a000001 00000000'),
  'router solicitation': fromHex('0a00 0000 00000000'),
  'time exceeded': join([11, 0, 0, 0, 0, 0, 0, 0], ipv4(tcp())),
  'parameter problem': join([12, 0, 0, 0, 20, 0, 0, 0], ipv4(tcp())),
  'timestamp request': fromHex('0d00 0000 1234 0001 00000064 00000000 00000000'),
  'timestamp reply': fromHex('0e00 0000 1234 0001 00000064 00000065 00000066'),
  'information request': fromHex('0f00 0000 1234 0001'),
  'address mask request': fromHex('1100 0000 1234 0001 ffffff00'),
  unknown: fromHex('c800 0000 0102030405'),
  short: fromHex('0800 00'),
};

const ICMPV6_MESSAGES: Readonly<Record<string, Bytes>> = {
  'echo request': fromHex('8000 0000 1234 0001 61626364'),
  'echo reply': fromHex('8100 0000 1234 0001 61626364'),
  unreachable: join([1, 4, 0, 0, 0, 0, 0, 0], ipv6(tcp())),
  'packet too big': join([2, 0, 0, 0, 0, 0, 5, 0], ipv6(tcp())),
  'time exceeded': join([3, 0, 0, 0, 0, 0, 0, 0], ipv6(tcp())),
  'parameter problem': join([4, 1, 0, 0, 0, 0, 0, 6], ipv6(tcp())),
  'router solicitation': fromHex('8500 0000 00000000 0101 000c29000001'),
  'router advertisement': fromHex(
    '8600 0000 40 c8 0708 00007530 000003e8 0101000c29000001 0501 0000 000005dc 0304 40 c0 00278d00 00093a80 00000000 20010db8000000000000000000000000 1903 0000 0000ea60 20010db8000000000000000000000053',
  ),
  'neighbor solicitation': fromHex('8700 0000 00000000 fc000000000000000000000000000002 0101 000c29000001'),
  'neighbor advertisement': fromHex('8800 0000 e0000000 fc000000000000000000000000000002 0201 000c29000001'),
  redirect: join(
    fromHex('8900 0000 00000000 fc000000000000000000000000000003 fc000000000000000000000000000002 0408 0000 00000000'),
    ipv6(udp([1, 2, 3, 4, 5, 6, 7, 8]), { nextHeader: UDP }),
  ),
  'nonce option': fromHex('8700 0000 00000000 fc000000000000000000000000000002 0e01 010203040506'),
  'mld query': fromHex('8200 0000 2710 0000 ff020000000000000000000000000001'),
  'mld query v2': fromHex('8200 0000 2710 0000 ff020000000000000000000000000001 0a 7d 0001 fc000000000000000000000000000005'),
  'mld report': fromHex('8300 0000 0000 0000 ff020000000000000000000000000001'),
  'mld done': fromHex('8400 0000 0000 0000 ff020000000000000000000000000001'),
  'mld report v2': fromHex('8f00 0000 0000 0001 04 00 0001 ff020000000000000000000000000001 fc000000000000000000000000000005'),
  unknown: fromHex('c800 0000 0102030405'),
};

const EXTENSIONS: readonly (readonly [string, number, string])[] = [
  ['hop-by-hop pad', 0, '0600 0104 00000000'],
  ['hop-by-hop router alert', 0, '0600 0502 0000 0100'],
  ['hop-by-hop unknown', 0, '0600 1e04 01020304'],
  ['destination tunnel limit', 60, '0600 0401 04 010100'],
  ['destination home address', 60, '0602 0102 0000 c910 fc000000000000000000000000000009'],
  ['routing 0', 43, '0602 00 01 00000000 fc000000000000000000000000000009'],
  ['routing 2', 43, '0602 02 01 00000000 fc000000000000000000000000000009'],
  ['segment routing', 43, '0602 04 00 00 00 0000 fc000000000000000000000000000009'],
  ['routing unknown', 43, '0600 63 00 01020304'],
  ['fragment header, whole', 44, '0600 0000 00000007'],
  ['authentication', 51, '0604 0000 00000100 00000001 000102030405060708090a0b'],
];

function tcpSpecimen(name: string, hex: string): Specimen {
  const flags = /syn-ack/.test(name) ? 0x12 : /syn|permitted|fast open request|add|scale|mss/.test(name) ? 2 : 0x10;
  const options = padded(fromHex(hex));
  return {
    name: `TCP option ${name}`,
    bytes: ethernet(0x0800, ipv4(tcp([], { flags, options, source: 40000, destination: 9000, acknowledgement: flags & 0x10 ? 77 : 0 }))),
  };
}

export const ETHERNET_SPECIMENS: readonly Specimen[] = [
  { name: 'TCP data', bytes: ethernet(0x0800, ipv4(tcp([1, 2, 3, 4, 5], { flags: 0x18, source: 40000, destination: 9000 }))) },
  { name: 'TCP all flags', bytes: ethernet(0x0800, ipv4(tcp([], { flags: 0xfff, urgent: 5 }))) },
  { name: 'TCP urgent', bytes: ethernet(0x0800, ipv4(tcp([1, 2], { flags: 0x30, urgent: 1 }))) },
  { name: 'TCP reset with text', bytes: ethernet(0x0800, ipv4(tcp([0x67, 0x6f, 0x6e, 0x65], { flags: 0x14 }))) },
  { name: 'TCP padded frame', bytes: join(ethernet(0x0800, ipv4(tcp())), new Array<number>(6).fill(0)) },
  { name: 'TCP padded frame and check sequence', bytes: join(ethernet(0x0800, ipv4(tcp())), new Array<number>(6).fill(0), [1, 2, 3, 4]) },
  { name: 'TCP trailer', bytes: join(ethernet(0x0800, ipv4(tcp(new Array<number>(20).fill(9)))), [1, 2, 3]) },
  ...Object.entries(TCP_OPTIONS).map(([name, hex]) => tcpSpecimen(name, hex)),
  ...Object.entries(IP_OPTIONS).map(([name, hex]) => ({
    name: `IPv4 option ${name}`,
    bytes: ethernet(0x0800, ipv4(udp([1, 2]), { options: padded(fromHex(hex)), protocol: UDP })),
  })),
  ...Object.entries(ICMP_MESSAGES).map(([name, bytes]) => ({ name: `ICMP ${name}`, bytes: ethernet(0x0800, ipv4(bytes, { protocol: ICMP })) })),
  ...Object.entries(ICMPV6_MESSAGES).map(([name, bytes]) => ({
    name: `ICMPv6 ${name}`,
    bytes: ethernet(0x86dd, ipv6(bytes, { nextHeader: ICMPV6 })),
  })),
  ...EXTENSIONS.map(([name, type, hex]) => ({
    name: `IPv6 ${name}`,
    bytes: ethernet(0x86dd, ipv6(join(fromHex(hex), tcp()), { nextHeader: type })),
  })),
  { name: 'UDP length 0', bytes: ethernet(0x0800, ipv4(udp([1, 2], 40001, 40002, 0), { protocol: UDP })) },
  { name: 'UDP length short', bytes: ethernet(0x0800, ipv4(udp([1, 2], 40001, 40002, 4), { protocol: UDP })) },
  { name: 'UDP length long', bytes: ethernet(0x0800, ipv4(udp([1, 2], 40001, 40002, 400), { protocol: UDP })) },
  { name: 'unknown protocol', bytes: ethernet(0x0800, ipv4(fromHex('01020304'), { protocol: 200 })) },
  { name: 'unknown EtherType', bytes: ethernet(0x1234, fromHex('01020304')) },
  { name: 'ARP request', bytes: ethernet(0x0806, fromHex('0001 0800 06 04 0001 0c0000000001 0a000001 000000000000 0a000002')) },
  { name: 'ARP reply', bytes: ethernet(0x0806, fromHex('0001 0800 06 04 0002 0c0000000002 0a000002 0c0000000001 0a000001')) },
  { name: 'ARP announcement', bytes: ethernet(0x0806, fromHex('0001 0800 06 04 0001 0c0000000002 0a000002 000000000000 0a000002')) },
  { name: 'gratuitous ARP', bytes: ethernet(0x0806, fromHex('0001 0800 06 04 0002 0c0000000002 0a000002 ffffffffffff 0a000002')) },
  { name: 'gratuitous ARP request', bytes: ethernet(0x0806, fromHex('0001 0800 06 04 0001 0c0000000002 0a000002 ffffffffffff 0a000002')) },
  { name: 'ARP probe', bytes: ethernet(0x0806, fromHex('0001 0800 06 04 0001 0c0000000002 00000000 000000000000 0a000002')) },
  { name: 'RARP request', bytes: ethernet(0x8035, fromHex('0001 0800 06 04 0003 0c0000000002 00000000 0c0000000001 00000000')) },
  { name: 'RARP reply', bytes: ethernet(0x8035, fromHex('0001 0800 06 04 0004 0c0000000002 0a000002 0c0000000001 0a000001')) },
  { name: 'inverse ARP', bytes: ethernet(0x0806, fromHex('0001 0800 06 04 0008 0c0000000002 0a000002 0c0000000001 0a000001')) },
  { name: 'ARP of another hardware', bytes: ethernet(0x0806, fromHex('0006 0800 02 04 0001 0c00 0a000001 0000 0a000002')) },
  { name: 'first fragment', bytes: ethernet(0x0800, ipv4(tcp([1, 2, 3, 4]), { fragment: 0x2000 })) },
  { name: 'ECN in IPv4', bytes: ethernet(0x0800, Uint8Array.from(ipv4(tcp()).map((byte, i) => (i === 1 ? 0xbb : byte)))) },
  {
    name: 'quoted beyond the frame',
    bytes: ethernet(0x0800, ipv4(join([3, 4, 0, 0, 0, 0, 5, 0], ipv4(tcp(), { totalLength: 1500 })), { protocol: ICMP })),
  },
  { name: 'sequence', bytes: ethernet(0x0800, ipv4(tcp([1], { sequence: 4294967295, acknowledgement: 4294967290, flags: 0x10 }))) },
  { name: 'long number', bytes: ethernet(0x0800, ipv4(join(uint32(1)), { protocol: 6 })) },
];
