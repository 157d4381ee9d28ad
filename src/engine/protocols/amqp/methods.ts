/**
 * How an argument is written. `short`: text behind a length of one byte, `counted` the same with the length as part of the field (as Wireshark has
 * it); `long`: bytes behind a length of four bytes, `secret` the same with the length as part of the field; `table`: named values; `bits`: flags
 * that share a byte, the first in its lowest bit.
 */
export type ArgumentForm = 'u8' | 'u16' | 'u32' | 'u64' | 'time' | 'short' | 'counted' | 'long' | 'secret' | 'table' | 'bits';
export type Argument = readonly [form: ArgumentForm, ...names: string[]];

export interface Method {
  readonly name: string;
  readonly arguments: readonly Argument[];
}

const of = (name: string, ...list: readonly Argument[]): Method => ({ name, arguments: list });
const TICKET: Argument = ['u16', 'ticket'];
const TABLE: Argument = ['table', 'arguments'];

export const CLASSES: Readonly<Record<number, string>> = {
  10: 'Connection',
  20: 'Channel',
  30: 'Access',
  40: 'Exchange',
  50: 'Queue',
  60: 'Basic',
  85: 'Confirm',
  90: 'Tx',
};

const CLOSE: readonly Argument[] = [
  ['u16', 'reply_code'],
  ['short', 'reply_text'],
  ['u16', 'class_id'],
  ['u16', 'method_id'],
];
const TUNE: readonly Argument[] = [
  ['u16', 'channel_max'],
  ['u32', 'frame_max'],
  ['u16', 'heartbeat'],
];
const EXCHANGE_BINDING: readonly Argument[] = [
  TICKET,
  ['short', 'destination'],
  ['short', 'source'],
  ['short', 'routing_key'],
  ['bits', 'nowait'],
  TABLE,
];
const QOS: readonly Argument[] = [
  ['u32', 'prefetch_size'],
  ['u16', 'prefetch_count'],
  ['bits', 'global'],
];

