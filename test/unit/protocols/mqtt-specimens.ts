/** MQTT messages of versions 3.1.1 and 5 built in code. */
import { conversation } from './conversations';
import { ascii } from './dns-specimens';
import { fromHex, uint16, uint32 } from './packets';
import type { Specimen } from './specimens';

const text = (value: string): number[] => [...uint16(value.length), ...ascii(value)];
const message = (first: number, body: readonly number[]): number[] => [
  first,
  ...(body.length < 128 ? [body.length] : [(body.length & 0x7f) | 0x80, body.length >> 7]),
  ...body,
];
const properties = (...list: readonly (readonly number[])[]): number[] => [list.flat().length, ...list.flat()];

export const connect = (version: number, flags: number, keepAlive: number, rest: readonly number[]): number[] =>
  message(0x10, [...text('MQTT'), version, flags, ...uint16(keepAlive), ...rest]);

const VERSION_3: readonly Specimen[] = conversation(1883, 41001, [
  ['CONNECT', 'client', connect(4, 0xce, 60, [...text('c1'), ...text('will'), ...text('gone'), ...text('me'), ...text('secret')])],
  ['CONNACK', 'server', message(0x20, [1, 0])],
  ['SUBSCRIBE', 'client', message(0x82, [...uint16(1), ...text('a/#'), 1, ...text('b'), 0])],
  ['SUBACK', 'server', message(0x90, [...uint16(1), 1, 0x80])],
  ['PUBLISH', 'client', message(0x30, [...text('a/b'), ...ascii('hello')])],
  ['PUBLISH with quality 1', 'server', message(0x3b, [...text('a/b'), ...uint16(7), ...ascii('hi')])],
  ['PUBACK', 'client', message(0x40, uint16(7))],
  ['PUBREC', 'client', message(0x50, uint16(7))],
  ['PUBREL', 'client', message(0x62, uint16(7))],
  ['PUBCOMP', 'client', message(0x70, uint16(7))],
  ['UNSUBSCRIBE', 'client', message(0xa2, [...uint16(2), ...text('b')])],
  ['UNSUBACK', 'server', message(0xb0, uint16(2))],
  ['PINGREQ', 'client', message(0xc0, [])],
  ['PINGRESP', 'server', message(0xd0, [])],
  ['long PUBLISH', 'client', message(0x30, [...text('a'), ...new Array<number>(200).fill(0x41)])],
  ['two in a segment', 'client', [...message(0x30, [...text('a'), 0x31]), ...message(0xc0, [])]],
  ['DISCONNECT', 'client', message(0xe0, [])],
]);

const VERSION_5: readonly Specimen[] = conversation(1883, 41002, [
  [
    'CONNECT 5',
    'client',
    connect(5, 0x06, 30, [
      ...properties([0x11, ...uint32(3600)], [0x21, ...uint16(20)], [0x26, ...text('k'), ...text('v')], [0x15, ...text('x')], [0x16, ...text('yz')]),
      ...text('c2'),
      ...properties([0x18, ...uint32(5)], [0x01, 1]),
      ...text('will'),
      ...text('gone'),
    ]),
  ],
  [
    'CONNACK 5',
    'server',
    message(0x20, [
      0,
      0,
      ...properties([0x13, ...uint16(45)], [0x24, 1], [0x25, 1], [0x27, ...uint32(1000)], [0x12, ...text('c2')], [0x22, ...uint16(10)]),
    ]),
  ],
  ['SUBSCRIBE 5', 'client', message(0x82, [...uint16(1), ...properties([0x0b, 0x80, 0x01]), ...text('a'), 0x2e])],
  ['SUBACK 5', 'server', message(0x90, [...uint16(1), 0, 2])],
  [
    'PUBLISH 5',
    'client',
    message(0x30, [...text('a'), ...properties([0x23, ...uint16(3)], [0x03, ...text('text/plain')], [0x09, ...text('id')]), ...ascii('x')]),
  ],
  ['PUBACK 5', 'server', message(0x40, [...uint16(7), 0x10, 0])],
  ['PUBACK 5, success left out', 'server', message(0x40, uint16(8))],
  ['UNSUBACK 5', 'server', message(0xb0, [...uint16(2), 0, 0x11])],
  ['AUTH', 'client', message(0xf0, [0x18, ...properties([0x15, ...text('m')])])],
  ['PINGREQ 5', 'client', message(0xc0, [])],
  ['DISCONNECT 5, keep-alive timeout', 'server', message(0xe0, [0x8d, ...properties([0x1f, ...text('idle')])])],
]);

export const MQTT_SPECIMENS: readonly Specimen[] = [
  ...VERSION_3,
  ...VERSION_5,
  ...conversation(1883, 41003, [['length of five bytes', 'client', fromHex('30ffffffff01')]]),
  ...conversation(1883, 41004, [['topic longer than the message', 'client', message(0x30, [0, 200, 0x61])]]),
  ...conversation(7001, 41005, [['CONNECT on another port', 'client', connect(4, 2, 0, text('c3'))]]),
];
