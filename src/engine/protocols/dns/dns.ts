import { readUint16 } from '../../../shared/base/bytes';
import type { LayerBuilder } from '../dissection';
import { MessageCursor } from '../message-cursor';
import { PDU } from '../message-stream';
import { defineProtocol } from '../protocol';
import { DNS_FIELDS } from './fields';
import { addDomain } from './names';
import { className, OPCODES, REPLY_CODES, typeName } from './numbers';
import { addOptions } from './options';
import { RECORD_DATA, SUMMARY_WORDS } from './record-data';

/** RFC 1035 section 4.1.1. */
const HEADER_LENGTH = 12;
const RESPONSE = 0x8000;
const AUTHENTICATED = 0x0020;
const UPDATE = 5;
const STATEFUL = 6;
const OPT = 41;
const PORT = 53;
const MULTICAST_PORT = 5353;
const LINK_LOCAL_PORT = 5355;
/** Bytes before each message over TCP (RFC 1035 section 4.2.2). */
const LENGTH_PREFIX = 2;

/** What all parts of one message share. */
interface Message {
  readonly start: number;
  readonly multicast: boolean;
  /** Behind the transaction ID in the Info column. */
  readonly words: string[];
}

const FLAGS_OF_QUERY = ['response', 'opcode', 'truncated', 'recdesired', 'z', 'checkdisable'].map((flag) => `dns.flags.${flag}`);
const FLAGS_OF_RESPONSE = [
  'response',
  'opcode',
  'authoritative',
  'truncated',
  'recdesired',
  'recavail',
  'z',
  'authenticated',
  'checkdisable',
  'rcode',
].map((flag) => `dns.flags.${flag}`);

const COUNTS = ['queries', 'answers', 'auth_rr', 'add_rr'].map((section) => `dns.count.${section}`);
const COUNTS_OF_UPDATE = ['zones', 'prerequisites', 'updates', 'add_rr'].map((section) => `dns.count.${section}`);
const SECTIONS = ['dns.queries', 'dns.answers', 'dns.authorities', 'dns.additionals'] as const;
const SECTIONS_OF_UPDATE = ['Zone', 'Prerequisites', 'Updates', 'Additional records'];

/** What tells the three protocols apart that share the format. */
interface Variant {
  readonly title: string;
  /** Multicast DNS has a flag in the class (RFC 6762 section 18.12). */
  readonly multicast: boolean;
  readonly queryFlags: readonly string[];
  readonly responseFlags: readonly string[];
}

function decodeMessage(layer: LayerBuilder, variant: Variant): void {
  const overTcp = layer.shared.transport === 'tcp';
  const cursor = new MessageCursor(layer);
  if (overTcp) {
    const length = cursor.uint('dns.length', LENGTH_PREFIX);
    if (!cursor.failed) layer.limit(cursor.at + length);
  }
  decodeFrom(new MessageCursor(layer, cursor.at), variant);
}

function decodeFrom(cursor: MessageCursor, variant: Variant): void {
  const { layer, at: start } = cursor;
  const flags = cursor.peek(2, 2);
  const isResponse = (flags & RESPONSE) !== 0;
  const opcode = (flags >> 11) & 15;
  layer.describe(layer.end - layer.offset, `${variant.title} (${isResponse ? 'response' : 'query'})`);
  const id = cursor.uint('dns.id', 2);
  const operation = OPCODES[opcode] ?? `Unknown operation (${opcode})`;
  const error = isResponse && (flags & 15) !== 0 ? ` ${REPLY_CODES[flags & 15] ?? `Unknown error (${flags & 15})`}` : '';
  const text = `0x${flags.toString(16).padStart(4, '0')} ${operation}${isResponse ? ` response,${error === '' ? ' No error' : error}` : ''}`;
  cursor.flags('dns.flags', 2, isResponse ? variant.responseFlags : queryFlags(variant, flags), { text });
  const counts = (opcode === UPDATE ? COUNTS_OF_UPDATE : COUNTS).map((name) => cursor.uint(name, 2));
  const message: Message = { start, multicast: variant.multicast, words: [] };
  if (opcode === STATEFUL) addStateful(cursor);
  else addSections(cursor, message, counts, opcode === UPDATE);
  const words = [operation + (isResponse ? ' response' : ''), `0x${id.toString(16).padStart(4, '0')}${error}`, ...message.words].join(' ');
  if (layer.end - start >= HEADER_LENGTH) layer.column('info', words);
  if (cursor.left > 0) cursor.rest('dns.extraneous.data');
}

