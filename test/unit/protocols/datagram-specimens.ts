/** DHCP, NTP, QUIC and SCTP packets built in code. */
import { ascii } from './dns-specimens';
import { type Bytes, ethernet, fromHex, ipv4, join, uint16, uint32 } from './packets';
import { type Specimen, udp } from './specimens';

const UDP = 17;
const SCTP = 132;
const datagram = (payload: Uint8Array, source: number, destination: number): Bytes =>
  ethernet(0x0800, ipv4(udp(payload, source, destination), { protocol: UDP }));
const zeros = (count: number): number[] => new Array<number>(count).fill(0);

const option = (code: number, data: readonly number[]): number[] => [code, data.length, ...data];
const END = [255];

export interface DhcpChoices {
  readonly operation?: number;
  readonly secs?: number;
  readonly flags?: number;
  readonly yours?: readonly number[];
  readonly server?: string;
  readonly file?: string;
  readonly options?: readonly number[];
}

const filled = (text: string, size: number): number[] => [...ascii(text), ...zeros(size - text.length)];

export function dhcpMessage({ operation = 1, secs = 0, flags = 0, yours = [0, 0, 0, 0], server = '', file = '', options = [] }: DhcpChoices): Bytes {
  return join(
    [operation, 1, 6, 0],
    uint32(0x3903f326),
    uint16(secs),
    uint16(flags),
    [0, 0, 0, 0],
    yours,
    [0, 0, 0, 0],
    [0, 0, 0, 0],
    [0x0c, 0, 0, 0, 0, 1],
    zeros(10),
    filled(server, 64),
    filled(file, 128),
    [0x63, 0x82, 0x53, 0x63],
    options,
  );
}

const kind = (type: number): number[] => option(53, [type]);
export const fromDhcpClient = (choices: DhcpChoices): Bytes => datagram(dhcpMessage(choices), 68, 67);
const fromDhcpServer = (choices: DhcpChoices): Bytes => datagram(dhcpMessage({ operation: 2, yours: [10, 0, 0, 9], ...choices }), 67, 68);
const ip = [10, 0, 0, 1];

const DHCP_OPTIONS: readonly (readonly [name: string, code: number, data: readonly number[]])[] = [
  ['subnet mask', 1, [255, 255, 255, 0]],
  ['time offset', 2, uint32(0xffffc7c0)],
  ['routers', 3, [...ip, 10, 0, 0, 2]],
  ['domain name servers', 6, [...ip, 10, 0, 0, 2]],
  ['host name', 12, ascii('laptop')],
  ['boot file size', 13, uint16(20)],
  ['domain name', 15, ascii('example.com')],
  ['IP forwarding', 19, [1]],
  ['policy filter', 21, [...ip, 255, 255, 255, 0]],
  ['default TTL', 23, [64]],
  ['interface MTU', 26, uint16(1500)],
  ['broadcast address', 28, [10, 0, 0, 255]],
  ['static route', 33, [...ip, 10, 0, 0, 2]],
  ['ARP cache timeout', 35, uint32(60)],
  ['TCP keep-alive interval', 38, uint32(7200)],
  ['TCP keep-alive garbage', 39, [1]],
  ['NTP servers', 42, ip],
  ['NetBIOS node type', 46, [8]],
  ['requested address', 50, ip],
  ['lease time', 51, uint32(86400)],
  ['endless lease', 51, uint32(0xffffffff)],
  ['option overload', 52, [1]],
  ['server identifier', 54, ip],
  ['parameter list', 55, [1, 3, 6, 15, 119, 252, 200]],
  ['message', 56, ascii('no')],
  ['largest message', 57, uint16(1472)],
  ['renewal time', 58, uint32(43200)],
  ['rebinding time', 59, uint32(75600)],
  ['vendor class', 60, ascii('MSFT 5.0')],
  ['vendor information', 43, fromHexNumbers('0104c0000201')],
  ['client identifier', 61, [1, 0x0c, 0, 0, 0, 0, 1]],
  ['client identifier as text', 61, [0, ...ascii('host')]],
  ['TFTP server', 66, ascii('tftp')],
  ['boot file', 67, ascii('pxelinux.0')],
  ['domain search', 119, fromHexNumbers('076578616d706c6503636f6d00')],
  ['relay agent', 82, fromHexNumbers('0104 00000001 0206 0c0000000002')],
  ['client architecture', 93, uint16(7)],
  ['unknown', 224, [1, 2, 3]],
  ['mask of the wrong length', 1, [255, 255]],
  ['lease time of the wrong length', 51, [1, 2]],
];

