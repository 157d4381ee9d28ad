import { formatIpv6 } from '../../../shared/base/address';
import { absoluteTimeText } from '../absolute-time';
import { MessageCursor } from '../message-cursor';
import { addDomain } from './names';

/** What a record holds, given its data. Returns what the line of the record and the Info column say of it, '' for nothing. */
export type DataDecoder = (data: MessageCursor, start: number) => string;

/**
 * How one part of the data is read: a number of bytes for an unsigned number, a kind of value, or `[field]` for text behind a length of one byte
 * that has this field.
 */
type Form = 1 | 2 | 4 | 'name' | 'ipv4' | 'ipv6' | 'mac' | 'time' | 'text' | 'bytes' | readonly [lengthField: string];
type Part = readonly [field: string, form: Form];

export function readPart(data: MessageCursor, start: number, [field, form]: Part): string {
  switch (form) {
    case 1:
    case 2:
    case 4:
      return String(data.uint(field, form));
    case 'name':
      return addDomain(data, start, field)?.text ?? '';
    case 'ipv4':
      return data.ipv4(field);
    case 'ipv6':
      return data.ipv6(field);
    case 'mac':
      return data.mac(field);
    case 'time':
      return addTime(data, field);
    case 'text':
      return data.text(field, data.left);
    case 'bytes':
      data.bytes(field, data.left);
      return '';
    default:
      return data.text(field, data.uint(form[0], 1));
  }
}

/** Seconds since the epoch in 4 bytes. */
export function addTime(data: MessageCursor, field: string): string {
  const text = absoluteTimeText(data.peek(4));
  data.add(field, 4, text);
  return text;
}

/** Parts one after the other; the summary is made of those that `shown` names by index. */
export function parts(list: readonly Part[], shown: readonly number[] = []): DataDecoder {
  return (data, start) => {
    const texts = list.map((part) => readPart(data, start, part));
    return shown.map((index) => texts[index]).join(' ');
  };
}

/** One domain name. */
export const name = (field: string): DataDecoder => parts([[field, 'name']], [0]);

/** Texts with a length of one byte each, up to the end. */
export function texts(field: string, lengthField: string): DataDecoder {
  return (data) => {
    while (data.left > 0) data.text(field, data.uint(lengthField, 1));
    return '';
  };
}

/** Bit map of record types (RFC 4034 section 4.1.2): each type that is set, at the byte of its bit. */
function addTypeBitmap(data: MessageCursor): void {
  while (data.left > 0) {
    const window = data.peek(1);
    const length = data.peek(1, 1);
    data.skip(2);
    for (let i = 0; i < length && data.left > 0; i++) {
      const byte = data.peek(1);
      for (let bit = 0; bit < 8; bit++) {
        const type = window * 256 + i * 8 + bit;
        if ((byte & (0x80 >> bit)) !== 0 && data.has(1)) data.layer.field('dns.resp.type', data.at, 1, type, { parent: data.parent });
      }
      data.skip(1);
    }
  }
}

const KEY_FLAGS = ['zone_key', 'key_revoked', 'secure_entry_point', 'reserved'].map((flag) => `dns.dnskey.flags.${flag}`);
const OLD_KEY_FLAGS = [
  'authentication',
  'confidentiality',
  'required',
  'associated_user',
  'associated_named_entity',
  'ipsec',
  'mime',
  'signatory',
].map((flag) => `dns.key.flags.${flag}`);

export function decodeDnskey(data: MessageCursor): string {
  data.flags('dns.dnskey.flags', 2, KEY_FLAGS);
  data.uint('dns.dnskey.protocol', 1);
  data.uint('dns.dnskey.algorithm', 1);
  data.bytes('dns.dnskey.public_key', data.left);
  return '';
}

export function decodeKey(data: MessageCursor): string {
  data.flags('dns.key.flags', 2, OLD_KEY_FLAGS);
  data.uint('dns.key.protocol', 1);
  data.uint('dns.key.algorithm', 1);
  data.bytes('dns.key.public_key', data.left);
  return '';
}

export function decodeWks(data: MessageCursor): string {
  const address = data.ipv4('dns.wks.address');
  data.uint('dns.wks.protocol', 1);
  for (let port = 0; data.left > 0; port += 8) {
    const bits = data.peek(1);
    const ports = Array.from({ length: 8 }, (_, bit) => ((bits & (0x80 >> bit)) === 0 ? -1 : port + bit)).filter((set) => set >= 0);
    if (bits === 0) data.skip(1);
    else data.uint('dns.wks.bits', 1, { text: `0x${bits.toString(16).padStart(2, '0')} (${ports.join(', ')})` });
  }
  return address;
}