/** A query may ask for authenticated data by the flag of answers (RFC 6840 section 5.7). */
function queryFlags(variant: Variant, flags: number): readonly string[] {
  return (flags & AUTHENTICATED) === 0 ? variant.queryFlags : [...variant.queryFlags, 'dns.flags.authenticated'];
}

function addSections(cursor: MessageCursor, message: Message, counts: readonly number[], isUpdate: boolean): void {
  for (const [index, section] of SECTIONS.entries()) {
    const count = counts[index] ?? 0;
    if (count === 0 || cursor.failed) continue;
    const label = isUpdate ? SECTIONS_OF_UPDATE[index] : undefined;
    const inner = cursor.open(section, label ? { label } : undefined);
    for (let i = 0; i < count && !inner.failed; i++) {
      if (index === 0) addQuestion(inner, message);
      else addRecord(inner, message);
    }
    cursor.close(inner);
  }
}

function addQuestion(section: MessageCursor, message: Message): void {
  const start = section.at;
  const question = section.open('dns.query');
  const { layer } = section;
  const domain = addDomain(question, message.start, 'dns.qry.name');
  if (domain) {
    const parent = question.parent;
    layer.field('dns.qry.name.len', start, domain.length, domain.text.length, { parent });
    layer.field('dns.count.labels', start, domain.length, domain.labels, { parent });
  }
  const type = question.uint('dns.qry.type', 2);
  const { isSet, value } = addClass(question, message, 'dns.qry.class', 'dns.qry.qu');
  const multicast = message.multicast ? `, "${isSet ? 'QU' : 'QM'}" question` : '';
  section.close(question, domain ? `${domain.text}: type ${typeName(type)}, class ${className(value)}${multicast}` : '');
  if (domain && !question.failed) message.words.push(`${typeName(type)} ${domain.text}${multicast}`);
}

/** Class of a question or record; over multicast its first bit is a flag with a field of its own. */
function addClass(cursor: MessageCursor, message: Message, name: string, flag: string): { value: number; isSet: boolean } {
  const whole = cursor.peek(2);
  const { layer, at, parent } = cursor;
  if (!message.multicast) return { value: cursor.uint(name, 2), isSet: false };
  const value = whole & 0x7fff;
  cursor.add(name, 2, value, { bits: { offset: 1, count: 15 } });
  if (!cursor.failed) layer.read(flag, { parent }, at);
  return { value, isSet: whole >= 0x8000 };
}

function addRecord(section: MessageCursor, message: Message): void {
  const record = section.open('dns.record');
  const domain = addDomain(record, message.start, 'dns.resp.name');
  const type = record.uint('dns.resp.type', 2);
  const isOption = type === OPT;
  const { value, isSet } = isOption ? addExtension(record) : addClassAndTime(record, message);
  const length = record.uint('dns.resp.len', 2);
  const flush = isSet ? ', cache flush' : '';
  if (domain && !record.failed) message.words.push(`${typeName(type)}${flush}`);
  const summary = record.failed ? '' : addData(record, message, type, length);
  if (summary !== '') message.words.push(summary);
  const said = summary === '' ? '' : `, ${SUMMARY_WORDS[type] ? `${SUMMARY_WORDS[type]} ` : ''}${summary}`;
  const kind = isOption ? '' : `, class ${className(value)}${flush}`;
  section.close(record, domain ? `${domain.text}: type ${typeName(type)}${kind}${said}` : '');
}

function addClassAndTime(record: MessageCursor, message: Message): { value: number; isSet: boolean } {
  const kind = addClass(record, message, 'dns.resp.class', 'dns.resp.cache_flush');
  const seconds = record.peek(4);
  record.uint('dns.resp.ttl', 4, { explanation: { code: 'dns-ttl', data: { seconds } } });
  return kind;
}

