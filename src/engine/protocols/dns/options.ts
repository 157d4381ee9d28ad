import type { MessageCursor } from '../message-cursor';
import { addDomain } from './names';
import { OPTION_CODES } from './numbers';
import { addPrefix } from './record-decoders';

/** RFC 7828: units of 100 ms. */
const KEEPALIVE_UNIT_MS = 100;

/** The data of an OPT record: options of EDNS(0) (RFC 6891 section 6.1.2), each by code and length. */
export function addOptions(data: MessageCursor): void {
  while (data.left > 0) {
    const code = data.peek(2);
    const option = data.group('dns.opt', 4 + data.peek(2, 2), { text: OPTION_CODES[code] ?? `Unknown (${code})` });
    option.uint('dns.opt.code', 2);
    option.uint('dns.opt.len', 2);
    const { at } = option;
    option.bytes('dns.opt.data', option.left);
    if (option.failed) return;
    option.at = at;
    addOption(option, code);
  }
}

function addOption(option: MessageCursor, code: number): void {
  switch (code) {
    case 5:
    case 6:
    case 7: {
      const field = code === 5 ? 'dns.opt.dau' : code === 6 ? 'dns.opt.dhu' : 'dns.opt.n3u';
      while (option.left > 0) option.uint(field, 1);
      return;
    }
    case 8:
    case 20730: {
      const family = option.uint('dns.opt.client.family', 2);
      option.uint('dns.opt.client.netmask', 1);
      option.uint('dns.opt.client.scope', 1);
      if (option.left > 0) addPrefix(option, family, option.left, ['dns.opt.client.addr4', 'dns.opt.client.addr6', 'dns.opt.client.addr']);
      return;
    }
    case 10:
      option.bytes('dns.opt.cookie.client', 8);
      option.bytes('dns.opt.cookie.server', option.left);
      return;
    case 11:
      if (option.left > 0) addTimeout(option);
      return;
    case 12:
      option.bytes('dns.opt.padding', option.left);
      return;
    case 13:
      addDomain(option, option.at, 'dns.opt.chain.fqdn');
      return;
    case 15:
      option.uint('dns.opt.ext_error.info_code', 2);
      if (option.left > 0) option.text('dns.opt.ext_error.extra_text', option.left);
      return;
  }
}

function addTimeout(option: MessageCursor): void {
  const seconds = (option.peek(2) * KEEPALIVE_UNIT_MS) / 1000;
  option.uint('dns.opt.edns_tcp_keepalive.timeout', 2, { explanation: { code: 'dns-tcp-keepalive', data: { seconds } } });
}