/** An IPv6 suffix behind a prefix length (RFC 2874 section 3.1). */
export function decodeA6(data: MessageCursor, start: number): string {
  const prefix = data.uint('dns.a6.prefix_len', 1);
  const length = Math.max(0, 16 - (prefix >> 3));
  if (!data.has(length)) return String(prefix);
  const address = new Uint8Array(16);
  address.set(data.layer.bytes.subarray(data.at, data.at + length), 16 - length);
  const suffix = formatIpv6(address, 0);
  data.add('dns.a6.address_suffix', length, suffix);
  const rest = prefix > 0 ? addDomain(data, start, 'dns.a6.prefix_name')?.text : undefined;
  return rest === undefined ? `${prefix} ${suffix}` : `${prefix} ${suffix} ${rest}`;
}

/** Address prefixes, each without its zeros at the end (RFC 3123). */
export function decodeApl(data: MessageCursor): string {
  while (data.left > 0) {
    const family = data.uint('dns.apl.address_family', 2);
    data.uint('dns.apl.coded_prefix', 1);
    const length = data.bits(1, ['dns.apl.negation', 'dns.apl.afdlength']) & 0x7f;
    addPrefix(data, family, length, ['dns.apl.afdpart.ipv4', 'dns.apl.afdpart.ipv6', 'dns.apl.afdpart.data']);
  }
  return '';
}

/** An address of `length` bytes, the rest being zero; family 1 is IPv4 and 2 IPv6 (IANA: Address Family Numbers). */
export function addPrefix(data: MessageCursor, family: number, length: number, fields: readonly [v4: string, v6: string, other: string]): void {
  const size = family === 1 ? 4 : 16;
  if ((family !== 1 && family !== 2) || length > size) {
    data.bytes(fields[2], length);
    return;
  }
  if (!data.has(length)) return;
  const address = new Uint8Array(size);
  address.set(data.layer.bytes.subarray(data.at, data.at + length));
  data.add(fields[family === 1 ? 0 : 1], length, family === 1 ? address.join('.') : formatIpv6(address, 0));
}

export function decodeIpseckey(data: MessageCursor, start: number): string {
  data.uint('dns.ipseckey.gateway_precedence', 1);
  const gateway = data.uint('dns.ipseckey.gateway_type', 1);
  data.uint('dns.ipseckey.gateway_algorithm', 1);
  if (gateway === 1) data.ipv4('dns.ipseckey.gateway_ipv4');
  else if (gateway === 2) data.ipv6('dns.ipseckey.gateway_ipv6');
  else if (gateway === 3) addDomain(data, start, 'dns.ipseckey.gateway_dns');
  data.bytes('dns.ipseckey.public_key', data.left);
  return '';
}

export function decodeNsec(data: MessageCursor, start: number): string {
  const next = addDomain(data, start, 'dns.nsec.next_domain_name')?.text ?? '';
  addTypeBitmap(data);
  return next;
}

export function addHashParameters(data: MessageCursor): void {
  data.uint('dns.nsec3.algo', 1);
  data.flags('dns.nsec3.flags', 1, ['dns.nsec3.flags.opt_out']);
  data.uint('dns.nsec3.iterations', 2);
  data.bytes('dns.nsec3.salt_value', data.uint('dns.nsec3.salt_length', 1));
}

export function decodeNsec3(data: MessageCursor): string {
  addHashParameters(data);
  const length = data.uint('dns.nsec3.hash_length', 1);
  if (data.has(length)) data.add('dns.nsec3.hash_value', length, base32(data.layer.bytes.subarray(data.at, data.at + length)));
  addTypeBitmap(data);
  return '';
}

/** Base 32 with extended hex alphabet, without padding (RFC 4648 section 7). */
function base32(bytes: Uint8Array): string {
  let text = '';
  let bits = 0;
  let held = 0;
  for (const byte of bytes) {
    held = (held << 8) | byte;
    bits += 8;
    for (; bits >= 5; bits -= 5) text += ((held >> (bits - 5)) & 31).toString(32);
    held &= (1 << bits) - 1;
  }
  return bits > 0 ? text + ((held << (5 - bits)) & 31).toString(32) : text;
}