function fromHexNumbers(text: string): number[] {
  return [...fromHex(text)];
}

export const DHCP_SPECIMENS: readonly Specimen[] = [
  { name: 'discover', bytes: fromDhcpClient({ options: [...kind(1), ...option(50, [10, 0, 0, 9]), ...option(55, [1, 3, 6]), ...END] }) },
  {
    name: 'offer',
    bytes: fromDhcpServer({
      options: [...kind(2), ...option(54, ip), ...option(51, uint32(3600)), ...option(1, [255, 255, 255, 0]), ...END, 0, 0, 0],
    }),
  },
  { name: 'request, broadcast flag', bytes: fromDhcpClient({ secs: 5, flags: 0x8000, options: [...kind(3), ...END] }) },
  ...[4, 5, 6, 7, 8].map((type) => ({ name: `message type ${type}`, bytes: fromDhcpServer({ options: [...kind(type), ...END] }) })),
  { name: 'unknown message type', bytes: fromDhcpClient({ options: [...kind(99), ...END] }) },
  { name: 'names', bytes: fromDhcpServer({ server: 'boot.example.com', file: 'pxelinux.0', options: [...kind(2), ...END] }) },
  { name: 'BOOTP', bytes: fromDhcpClient({}) },
  { name: 'padding before options', bytes: fromDhcpClient({ options: [0, 0, ...kind(1), ...END] }) },
  { name: 'no end', bytes: fromDhcpClient({ options: kind(1) }) },
  { name: 'option beyond the end', bytes: fromDhcpClient({ options: [...kind(1), 12, 200, 97] }) },
  ...DHCP_OPTIONS.map(([name, code, data]) => ({
    name: `option ${name}`,
    bytes: fromDhcpServer({ options: [...kind(5), ...option(code, data), ...END] }),
  })),
];

const TIME = 'e9391180 80000000';
const ntp = (first: string, extra = ''): Bytes => datagram(fromHex(`${first} ${TIME} ${TIME} ${TIME} ${TIME} ${extra}`), 40001, 123);
export const NTP_SPECIMENS: readonly Specimen[] = [
  { name: 'client', bytes: datagram(fromHex(`23 00 06 20 00000000 00000000 00000000 ${'0000000000000000'.repeat(3)} ${TIME}`), 123, 123) },
  { name: 'server', bytes: ntp('24 02 06 e9 00000123 00000456 c0000201') },
  { name: 'server of stratum 1', bytes: ntp('24 01 06 e9 00000000 00000010 47505300') },
  { name: 'kiss of death', bytes: ntp('24 00 06 e9 00000000 00000010 52415445') },
  { name: 'symmetric', bytes: ntp('e1 03 0a fa 00010000 00008000 c0000201') },
  { name: 'broadcast', bytes: ntp('25 02 06 e9 00000123 00000456 c0000201') },
  { name: 'version 1', bytes: ntp('0b 02 06 e9 00000123 00000456 c0000201') },
  { name: 'authenticated', bytes: ntp('24 02 06 e9 00000123 00000456 c0000201', '00000001 000102030405060708090a0b0c0d0e0f') },
  { name: 'extension', bytes: ntp('23 02 06 e9 00000123 00000456 c0000201', '0104 0010 000102030405060708090a0b') },
  { name: 'control', bytes: datagram(fromHex('1602 0001 0000 0000 0000 0000'), 40001, 123) },
];

