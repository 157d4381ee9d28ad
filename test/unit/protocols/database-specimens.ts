/** PostgreSQL and MySQL messages built in code. */
import { conversation } from './conversations';
import { ascii } from './dns-specimens';
import { fromHex, uint16, uint32 } from './packets';
import type { Specimen } from './specimens';

const hex = (text: string): number[] => [...fromHex(text)];
const z = (text: string): number[] => [...ascii(text), 0];
const pg = (letter: string, body: readonly number[] = [], length = 4 + body.length): number[] => [...ascii(letter), ...uint32(length), ...body];
const untyped = (code: number, body: readonly number[] = []): number[] => [...uint32(8 + body.length), ...uint32(code), ...body];
const startup = untyped(0x30000, [...z('user'), ...z('me'), ...z('database'), ...z('shop'), 0]);

export const PGSQL_SPECIMENS: readonly Specimen[] = [
  ...conversation(5432, 49001, [
    ['SSL request', 'client', untyped(80877103)],
    ['no TLS', 'server', ascii('N')],
    ['startup', 'client', startup],
    ['authentication, MD5', 'server', pg('R', [...uint32(5), 1, 2, 3, 4])],
    ['password', 'client', pg('p', z('md5abc'))],
    ['authentication done', 'server', pg('R', uint32(0))],
    ['parameter status', 'server', pg('S', [...z('server_version'), ...z('16.1')])],
    ['backend key', 'server', pg('K', [...uint32(77), ...uint32(88)])],
    ['ready', 'server', pg('Z', ascii('I'))],
    ['simple query', 'client', pg('Q', z('SELECT 1'))],
    [
      'row description',
      'server',
      pg('T', [...uint16(1), ...z('a'), ...uint32(0), ...uint16(0), ...uint32(23), ...uint16(4), ...hex('ffffffff'), ...uint16(0)]),
    ],
    ['data row', 'server', pg('D', [...uint16(2), ...uint32(1), 0x31, ...hex('ffffffff')])],
    ['command complete', 'server', pg('C', z('SELECT 1'))],
    ['several in a segment', 'server', [...pg('C', z('SELECT 1')), ...pg('Z', ascii('T'))]],
    ['error', 'server', pg('E', [...z('SERROR'), ...z('C42P01'), ...z('Mno such table'), ...z('P15'), 0])],
    ['notice', 'server', pg('N', [...z('SNOTICE'), ...z('C00000'), ...z('Mhi'), 0])],
    ['parse', 'client', pg('P', [...z('s1'), ...z('SELECT $1'), ...uint16(0)])],
    ['describe', 'client', pg('D', [0x53, ...z('s1')])],
    ['execute', 'client', pg('E', [...z(''), ...uint32(0)])],
    ['sync', 'client', pg('S')],
    ['parse complete', 'server', pg('1')],
    ['empty query', 'server', pg('I')],
    ['notification', 'server', pg('A', [...uint32(7), ...z('channel'), ...z('text')])],
    ['terminate', 'client', pg('X')],
  ]),
  ...conversation(5432, 49002, [['cancel', 'client', untyped(80877102, [...uint32(77), ...uint32(88)])]]),
  ...conversation(5432, 49003, [['SASL', 'server', pg('R', [...uint32(10), ...z('SCRAM-SHA-256'), 0])]]),
  ...conversation(5432, 49006, [
    ['GSS encryption request', 'client', untyped(80877104)],
    ['no GSS encryption', 'server', ascii('N')],
    ['startup of a newer minor version', 'client', untyped(0x30002, [...z('user'), ...z('me'), 0])],
    ['negotiation', 'server', pg('v', [...uint32(0), ...uint32(1), ...z('_pq_.x')])],
    ['SASL request', 'server', pg('R', [...uint32(10), ...z('SCRAM-SHA-256'), 0])],
    ['SASL, first answer', 'client', pg('p', [...z('SCRAM-SHA-256'), ...uint32(7), ...ascii('n,,n=,r')])],
    ['SASL goes on', 'server', pg('R', [...uint32(11), ...ascii('r=abc')])],
    ['SASL, answer', 'client', pg('p', ascii('c=biws'))],
    ['SASL done', 'server', [...pg('R', [...uint32(12), ...ascii('v=xyz')])]],
    ['parameter types', 'server', pg('t', [...uint16(2), ...uint32(23), ...uint32(25)])],
    ['copy in', 'server', pg('G', [0, ...uint16(2), ...uint16(0), ...uint16(1)])],
    ['copy out', 'server', pg('H', [1, ...uint16(1), ...uint16(1)])],
    ['value of a function', 'server', pg('V', [...uint32(2), 1, 2])],
    ['GSS request', 'server', pg('R', uint32(7))],
    ['GSS answer', 'client', pg('p', [1, 2, 0, 4])],
    ['GSS goes on', 'server', pg('R', [...uint32(8), 1, 2, 3])],
  ]),
  ...conversation(5432, 49004, [['length below four', 'client', pg('Q', [], 2)]]),
  ...conversation(5432, 49005, [['text without end', 'client', pg('Q', ascii('SELECT'))]]),
];

