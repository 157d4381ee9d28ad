import { readUint32 } from '../../shared/base/bytes';
import { absoluteTimeText, UNSET_TIME } from './absolute-time';
import type { LayerBuilder } from './dissection';
import { bits, freeBytes, freeHex, freeTime, freeUint, group } from './field-spec';
import { MessageCursor } from './message-cursor';
import { defineProtocol } from './protocol';

const PORT = 123;
/** Modes (RFC 5905 section 7.3) of messages of other forms. */
const CONTROL = 6;
const PRIVATE = 7;
/** Seconds from 1900 to 1970; times with a clear first bit are those of the next era, from 2036 on (RFC 5905 section 6). */
const EPOCH = 2_208_988_800;
const ERA = 2 ** 32;
/** Lengths of a message digest behind the key identifier; extension fields are longer (RFC 7822 section 3). */
const DIGEST_LENGTHS = [16, 20];

const MODES: Readonly<Record<number, string>> = {
  0: 'reserved',
  1: 'symmetric active',
  2: 'symmetric passive',
  3: 'client',
  4: 'server',
  5: 'broadcast',
  6: 'reserved for NTP control message',
  7: 'reserved for private use',
};
const SHORT_MODES: Readonly<Record<number, string>> = { ...MODES, 6: 'control', 7: 'private' };
const LEAPS: Readonly<Record<number, string>> = {
  0: 'no warning',
  1: 'last minute of the day has 61 seconds',
  2: 'last minute of the day has 59 seconds',
  3: 'unknown (clock unsynchronized)',
};
const EXTENSIONS: Readonly<Record<number, string>> = {
  260: 'Unique Identifier',
  516: 'NTS Cookie',
  772: 'NTS Cookie Placeholder',
  1028: 'NTS Authenticator and Encrypted Extension Fields',
};

function decodeNtp(layer: LayerBuilder): void {
  const cursor = new MessageCursor(layer);
  const first = cursor.peek(1);
  const mode = first & 7;
  const version = (first >> 3) & 7;
  const text = `NTP Version ${version}, ${SHORT_MODES[mode]}`;
  layer.describe(layer.end - layer.offset, `Network Time Protocol (${text})`);
  cursor.flags('ntp.flags', 1, ['ntp.flags.li', 'ntp.flags.vn', 'ntp.flags.mode'], {
    text: `0x${first.toString(16).padStart(2, '0')}, Leap Indicator: ${LEAPS[first >> 6]}, Version number: NTP Version ${version}, Mode: ${MODES[mode]}`,
  });
  if (!cursor.failed) layer.column('info', text);
  if (mode === CONTROL || mode === PRIVATE) {
    layer.data(cursor.at, layer.end, 'control message');
    return;
  }
  addHeader(cursor);
  addExtensions(cursor);
}

function addHeader(cursor: MessageCursor): void {
  const stratum = cursor.peek(1);
  cursor.uint('ntp.stratum', 1, { text: `${stratumText(stratum)} (${stratum})` });
  const poll = (cursor.peek(1) << 24) >> 24;
  cursor.uint('ntp.ppoll', 1, {
    text: `${poll} (${2 ** poll} seconds)`,
    explanation: { code: 'ntp-poll', data: { exponent: poll, seconds: 2 ** poll } },
  });
  const precision = (cursor.peek(1) << 24) >> 24;
  cursor.uint('ntp.precision', 1, { text: `${(2 ** precision).toFixed(9)} seconds` });
  for (const name of ['ntp.rootdelay', 'ntp.rootdispersion']) cursor.uint(name, 4, { text: `${(cursor.peek(4) / 0x10000).toFixed(6)} seconds` });
  cursor.bytes('ntp.refid', 4, { text: referenceText(cursor, stratum) });
  for (const name of ['ntp.reftime', 'ntp.org', 'ntp.rec', 'ntp.xmt']) addTimestamp(cursor, name);
}

