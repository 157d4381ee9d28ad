/** BGP and IEC 60870-5-104 messages built in code. */
import { conversation } from './conversations';
import { fromHex, uint16 } from './packets';
import type { Specimen } from './specimens';

const hex = (text: string): number[] => [...fromHex(text.replaceAll(' ', ''))];
const bgp = (type: number, body: readonly number[], length = 19 + body.length): number[] => [
  ...new Array<number>(16).fill(0xff),
  ...uint16(length),
  type,
  ...body,
];
export const bgpOpen = (holdTime: number, options = ''): number[] => {
  const parameters = hex(options);
  return bgp(1, [4, ...uint16(65001), ...uint16(holdTime), 10, 0, 0, 1, parameters.length, ...parameters]);
};
const update = (withdrawn: string, attributes: string, routes: string): number[] =>
  bgp(2, [...uint16(hex(withdrawn).length), ...hex(withdrawn), ...uint16(hex(attributes).length), ...hex(attributes), ...hex(routes)]);

export const BGP_SPECIMENS: readonly Specimen[] = conversation(179, 43001, [
  ['OPEN', 'client', bgpOpen(180, '020601040001000102028000 02020200 0206 4104 0000fde9 0208 4006 8078 0001 01 80'.replaceAll(' ', ''))],
  ['OPEN without options', 'server', bgpOpen(0)],
  ['KEEPALIVE', 'client', bgp(4, [])],
  [
    'UPDATE',
    'client',
    update('', '40010100 4002060201 0000fde9 400304 0a000001 800404 00000064 400504 000000c8 c00808 fde90001 fde90002', '18c00002 10ac10'),
  ],
  ['UPDATE, two-byte path', 'client', update('', '40010102 4002060202 fde9fdea 400304 0a000001', '18c00002')],
  ['UPDATE that withdraws', 'client', update('18c00002', '', '')],
  ['end of table', 'client', update('', '', '')],
  ['UPDATE, aggregator', 'client', update('', '40010100 400200 400304 0a000001 400600 c00706 fde9 0a000001', '00')],
  ['two KEEPALIVEs', 'client', [...bgp(4, []), ...bgp(4, [])]],
  ['NOTIFICATION, hold timer expired', 'server', bgp(3, [4, 0])],
  ['NOTIFICATION, cease', 'client', bgp(3, [6, 2])],
  ['NOTIFICATION with data', 'client', bgp(3, [2, 6, 0, 1])],
  ['NOTIFICATION with words', 'client', bgp(3, hex('06 02 05 6d61696e74'))],
  ['OPEN of many capabilities', 'client', bgpOpen(90, '020a 4508 0001010300020101 0208 4906 02 6162 02 6364 0208 0506 000100010002 0202 4600')],
  ['ROUTE-REFRESH', 'client', bgp(5, hex('0002 01 01'))],
  ['ROUTE-REFRESH of Cisco', 'client', bgp(128, hex('0001 00 01'))],
  ['UPDATE, AS numbers that look like segments', 'client', update('', '400101 00 40020a 0202 0000fde9 00010000 400304 0a000001', '18c00002')],
  [
    'UPDATE, attributes of a reflector',
    'client',
    update('', '400101 00 400200 400304 0a000001 c00810 fde90001 ffffff01 ffff0000 ffff029a 800904 01010101 800a08 01010101 02020202', '18c00002'),
  ],
  ['UPDATE, four-byte aggregator and large community', 'client', update('', 'c01208 00010000 0a000001 c0200c 0000fde9 00000001 00000002', '')],
  [
    'UPDATE of IPv6',
    'client',
    update(
      '',
      '400101 00 400206 0201 0000fde9 800e2f 0002 01 20 20010db8000000000000000000000001 fe800000000000000000000000000001 00 40 20010db800010000 00',
      '',
    ),
  ],
  ['UPDATE that withdraws IPv6', 'client', update('', '800f0c 0002 01 40 20010db800010000', '')],
  ['end of table of IPv6', 'client', update('', '800f03 0002 01', '')],
  ['UPDATE of IPv4 as another protocol', 'client', update('', '800e0d 0001 01 04 0a000001 00 18c00002', '')],
  ['UPDATE of additional paths', 'client', update('00000001 18c00002', '400101 00 400200', '00000001 18c00002 00000002 18c00003')],
  ['UPDATE of labelled routes', 'client', update('', '800e10 0001 04 04 0a000001 00 30 000101 c00002', '')],
  ['next hop beyond its attribute', 'client', update('', '800e05 0002 01 20 20', '')],
  ['prefix too long', 'client', update('', '', '21c0000201')],
  ['attributes longer than the message', 'client', bgp(2, [0, 0, 1, 0, 0x40, 1])],
  ['length below the header', 'server', bgp(4, [], 10)],
]);

const iec = (control: string, data = ''): number[] => [0x68, 4 + hex(data).length, ...hex(control), ...hex(data)];

export const IEC104_SPECIMENS: readonly Specimen[] = conversation(2404, 44001, [
  ['STARTDT act', 'client', iec('07000000')],
  ['STARTDT con', 'server', iec('0b000000')],
  ['I', 'client', iec('00000000', '64 01 06 00 0100 000000 14')],
  ['I with data', 'server', iec('02000200', '0d 81 14 00 0100 010000 0000803f 00')],
  ['S', 'client', iec('01000400')],
  ['TESTFR act', 'client', iec('43000000')],
  ['TESTFR con', 'server', iec('83000000')],
  ['STOPDT act', 'client', iec('13000000')],
  ['STOPDT con', 'server', iec('23000000')],
  ['two in a segment', 'client', [...iec('43000000'), ...iec('01000600')]],
  ['unknown function', 'client', iec('ff000000')],
  ['too short', 'client', [0x68, 2, 1, 0]],
]);