/** AMQP 0-9-1 (amqp0-9-1.xml with RabbitMQ's extensions), by class and method. */
export const METHODS: Readonly<Record<number, Readonly<Record<number, Method>>>> = {
  10: {
    10: of('Start', ['u8', 'version_major'], ['u8', 'version_minor'], ['table', 'server_properties'], ['long', 'mechanisms'], ['long', 'locales']),
    11: of('Start-Ok', ['table', 'client_properties'], ['counted', 'mechanism'], ['secret', 'response'], ['counted', 'locale']),
    20: of('Secure', ['secret', 'challenge']),
    21: of('Secure-Ok', ['secret', 'response']),
    30: of('Tune', ...TUNE),
    31: of('Tune-Ok', ...TUNE),
    40: of('Open', ['counted', 'virtual_host'], ['short', 'capabilities'], ['bits', 'insist']),
    41: of('Open-Ok', ['short', 'known_hosts']),
    50: of('Close', ['u16', 'reply_code'], ['counted', 'reply_text'], ['u16', 'class_id'], ['u16', 'method_id']),
    51: of('Close-Ok'),
    60: of('Blocked', ['short', 'reason']),
    61: of('Unblocked'),
  },
  20: {
    10: of('Open', ['short', 'out_of_band']),
    11: of('Open-Ok', ['long', 'channel_id']),
    20: of('Flow', ['bits', 'active']),
    21: of('Flow-Ok', ['bits', 'active']),
    40: of('Close', ...CLOSE),
    41: of('Close-Ok'),
  },
  40: {
    10: of('Declare', TICKET, ['short', 'exchange'], ['short', 'type'], ['bits', 'passive', 'durable', 'auto_delete', 'internal', 'nowait'], TABLE),
    11: of('Declare-Ok'),
    20: of('Delete', TICKET, ['short', 'exchange'], ['bits', 'if_unused', 'nowait']),
    21: of('Delete-Ok'),
    30: of('Bind', ...EXCHANGE_BINDING),
    31: of('Bind-Ok'),
    40: of('Unbind', ...EXCHANGE_BINDING),
    51: of('Unbind-Ok'),
  },
  50: {
    10: of('Declare', TICKET, ['short', 'queue'], ['bits', 'passive', 'durable', 'exclusive', 'auto_delete', 'nowait'], TABLE),
    11: of('Declare-Ok', ['short', 'queue'], ['u32', 'message_count'], ['u32', 'consumer_count']),
    20: of('Bind', TICKET, ['short', 'queue'], ['short', 'exchange'], ['short', 'routing_key'], ['bits', 'nowait'], TABLE),
    21: of('Bind-Ok'),
    30: of('Purge', TICKET, ['short', 'queue'], ['bits', 'nowait']),
    31: of('Purge-Ok', ['u32', 'message_count']),
    40: of('Delete', TICKET, ['short', 'queue'], ['bits', 'if_unused', 'if_empty', 'nowait']),
    41: of('Delete-Ok', ['u32', 'message_count']),
    50: of('Unbind', TICKET, ['short', 'queue'], ['short', 'exchange'], ['short', 'routing_key'], TABLE),
    51: of('Unbind-Ok'),
  },
  60: {
    10: of('Qos', ...QOS),
    11: of('Qos-Ok'),
    20: of(
      'Consume',
      TICKET,
      ['short', 'queue'],
      ['short', 'consumer_tag'],
      ['bits', 'no_local', 'no_ack', 'exclusive', 'nowait'],
      ['table', 'filter'],
    ),
    21: of('Consume-Ok', ['short', 'consumer_tag']),
    30: of('Cancel', ['short', 'consumer_tag'], ['bits', 'nowait']),
    31: of('Cancel-Ok', ['short', 'consumer_tag']),
    40: of('Publish', TICKET, ['short', 'exchange'], ['short', 'routing_key'], ['bits', 'mandatory', 'immediate']),
    50: of('Return', ['u16', 'reply_code'], ['short', 'reply_text'], ['short', 'exchange'], ['short', 'routing_key']),
    60: of('Deliver', ['short', 'consumer_tag'], ['u64', 'delivery_tag'], ['bits', 'redelivered'], ['short', 'exchange'], ['short', 'routing_key']),
    70: of('Get', TICKET, ['short', 'queue'], ['bits', 'no_ack']),
    71: of('Get-Ok', ['u64', 'delivery_tag'], ['bits', 'redelivered'], ['short', 'exchange'], ['short', 'routing_key'], ['u32', 'message_count']),
    72: of('Get-Empty', ['short', 'cluster_id']),
    80: of('Ack', ['u64', 'delivery_tag'], ['bits', 'multiple']),
    90: of('Reject', ['u64', 'delivery_tag'], ['bits', 'requeue']),
    100: of('Recover-Async', ['bits', 'requeue']),
    110: of('Recover', ['bits', 'requeue']),
    111: of('Recover-Ok'),
    120: of('Nack', ['u64', 'delivery_tag'], ['bits', 'multiple', 'requeue']),
  },
  85: { 10: of('Select', ['bits', 'nowait']), 11: of('Select-Ok') },
  90: {
    10: of('Select'),
    11: of('Select-Ok'),
    20: of('Commit'),
    21: of('Commit-Ok'),
    30: of('Rollback'),
    31: of('Rollback-Ok'),
  },
};

/** Properties of a content header, the first in the highest bit of its flags. */
export const CONTENT_PROPERTIES: readonly Argument[] = [
  ['short', 'content_type'],
  ['short', 'content_encoding'],
  ['table', 'headers'],
  ['u8', 'delivery_mode'],
  ['u8', 'priority'],
  ['short', 'correlation_id'],
  ['short', 'reply_to'],
  ['short', 'expiration'],
  ['short', 'message_id'],
  ['time', 'timestamp'],
  ['short', 'type'],
  ['short', 'user_id'],
  ['short', 'app_id'],
  ['short', 'cluster_id'],
];