/** What EDNS(0) keeps where other records have class and time to live (RFC 6891 section 6.1.2). */
function addExtension(record: MessageCursor): { value: number; isSet: boolean } {
  const size = record.peek(2);
  record.uint('dns.rr.udp_payload_size', 2, { explanation: { code: 'dns-payload-size', data: { bytes: size } } });
  record.uint('dns.resp.ext_rcode', 1);
  record.uint('dns.resp.edns0_version', 1);
  record.flags('dns.resp.z', 2, ['dns.resp.z.do', 'dns.resp.z.reserved']);
  return { value: 0, isSet: false };
}

function addData(record: MessageCursor, message: Message, type: number, length: number): string {
  const data = record.part(length);
  if (data.failed || length === 0) return '';
  if (type === OPT) {
    addOptions(data);
    return '';
  }
  const decode = RECORD_DATA[type];
  if (!decode) {
    data.rest('dns.data');
    return '';
  }
  const summary = decode(data, message.start);
  return data.failed ? '' : summary;
}

/** RFC 8490 section 5.4: type, length, value behind the header. */
function addStateful(cursor: MessageCursor): void {
  if (cursor.left === 0) return;
  const operations = cursor.group('dns.dso', cursor.left);
  while (operations.left > 0) {
    const type = operations.peek(2);
    const text = { 1: 'Keep Alive', 2: 'Retry Delay', 3: 'Encryption Padding' }[type] ?? `Unknown (${type})`;
    const operation = operations.group('dns.dso.tlv', 4 + operations.peek(2, 2), { text });
    operation.uint('dns.dso.tlv.type', 2);
    operation.uint('dns.dso.tlv.length', 2);
    if (type === 1) {
      operation.uint('dns.dso.tlv.keepalive.inactivity', 4, {
        explanation: { code: 'dns-stateful-inactivity', data: { seconds: operation.peek(4) / 1000 } },
      });
      operation.uint('dns.dso.tlv.keepalive.interval', 4, {
        explanation: { code: 'dns-stateful-keepalive', data: { seconds: operation.peek(4) / 1000 } },
      });
    } else if (type === 2) operation.uint('dns.dso.tlv.retrydelay.retrydelay', 4);
    else operation.bytes(type === 3 ? 'dns.dso.tlv.encpad.padding' : 'dns.dso.tlv.data', operation.left);
  }
}

const UNICAST: Variant = { title: 'Domain Name System', multicast: false, queryFlags: FLAGS_OF_QUERY, responseFlags: FLAGS_OF_RESPONSE };
/** RFC 4795 section 2.1.1: other names for two of the flags, fewer of them. */
const LINK_LOCAL_FLAGS = ['response', 'opcode', 'conflict', 'truncated', 'tentative', 'rcode'].map((flag) => `dns.flags.${flag}`);

export const dns = defineProtocol({
  id: 'dns',
  title: UNICAST.title,
  short: 'DNS',
  spec: 'RFC 1035',
  fields: DNS_FIELDS,
  attach: [
    { table: 'udp-port', keys: [PORT] },
    { table: 'tcp-port', keys: [PORT] },
  ],
  pdu: (bytes, offset, end) => (end - offset < LENGTH_PREFIX ? PDU.more : LENGTH_PREFIX + readUint16(bytes, offset)),
  decode: (layer) => decodeMessage(layer, UNICAST),
});

/** The same messages to the hosts of one link. */
export const mdns = defineProtocol({
  id: 'mdns',
  title: 'Multicast Domain Name System',
  short: 'MDNS',
  spec: 'RFC 6762',
  fields: {},
  attach: [{ table: 'udp-port', keys: [MULTICAST_PORT] }],
  decode: (layer) => decodeMessage(layer, { ...UNICAST, title: 'Multicast Domain Name System', multicast: true }),
});

export const llmnr = defineProtocol({
  id: 'llmnr',
  title: 'Link-local Multicast Name Resolution',
  short: 'LLMNR',
  spec: 'RFC 4795',
  fields: {},
  attach: [{ table: 'udp-port', keys: [LINK_LOCAL_PORT] }],
  decode: (layer) =>
    decodeMessage(layer, {
      title: 'Link-local Multicast Name Resolution',
      multicast: false,
      queryFlags: LINK_LOCAL_FLAGS.slice(0, -1),
      responseFlags: LINK_LOCAL_FLAGS,
    }),
});
