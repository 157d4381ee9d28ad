/** STOMP, memcached and FIX messages built in code. */
import { conversation } from './conversations';
import { ascii } from './dns-specimens';
import type { Specimen } from './specimens';

export const STOMP_SPECIMENS: readonly Specimen[] = [
  ...conversation(61613, 45001, [
    ['CONNECT', 'client', ascii('CONNECT\naccept-version:1.2\nhost:a\nheart-beat:10000,20000\n\n\0')],
    ['CONNECTED', 'server', ascii('CONNECTED\r\nversion:1.2\r\nheart-beat:0,0\r\n\r\n\0')],
    ['heart-beat', 'client', ascii('\n')],
    ['heart-beat with return', 'client', ascii('\r\n')],
    ['SUBSCRIBE', 'client', ascii('SUBSCRIBE\nid:0\ndestination:/queue/a\n\n\0\n')],
    ['MESSAGE', 'server', ascii('MESSAGE\nsubscription:0\nmessage-id:7\ndestination:/queue/a\ncontent-length:5\n\nhe\0lo\0')],
    ['SEND without length', 'client', ascii('SEND\ndestination:/queue/a\n\nhello\0')],
    ['ERROR', 'server', ascii('ERROR\nmessage:bad\n\n\0')],
    ['header without colon', 'client', ascii('ACK\nid\n\n\0')],
    ['no command', 'client', ascii('HELLO\n\n\0')],
    ['content longer than the segment', 'client', ascii('SEND\ncontent-length:500\n\nabc')],
  ]),
  ...conversation(7002, 45002, [['CONNECT on another port', 'client', ascii('STOMP\naccept-version:1.2\n\n\0')]]),
];

export const MEMCACHED_SPECIMENS: readonly Specimen[] = conversation(11211, 46001, [
  ['set', 'client', ascii('set key 5 60 3\r\nabc\r\n')],
  ['STORED', 'server', ascii('STORED\r\n')],
  ['set without reply', 'client', ascii('set key 0 0 1 noreply\r\nx\r\n')],
  ['get', 'client', ascii('get key\r\n')],
  ['VALUE', 'server', ascii('VALUE key 5 3\r\nabc\r\nEND\r\n')],
  ['gets of several', 'client', ascii('gets key other\r\n')],
  ['VALUE with cas', 'server', ascii('VALUE key 5 3 17\r\nabc\r\nEND\r\n')],
  ['cas', 'client', ascii('cas key 0 0 1 17\r\ny\r\n')],
  ['incr', 'client', ascii('incr n 5\r\n')],
  ['number', 'server', ascii('12\r\n')],
  ['delete', 'client', ascii('delete key\r\n')],
  ['DELETED', 'server', ascii('DELETED\r\n')],
  ['touch', 'client', ascii('touch key 10\r\n')],
  ['version', 'client', ascii('version\r\n')],
  ['VERSION', 'server', ascii('VERSION 1.6.21\r\n')],
  ['stats', 'client', ascii('stats\r\n')],
  ['STAT', 'server', ascii('STAT pid 7\r\nSTAT uptime 100\r\nEND\r\n')],
  ['flush', 'client', ascii('flush_all\r\n')],
  ['OK', 'server', ascii('OK\r\n')],
  ['meta no-op', 'client', ascii('mn\r\n')],
  ['MN', 'server', ascii('MN\r\n')],
  ['error', 'server', ascii('CLIENT_ERROR bad data chunk\r\n')],
  ['quit', 'client', ascii('quit\r\n')],
  ['no command', 'client', ascii('hello there\r\n')],
]).concat(conversation(11211, 46002, [['data longer than the segment', 'client', ascii('set key 0 0 500\r\nabc')]]));

/** A message with its length and checksum. */
export function fixMessage(body: string, checksum?: string): number[] {
  const text = body.replaceAll('|', '\x01');
  const start = `8=FIX.4.2\x019=${text.length}\x01${text}`;
  const sum = [...start].reduce((total, letter) => (total + letter.charCodeAt(0)) & 255, 0);
  return ascii(`${start}10=${checksum ?? String(sum).padStart(3, '0')}\x01`);
}

const HEAD = '34=2|49=A|52=20240101-00:00:00|56=B|';
export const FIX_SPECIMENS: readonly Specimen[] = conversation(9880, 47001, [
  ['Logon', 'client', fixMessage(`35=A|${HEAD}98=0|108=30|141=Y|`)],
  ['Heartbeat', 'server', fixMessage(`35=0|${HEAD}`)],
  ['TestRequest', 'client', fixMessage(`35=1|${HEAD}112=ping|`)],
  ['Heartbeat that answers', 'server', fixMessage(`35=0|${HEAD}112=ping|`)],
  ['two in a segment', 'client', [...fixMessage(`35=0|${HEAD}`), ...fixMessage(`35=1|${HEAD}112=x|`)]],
  ['NewOrderSingle', 'client', fixMessage(`35=D|${HEAD}11=o1|21=1|55=IBM|54=1|60=20240101-00:00:00|38=100|40=2|44=10.5|`)],
  ['ExecutionReport', 'server', fixMessage(`35=8|${HEAD}37=1|17=2|150=0|39=0|55=IBM|54=1|151=100|14=0|6=0|`)],
  ['ResendRequest', 'client', fixMessage(`35=2|${HEAD}7=1|16=0|`)],
  ['SequenceReset', 'client', fixMessage(`35=4|${HEAD}123=Y|36=5|`)],
  ['Reject', 'server', fixMessage(`35=3|${HEAD}45=2|58=no|`)],
  ['Logout', 'client', fixMessage(`35=5|${HEAD}58=bye|`)],
  ['wrong checksum', 'client', fixMessage(`35=0|${HEAD}`, '000')],
  ['unknown type and tag', 'client', fixMessage(`35=zz|${HEAD}99999=1|`)],
  ['pair without equals', 'client', fixMessage('35=0|abc|')],
  ['body longer than the segment', 'client', ascii('8=FIX.4.2\x019=5000\x0135=0\x01')],
]);