function stratumText(stratum: number): string {
  if (stratum === 0) return 'unspecified or invalid';
  if (stratum === 1) return 'primary reference';
  return stratum < 16 ? 'secondary reference' : stratum === 16 ? 'unsynchronized' : 'reserved';
}

/** The name of a clock, a kiss code, or the address of the server one stratum up (RFC 5905 section 7.3). */
function referenceText(cursor: MessageCursor, stratum: number): string {
  const bytes = [0, 1, 2, 3].map((ahead) => cursor.peek(1, ahead));
  if (stratum > 1) return bytes.join('.');
  return bytes
    .filter((byte) => byte !== 0)
    .map((byte) => (byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : '.'))
    .join('');
}

/** Seconds and a fraction of 2^32, both 32 bits. */
function addTimestamp(cursor: MessageCursor, name: string): void {
  if (!cursor.has(8)) return;
  const seconds = readUint32(cursor.layer.bytes, cursor.at);
  const fraction = readUint32(cursor.layer.bytes, cursor.at + 4);
  cursor.add(name, 8, seconds === 0 && fraction === 0 ? UNSET_TIME : timestampText(seconds, fraction));
}

function timestampText(seconds: number, fraction: number): string {
  const since1900 = seconds >= ERA / 2 ? seconds : seconds + ERA;
  return absoluteTimeText(since1900 - EPOCH, Math.floor((fraction / ERA) * 1e9));
}

function addExtensions(cursor: MessageCursor): void {
  while (cursor.left > 0) {
    if (DIGEST_LENGTHS.includes(cursor.left - 4) || cursor.left === 4) {
      cursor.bytes('ntp.keyid', 4);
      cursor.bytes('ntp.mac', cursor.left);
      return;
    }
    const type = cursor.peek(2);
    const length = cursor.peek(2, 2);
    if (length < 4 && cursor.layer.end - cursor.at >= 4) {
      cursor.refuse(4);
      return;
    }
    const extension = cursor.group('ntp.ext', Math.max(4, length), { text: EXTENSIONS[type] ?? `0x${type.toString(16).padStart(4, '0')}` });
    extension.uint('ntp.ext.type', 2);
    extension.uint('ntp.ext.length', 2);
    extension.bytes('ntp.ext.value', extension.left);
  }
}

export const ntp = defineProtocol({
  id: 'ntp',
  title: 'Network Time Protocol',
  short: 'NTP',
  spec: 'RFC 5905',
  fields: {
    'ntp.flags': freeHex('Flags', { digits: 2 }),
    'ntp.flags.li': bits('Leap Indicator', 0, 1, [0, 2], { values: LEAPS }),
    'ntp.flags.vn': bits('Version number', 0, 1, [2, 3], {
      values: { 1: 'NTP Version 1', 2: 'NTP Version 2', 3: 'NTP Version 3', 4: 'NTP Version 4' },
    }),
    'ntp.flags.mode': bits('Mode', 0, 1, [5, 3], { values: MODES }),
    'ntp.stratum': freeUint('Peer Clock Stratum'),
    'ntp.ppoll': freeUint('Peer Polling Interval'),
    'ntp.precision': freeUint('Peer Clock Precision'),
    'ntp.rootdelay': freeUint('Root Delay'),
    'ntp.rootdispersion': freeUint('Root Dispersion'),
    'ntp.refid': freeBytes('Reference ID'),
    'ntp.reftime': freeTime('Reference Timestamp'),
    'ntp.org': freeTime('Origin Timestamp'),
    'ntp.rec': freeTime('Receive Timestamp'),
    'ntp.xmt': freeTime('Transmit Timestamp'),
    'ntp.keyid': freeBytes('Key ID'),
    'ntp.mac': freeBytes('Message Authentication Code'),
    'ntp.ext': group('Extension'),
    'ntp.ext.type': freeHex('Field Type', { values: EXTENSIONS, digits: 4 }),
    'ntp.ext.length': freeUint('Length'),
    'ntp.ext.value': freeBytes('Value'),
  },
  attach: [{ table: 'udp-port', keys: [PORT] }],
  decode: decodeNtp,
});
