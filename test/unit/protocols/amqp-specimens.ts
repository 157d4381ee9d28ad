/** AMQP 0-9-1 frames built in code. */
import { conversation } from './conversations';
import { ascii, counted } from './dns-specimens';
import { fromHex, uint16, uint32 } from './packets';
import type { Specimen } from './specimens';

const frame = (type: number, channel: number, payload: readonly number[], size = payload.length): number[] => [
  type,
  ...uint16(channel),
  ...uint32(size),
  ...payload,
  0xce,
];
const method = (channel: number, klass: number, number: number, ...parts: readonly (readonly number[])[]): number[] =>
  frame(1, channel, [...uint16(klass), ...uint16(number), ...parts.flat()]);
const long = (text: string): number[] => [...uint32(text.length), ...ascii(text)];
const table = (...entries: readonly (readonly number[])[]): number[] => [...uint32(entries.flat().length), ...entries.flat()];
const entry = (name: string, kind: string, value: ArrayLike<number> & Iterable<number>): number[] => [...counted(name), ...ascii(kind), ...value];
const none: number[] = [];
const uint64 = (value: number): number[] => [...uint32(0), ...uint32(value)];

export const tune = (seconds: number): number[] => method(0, 10, 30, uint16(2047), uint32(131072), uint16(seconds));

export const AMQP_SPECIMENS: readonly Specimen[] = [
  ...conversation(5672, 42001, [
    ['protocol header', 'client', [...ascii('AMQP'), 0, 0, 9, 1]],
    [
      'Connection.Start',
      'server',
      method(
        0,
        10,
        10,
        [0, 9],
        table(
          entry('product', 'S', long('RabbitMQ')),
          entry('x', 't', [1]),
          entry('n', 'I', uint32(5)),
          entry('c', 'F', table(entry('a', 't', [0]))),
        ),
        long('PLAIN AMQPLAIN'),
        long('en_US'),
      ),
    ],
    [
      'Connection.Start, all kinds of values',
      'server',
      method(
        0,
        10,
        10,
        [0, 9],
        table(
          entry('b', 'b', [0xff]),
          entry('B', 'B', [0xff]),
          entry('s', 's', [0x80, 1]),
          entry('u', 'u', [0x80, 1]),
          entry('I', 'I', fromHex('ffffffff')),
          entry('i', 'i', fromHex('ffffffff')),
          entry('l', 'l', fromHex('fffffffffffffffe')),
          entry('f', 'f', fromHex('3fc00000')),
          entry('d', 'd', fromHex('bff8000000000000')),
          entry('D', 'D', [2, ...fromHex('fffffff9')]),
          entry('T', 'T', uint64(1_700_000_000)),
          entry('V', 'V', []),
        ),
        long('PLAIN'),
        long('en_US'),
      ),
    ],
    ['Connection.Start-Ok', 'client', method(0, 10, 11, table(), counted('PLAIN'), long('\0guest\0guest'), counted('en_US'))],
    ['Connection.Tune', 'server', tune(60)],
    ['Connection.Tune-Ok', 'client', method(0, 10, 31, uint16(2047), uint32(131072), uint16(60))],
    ['Connection.Open', 'client', method(0, 10, 40, counted('/'), counted(''), [0])],
    ['Connection.Open-Ok', 'server', method(0, 10, 41, counted(''))],
    ['Channel.Open', 'client', method(1, 20, 10, counted(''))],
    ['Channel.Open-Ok', 'server', method(1, 20, 11, long(''))],
    ['Exchange.Declare', 'client', method(1, 40, 10, uint16(0), counted('logs'), counted('fanout'), [2], table())],
    ['Exchange.Declare-Ok', 'server', method(1, 40, 11, none)],
    ['Queue.Declare', 'client', method(1, 50, 10, uint16(0), counted('tasks'), [2], table())],
    ['Queue.Declare-Ok', 'server', method(1, 50, 11, counted('tasks'), uint32(3), uint32(1))],
    ['Queue.Bind', 'client', method(1, 50, 20, uint16(0), counted('tasks'), counted('logs'), counted('key'), [0], table())],
    ['Queue.Bind-Ok', 'server', method(1, 50, 21, none)],
    ['Basic.Qos', 'client', method(1, 60, 10, uint32(0), uint16(10), [0])],
    ['Basic.Qos-Ok', 'server', method(1, 60, 11, none)],
    ['Basic.Consume', 'client', method(1, 60, 20, uint16(0), counted('tasks'), counted('me'), [2], table())],
    ['Basic.Consume-Ok', 'server', method(1, 60, 21, counted('me'))],
    ['Basic.Publish', 'client', method(1, 60, 40, uint16(0), counted('logs'), counted('key'), [1])],
    ['content header', 'client', frame(2, 1, [...uint16(60), ...uint16(0), ...uint64(5), ...uint16(0x9000), ...counted('text/plain'), 2])],
    ['content header with time', 'client', frame(2, 1, [...uint16(60), ...uint16(0), ...uint64(5), ...uint16(0x0040), ...uint64(1_700_000_000)])],
    ['content body', 'client', frame(3, 1, ascii('hello'))],
    ['Basic.Deliver', 'server', method(1, 60, 60, counted('me'), uint64(1), [0], counted('logs'), counted('key'))],
    ['Basic.Ack', 'client', method(1, 60, 80, uint64(1), [0])],
    ['Basic.Nack', 'client', method(1, 60, 120, uint64(2), [2])],
    ['Basic.Get-Empty', 'server', method(1, 60, 72, counted(''))],
    ['Confirm.Select', 'client', method(1, 85, 10, [0])],
    ['heartbeat', 'client', frame(8, 0, none)],
    ['two in a segment', 'server', [...frame(8, 0, none), ...method(1, 60, 80, uint64(9), [1])]],
    ['Channel.Close', 'server', method(1, 20, 40, uint16(404), counted('NOT_FOUND'), uint16(60), uint16(40))],
    ['Channel.Close-Ok', 'client', method(1, 20, 41, none)],
    ['Connection.Blocked', 'server', method(0, 10, 60, counted('low on memory'))],
    ['Connection.Close', 'client', method(0, 10, 50, uint16(200), counted('bye'), uint16(0), uint16(0))],
    ['Connection.Close-Ok', 'server', method(0, 10, 51, none)],
  ]),
  ...conversation(5672, 42002, [
    ['Header', 'client', [...ascii('AMQP'), 0, 0, 9, 1]],
    ['unknown method', 'server', method(1, 60, 999, none)],
    ['unknown class', 'server', method(1, 999, 1, [1, 2])],
    ['table longer than its frame', 'client', method(1, 50, 10, uint16(0), counted('q'), [2], uint32(4000))],
    ['unknown frame type', 'client', frame(9, 0, [1, 2, 3])],
    ['no frame end', 'client', fromHex('08 0000 00000000 00')],
  ]),
];