const mysql = (number: number, body: readonly number[]): number[] => [body.length & 255, body.length >> 8, 0, number, ...body];
const counted = (text: string): number[] => [text.length, ...ascii(text)];

export const MYSQL_SPECIMENS: readonly Specimen[] = [
  ...conversation(3306, 50001, [
    [
      'greeting',
      'server',
      mysql(0, [
        10,
        ...z('8.0.36'),
        ...hex('07000000'),
        ...z('abcdefgh'),
        ...hex('fff7 21 0200 ff81 15'),
        ...new Array<number>(10).fill(0),
        ...z('ijklmnopqrst'),
        ...z('mysql_native_password'),
      ]),
    ],
    [
      'login',
      'client',
      mysql(1, [
        ...hex('0da20a00 00000001 21'),
        ...new Array<number>(23).fill(0),
        ...z('me'),
        20,
        ...new Array<number>(20).fill(7),
        ...z('shop'),
        ...z('mysql_native_password'),
      ]),
    ],
    ['OK', 'server', mysql(2, hex('00 00 00 0200 0000'))],
    ['query', 'client', mysql(0, [3, ...ascii('SELECT 1')])],
    ['error', 'server', mysql(1, [255, ...hex('7a04'), ...ascii('#42S02'), ...ascii('no such table')])],
    ['ping', 'client', mysql(0, [14])],
    ['answer to ping', 'server', mysql(1, hex('00 00 00 0200 0000'))],
    ['use', 'client', mysql(0, [2, ...ascii('shop')])],
    ['OK with rows', 'server', mysql(1, hex('00 05 fc0001 0200 0100'))],
    ['statistics', 'client', mysql(0, [9])],
    ['statistics, answer', 'server', mysql(1, ascii('Uptime: 5'))],
    ['prepare', 'client', mysql(0, [22, ...ascii('SELECT ?')])],
    ['prepare, answer', 'server', mysql(1, hex('00 01000000 0100 0100 00 0000'))],
    ['close statement', 'client', mysql(0, [25, ...hex('01000000')])],
    ['query with rows', 'client', mysql(0, [3, ...ascii('SELECT a')])],
    ['column count', 'server', mysql(1, [1])],
    ['end of columns', 'server', mysql(2, hex('fe 0000 0200'))],
    ['row', 'server', mysql(3, counted('1'))],
    ['end of rows', 'server', mysql(4, hex('fe 0000 0200'))],
    ['quit', 'client', mysql(0, [1])],
  ]),
  ...conversation(3306, 50002, [['error instead of a greeting', 'server', mysql(0, [255, ...hex('1004'), ...ascii('Too many connections')])]]),
  ...conversation(3306, 50003, [
    [
      'greeting before TLS',
      'server',
      mysql(0, [
        10,
        ...z('5.7'),
        ...hex('07000000'),
        ...z('abcdefgh'),
        ...hex('ffff 21 0200 ffc1 15'),
        ...new Array<number>(10).fill(0),
        ...z('ijklmnopqrst'),
        ...z('x'),
      ]),
    ],
    ['TLS request', 'client', mysql(1, [...hex('85ae0300 00000001 21'), ...new Array<number>(23).fill(0)])],
  ]),
  ...conversation(3306, 50004, [['empty', 'client', mysql(0, [])]]),
];
