import { describe, expect, it } from 'vitest';
import { dissect } from '../../../src/engine/protocols/dissect';
import { registry } from '../../../src/engine/protocols/index';
import { AMQP_SPECIMENS } from './amqp-specimens';
import { plainFacts } from './capture-frames';
import { conversation, streamsOf, type Turn } from './conversations';
import { MYSQL_SPECIMENS, PGSQL_SPECIMENS } from './database-specimens';
import { SCTP_SPECIMENS } from './datagram-specimens';
import { ascii } from './dns-specimens';
import { connect } from './mqtt-specimens';
import { allNodes, findNode } from './nodes';
import { uint32 } from './packets';
import type { Specimen } from './specimens';
import { STOMP_SPECIMENS } from './text-specimens';

/** Every specimen dissected with its conversation around it. */
function inConversation(specimens: readonly Specimen[]) {
  const streams = streamsOf(specimens);
  return specimens.map(({ name, bytes }, i) => {
    const packet = dissect(bytes, { ...plainFacts(i + 1, 1, bytes.length), stream: () => streams[i] ?? null }, registry);
    return { name, packet, columns: `${packet.columns.protocol}|${packet.columns.info}` };
  });
}

const columnsOf = (specimens: readonly Specimen[]) => Object.fromEntries(inConversation(specimens).map(({ name, columns }) => [name, columns]));
const turns = (port: number, ...list: readonly Turn[]) => inConversation(conversation(port, 40000, list));

describe('columns that tshark does not show alike', () => {
  it('of STOMP', () => {
    expect(columnsOf(STOMP_SPECIMENS)).toMatchObject({
      CONNECT: 'STOMP|CONNECT heart-beat=10000,20000',
      'heart-beat': 'STOMP|heart-beat',
      MESSAGE: 'STOMP|MESSAGE subscription=0 destination=/queue/a',
      SUBSCRIBE: 'STOMP|SUBSCRIBE id=0 destination=/queue/a, heart-beat',
      'CONNECT on another port': 'STOMP|STOMP',
    });
  });

  it('of MySQL: what a packet is depends on those before it', () => {
    expect(columnsOf(MYSQL_SPECIMENS)).toMatchObject({
      login: 'MySQL|Login Request user=me',
      query: 'MySQL|Request Query { SELECT 1 }',
      'statistics, answer': 'MySQL|Response',
      'prepare, answer': 'MySQL|Response OK',
      row: 'MySQL|Response Row or column',
      'end of rows': 'MySQL|Response EOF',
      'TLS request': 'MySQL|Login Request TLS',
    });
  });

  it('of MySQL: a login over several packets, a file that the server asks for, rows without a header', () => {
    const packet = (number: number, ...body: number[]) => [body.length, 0, 0, number, ...body];
    const saltAndFlags = ascii('abcdefgh\0\0\0');
    const packets = turns(
      3306,
      ['greeting', 'server', packet(0, 10, ...ascii('8\0'), 1, 0, 0, 0, ...saltAndFlags)],
      ['login', 'client', packet(1, 0x05, 0xa2, 0, 0, 0, 0, 0, 1, 33, ...new Array<number>(23).fill(0), ...ascii('me\0'), 0)],
      ['more', 'server', packet(2, 1, 4)],
      ['proof', 'client', packet(3, 1, 2)],
      ['switch', 'server', packet(4, 0xfe, ...ascii('mysql_native_password\0abcdefgh\0'))],
      ['answer', 'client', packet(5, 1, 2)],
      ['done', 'server', packet(6, 0, 0, 0, 2, 0, 0, 0)],
      ['load', 'client', packet(0, 3, ...ascii('LOAD DATA LOCAL'))],
      ['which', 'server', packet(1, 0xfb, ...ascii('new.csv'))],
      ['file', 'client', packet(2, ...ascii('1,2'))],
      ['loaded', 'server', packet(4, 0, 1, 0, 2, 0, 0, 0)],
      ['fetch', 'client', packet(0, 28, 1, 0, 0, 0, 9, 0, 0, 0)],
      ['row', 'server', packet(1, 0, 0, 5, 0, 0, 0)],
      ['change', 'client', packet(0, 17, ...ascii('me\0'), 0, 0)],
      ['again', 'server', packet(1, 0xfe, ...ascii('mysql_native_password\0abcdefgh\0'))],
      ['prove', 'client', packet(2, 1, 2)],
    );
    expect(packets.map(({ columns }) => columns.slice('MySQL|'.length))).toEqual([
      'Server Greeting proto=10 version=8',
      'Login Request user=me',
      'Auth More Data',
      'Authentication data',
      'Auth Switch Request mysql_native_password',
      'Authentication data',
      'Response OK',
      'Request Query { LOAD DATA LOCAL }',
      'Response Local Infile new.csv',
      'File content',
      'Response OK',
      'Request Fetch Data',
      'Response Row or column',
      'Request Change User',
      'Auth Switch Request mysql_native_password',
      'Authentication data',
    ]);
    expect(packets.flatMap(({ packet }) => packet.issues)).toEqual([]);
    expect(findNode(packets[11]?.packet ?? { tree: [] }, 'mysql.stmt_id')?.value).toBe(1);
  });

  it('of a PostgreSQL session that goes on encrypted', () => {
    const packets = turns(
      5432,
      ['ask', 'client', [...uint32(8), ...uint32(80877103)]],
      ['yes', 'server', ascii('S')],
      ['hello', 'client', [22, 3, 1, 0, 4, 1, 0, 0, 0]],
    );
    expect(packets.map(({ columns }) => columns.split('|')[0])).toEqual(['PGSQL', 'PGSQL', expect.stringMatching(/^TLS/)]);
  });
});