const DCID = '08 0102030405060708';
const SCID = '04 a1a2a3a4';
const quic = (hex: string): Bytes => datagram(fromHex(hex), 40001, 443);
export const QUIC_SPECIMENS: readonly Specimen[] = [
  { name: 'Initial', bytes: quic(`c3 00000001 ${DCID} ${SCID} 00 4020 ${'ab'.repeat(32)}`) },
  { name: 'Initial with token', bytes: quic(`c3 00000001 ${DCID} 00 03 aabbcc 4020 ${'ab'.repeat(32)}`) },
  { name: '0-RTT', bytes: quic(`d3 00000001 ${DCID} ${SCID} 4020 ${'ab'.repeat(32)}`) },
  { name: 'Handshake', bytes: quic(`e3 00000001 ${DCID} ${SCID} 20 ${'ab'.repeat(32)}`) },
  { name: 'Retry', bytes: quic(`f0 00000001 ${DCID} ${SCID} 0102030405 ${'cd'.repeat(16)}`) },
  { name: 'Version Negotiation', bytes: quic(`80 00000000 ${DCID} ${SCID} 00000001 6b3343cf 0a0a0a0a`) },
  { name: 'coalesced', bytes: quic(`c3 00000001 ${DCID} ${SCID} 00 14 ${'ab'.repeat(20)} e3 00000001 ${DCID} ${SCID} 14 ${'cd'.repeat(20)}`) },
  { name: 'Initial of version 2', bytes: quic(`d3 6b3343cf ${DCID} ${SCID} 00 4020 ${'ab'.repeat(32)}`) },
  { name: 'draft 29', bytes: quic(`c3 ff00001d ${DCID} ${SCID} 00 4020 ${'ab'.repeat(32)}`) },
  { name: 'unknown version', bytes: quic(`c3 12345678 ${DCID} ${SCID} 00 4020 ${'ab'.repeat(32)}`) },
  { name: 'short header behind', bytes: quic(`e3 00000001 ${DCID} ${SCID} 14 ${'cd'.repeat(20)} 41 0102030405060708 ${'ef'.repeat(20)}`) },
  { name: 'length beyond the datagram', bytes: quic(`e3 00000001 ${DCID} ${SCID} 7fff ${'cd'.repeat(20)}`) },
];

export const chunk = (type: number, flags: number, value: Uint8Array | readonly number[], length = 4 + value.length): number[] => [
  type,
  flags,
  ...uint16(length),
  ...value,
  ...zeros((4 - (value.length % 4)) % 4),
];
const parameter = (type: number, value: Uint8Array | readonly number[]): number[] => [
  ...uint16(type),
  ...uint16(4 + value.length),
  ...value,
  ...zeros((4 - (value.length % 4)) % 4),
];
export const sctp = (...chunks: readonly number[][]): Bytes =>
  ethernet(0x0800, ipv4(join(uint16(2905), uint16(40000), uint32(0xdeadbeef), [0, 0, 0, 0], ...chunks), { protocol: SCTP }));
const h = fromHexNumbers;