export function decodeHip(data: MessageCursor, start: number): string {
  const tag = data.uint('dns.hip.hit.length', 1);
  data.uint('dns.hip.hit.pk.algo', 1);
  const key = data.uint('dns.hip.pk.length', 2);
  data.bytes('dns.hip.hit', tag);
  data.bytes('dns.hip.pk', key);
  while (data.left > 0) addDomain(data, start, 'dns.hip.rendezvous_server');
  return '';
}

export function decodeCsync(data: MessageCursor): string {
  data.uint('dns.csync.soa', 4);
  data.flags('dns.csync.flags', 2, ['dns.csync.flags.immediate', 'dns.csync.flags.soaminimum']);
  const { at, left } = data;
  data.bytes('dns.csync.type_bitmap', left);
  if (!data.failed) addTypeBitmap(new MessageCursor(data.layer, at, data.end, data.parent));
  return '';
}

/** RFC 8659 section 4.1. */
export function decodeCaa(data: MessageCursor): string {
  data.flags('dns.caa.flags', 1, ['dns.caa.flags.issuer_critical']);
  const length = data.peek(1);
  const tag = length <= 15 ? String.fromCharCode(...data.layer.bytes.subarray(data.at + 1, Math.min(data.layer.end, data.at + 1 + length))) : '';
  const field = ['issue', 'issuewild', 'iodef'].includes(tag) ? `dns.caa.${tag}` : 'dns.caa.unknown';
  const inner = data.group(field, data.left, {});
  inner.uint('dns.caa.tag_length', 1);
  inner.text('dns.caa.tag', length);
  const value = inner.text('dns.caa.value', inner.left);
  inner.describe(value, value);
  return '';
}

export function decodeService(data: MessageCursor, start: number): string {
  data.uint('dns.svcb.svcpriority', 2);
  addDomain(data, start, 'dns.svcb.targetname');
  while (data.left > 0) addServiceParameter(data);
  return '';
}

/** RFC 9460 section 2.2. */
function addServiceParameter(data: MessageCursor): void {
  const key = data.peek(2);
  const parameter = data.group('dns.svcb.svcparam', Math.min(data.left, 4 + data.peek(2, 2)));
  parameter.uint('dns.svcb.svcparam.key', 2);
  parameter.uint('dns.svcb.svcparam.value.length', 2);
  const field = 'dns.svcb.svcparam.';
  if (key > 6) parameter.bytes(`${field}value`, parameter.left);
  else if (key === 5) parameter.bytes(`${field}echconfig`, parameter.left);
  while (parameter.left > 0) {
    if (key === 0) parameter.uint(`${field}mandatory.key`, 2);
    else if (key === 1) parameter.text(`${field}alpn`, parameter.uint(`${field}alpn.length`, 1));
    else if (key === 3) parameter.uint(`${field}port`, 2);
    else if (key === 4) parameter.ipv4(`${field}ipv4hint.ip`);
    else if (key === 6) parameter.ipv6(`${field}ipv6hint.ip`);
    else break;
  }
}

export function decodeTsig(data: MessageCursor, start: number): string {
  addDomain(data, start, 'dns.tsig.algorithm_name');
  const seconds = data.peek(2) * 2 ** 32 + data.peek(4, 2);
  data.add('dns.tsig.time_signed', 6, absoluteTimeText(seconds));
  data.uint('dns.tsig.fudge', 2);
  const size = data.uint('dns.tsig.mac_size', 2);
  if (size > 0) data.add('dns.tsig.mac', size, null);
  data.uint('dns.tsig.original_id', 2);
  data.uint('dns.tsig.error', 2);
  data.bytes('dns.tsig.other_data', data.uint('dns.tsig.other_len', 2));
  return '';
}

export function decodeTkey(data: MessageCursor, start: number): string {
  addDomain(data, start, 'dns.tkey.algo_name');
  addTime(data, 'dns.tkey.signature_inception');
  addTime(data, 'dns.tkey.signature_expiration');
  data.uint('dns.tkey.mode', 2);
  data.uint('dns.tkey.error', 2);
  data.bytes('dns.tkey.key_data', data.uint('dns.tkey.key_size', 2));
  data.bytes('dns.tkey.other_data', data.uint('dns.tkey.other_size', 2));
  return '';
}