describe('an SCTP chunk', () => {
  it.each([
    ['SACK with gaps and duplicates', 0],
    ['SACK with fewer gaps than it counts', 1],
  ])('%s: %i issues', (name, count) => {
    const specimen = inConversation(SCTP_SPECIMENS).find((one) => one.name === name);
    expect(specimen?.packet.issues.map(({ kind }) => kind)).toEqual(new Array(count).fill('malformed'));
  });
});

describe('values of an AMQP table', () => {
  it('are read by their kind', () => {
    const start = inConversation(AMQP_SPECIMENS).find(({ name }) => name === 'Connection.Start, all kinds of values');
    const texts = allNodes(start?.packet ?? { tree: [] }).filter(({ name }) => name === 'amqp.field');
    expect(texts.map(({ text }) => text)).toEqual([
      'b: -1',
      'B: 255',
      's: -32767',
      'u: 32769',
      'I: -1',
      'i: 4294967295',
      'l: -2',
      'f: 1.5',
      'd: -1.5',
      'D: -0.07',
      'T: Nov 14, 2023 22:13:20.000000000 UTC',
      'V: void',
    ]);
  });
});

describe('what a PostgreSQL client proves itself with', () => {
  const field = (name: string, of: string) => {
    const packet = inConversation(PGSQL_SPECIMENS).find((specimen) => specimen.name === name)?.packet;
    return [findNode(packet ?? { tree: [] }, of)?.value, packet?.issues.length];
  };

  it.each([
    ['no GSS encryption', 'pgsql.ssl_answer', 'N'],
    ['password', 'pgsql.password', 'md5abc'],
    ['SASL, first answer', 'pgsql.auth.sasl.mech', 'SCRAM-SHA-256'],
    ['SASL, answer', 'pgsql.auth.sasl.data', '633d62697773'],
    ['GSS answer', 'pgsql.auth.gssapi_sspi.data', '01020004'],
  ])('%s: %s', (name, of, value) => {
    expect(field(name, of)).toEqual([value, 0]);
  });
});

describe('messages over several segments', () => {
  it.each([
    ['MQTT', 1883, connect(4, 2, 60, [0, 2, 99, 49]), 'mqtt.kalive'],
    ['BGP', 179, [...new Array<number>(16).fill(255), 0, 19, 4], 'bgp.type'],
    ['STOMP', 61613, ascii('SEND\ndestination:/q\n\nhello\0'), 'stomp.command'],
    ['memcached', 11211, ascii('set key 0 0 5\r\nhello\r\n'), 'memcache.value'],
    ['FIX', 9880, ascii('8=FIX.4.2\x019=5\x0135=0\x0110=161\x01'), 'fix.MsgType'],
    ['DNS', 53, [0, 12, 0, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0], 'dns.id'],
    ['IEC 60870-5-104', 2404, [0x68, 4, 0x43, 0, 0, 0], 'iec60870_104.utype'],
  ])('of %s are one, wherever they are cut', (_name, port, message, field) => {
    const whole = findNode(turns(port, ['whole', 'client', message])[0]?.packet ?? { tree: [] }, field);
    expect(whole).toBeDefined();
    for (let cut = port === 9880 ? 5 : 1; cut < message.length; cut++) {
      const [first, second] = turns(port, ['first', 'client', message.slice(0, cut)], ['second', 'client', message.slice(cut)]);
      expect(findNode(first?.packet ?? { tree: [] }, field), `cut at ${cut}`).toBeUndefined();
      expect(findNode(second?.packet ?? { tree: [] }, field)?.value, `cut at ${cut}`).toBe(whole?.value);
      expect(second?.packet.issues, `cut at ${cut}`).toEqual([]);
    }
  });
});

describe('the pass over a capture', () => {
  it('is not made slower by application protocols', () => {
    const ids = ['dns', 'mdns', 'llmnr', 'dhcp', 'ntp', 'quic', 'sctp', 'mqtt', 'amqp', 'bgp', 'pgsql', 'mysql', 'memcache', 'stomp'];
    for (const id of [...ids, 'iec60870_104', 'fix', 'nbss', 'smb2']) {
      expect(registry.byId(id), id).toBeDefined();
      expect(registry.byId(id)?.step, id).toBeUndefined();
    }
  });
});