export const SCTP_SPECIMENS: readonly Specimen[] = [
  { name: 'DATA', bytes: sctp(chunk(0, 3, h('00000001 0002 0003 00000000 68656c6c6f'))) },
  { name: 'DATA, first of several, unordered', bytes: sctp(chunk(0, 0x0e, h('00000001 0002 0003 0000002e 6869'))) },
  {
    name: 'INIT',
    bytes: sctp(
      chunk(1, 0, [
        ...h('00000001 0001a000 000a 0010 00000064'),
        ...parameter(5, ip),
        ...parameter(6, h('20010db8000000000000000000000001')),
        ...parameter(12, h('00050006')),
      ]),
    ),
  },
  {
    name: 'INIT with more parameters',
    bytes: sctp(
      chunk(1, 0, [
        ...h('00000001 0001a000 000a 0010 00000064'),
        ...parameter(9, uint32(1000)),
        ...parameter(0x8000, []),
        ...parameter(0xc000, []),
        ...parameter(0x8008, h('c1800f')),
        ...parameter(0x8002, h('0102030405060708')),
        ...parameter(0x8003, h('00c1')),
        ...parameter(0x8004, h('00010003')),
      ]),
    ),
  },
  { name: 'INIT ACK', bytes: sctp(chunk(2, 0, [...h('00000002 0001a000 000a 0010 000000c8'), ...parameter(7, h('aabbccddee'))])) },
  { name: 'SACK', bytes: sctp(chunk(3, 0, h('00000064 0001a000 0000 0000'))) },
  { name: 'SACK with gaps and duplicates', bytes: sctp(chunk(3, 0, h('00000064 0001a000 0002 0001 0002 0003 0005 0006 00000063'))) },
  { name: 'HEARTBEAT', bytes: sctp(chunk(4, 0, parameter(1, h('0102030405060708')))) },
  { name: 'HEARTBEAT ACK', bytes: sctp(chunk(5, 0, parameter(1, h('0102030405060708')))) },
  { name: 'ABORT', bytes: sctp(chunk(6, 1, h('000c 0008 62796521'))) },
  { name: 'ABORT without cause', bytes: sctp(chunk(6, 0, [])) },
  { name: 'SHUTDOWN', bytes: sctp(chunk(7, 0, uint32(100))) },
  { name: 'SHUTDOWN ACK', bytes: sctp(chunk(8, 0, [])) },
  { name: 'ERROR', bytes: sctp(chunk(9, 0, h('0001 0008 00050000'))) },
  { name: 'ERROR, stale cookie', bytes: sctp(chunk(9, 0, h('0003 0008 000003e8'))) },
  { name: 'COOKIE ECHO', bytes: sctp(chunk(10, 0, h('aabbccddee'))) },
  { name: 'COOKIE ACK', bytes: sctp(chunk(11, 0, [])) },
  { name: 'ECNE', bytes: sctp(chunk(12, 0, uint32(5))) },
  { name: 'CWR', bytes: sctp(chunk(13, 0, uint32(5))) },
  { name: 'SHUTDOWN COMPLETE', bytes: sctp(chunk(14, 1, [])) },
  { name: 'AUTH', bytes: sctp(chunk(15, 0, h('0001 0001 000102030405060708090a0b0c0d0e0f10111213'))) },
  { name: 'SACK with fewer gaps than it counts', bytes: sctp(chunk(3, 0, h('00000064 0001a000 0002 0000 0002 0003'))) },
  { name: 'NR-SACK', bytes: sctp(chunk(16, 0, h('00000064 0001a000 0001 0001 0000 0000 0002 0003 0005 0006'))) },
  { name: 'I-DATA', bytes: sctp(chunk(64, 3, h('00000001 0002 0000 00000003 00000000 6869'))) },
  { name: 'RE-CONFIG', bytes: sctp(chunk(130, 0, parameter(13, h('00000001 00000002 00000003 0001')))) },
  { name: 'PAD', bytes: sctp(chunk(132, 0, h('00000000'))) },
  { name: 'FORWARD TSN', bytes: sctp(chunk(192, 0, h('00000064 0001 0002'))) },
  { name: 'ASCONF', bytes: sctp(chunk(193, 0, [...h('00000001'), ...parameter(5, ip)])) },
  { name: 'ASCONF ACK', bytes: sctp(chunk(128, 0, h('00000001'))) },
  { name: 'unknown chunk', bytes: sctp(chunk(77, 0, h('0102030405'))) },
  {
    name: 'bundled',
    bytes: sctp(
      chunk(3, 0, h('00000064 0001a000 0000 0000')),
      chunk(0, 3, h('00000001 0002 0003 00000000 686921')),
      chunk(4, 0, parameter(1, [1, 2, 3, 4])),
    ),
  },
  { name: 'header only', bytes: sctp() },
  { name: 'chunk length 0', bytes: sctp(chunk(4, 0, [1, 2, 3, 4], 0)) },
  { name: 'chunk longer than the packet', bytes: sctp(chunk(4, 0, [1, 2, 3, 4], 400)) },
];
