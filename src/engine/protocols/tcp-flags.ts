import type { LayerBuilder } from './dissection';

/** Bits of the 12 flag bits (RFC 9293 section 3.1, RFC 9768 for AE). */
export const FLAG = { fin: 0x01, syn: 0x02, rst: 0x04, psh: 0x08, ack: 0x10, urg: 0x20, ece: 0x40, cwr: 0x80, ae: 0x100, reserved: 0xe00 } as const;

/** In the order of the bits, as Wireshark names them in lists: lowest first. */
const NAMES: readonly (readonly [bit: number, name: string])[] = [
  [FLAG.fin, 'FIN'],
  [FLAG.syn, 'SYN'],
  [FLAG.rst, 'RST'],
  [FLAG.psh, 'PSH'],
  [FLAG.ack, 'ACK'],
  [FLAG.urg, 'URG'],
  [FLAG.ece, 'ECE'],
  [FLAG.cwr, 'CWR'],
  [FLAG.ae, 'AE'],
  [FLAG.reserved, 'Reserved'],
];
const LETTERS = 'RRRACEUAPRSF';

/** Fields in the order of the tree, with the code of what each means. */
const FIELDS: readonly (readonly [name: string, bit: number, code: string])[] = [
  ['tcp.flags.res', FLAG.reserved, 'tcp-flag-reserved'],
  ['tcp.flags.ae', FLAG.ae, 'tcp-flag-ae'],
  ['tcp.flags.cwr', FLAG.cwr, 'tcp-flag-cwr'],
  ['tcp.flags.ece', FLAG.ece, 'tcp-flag-ece'],
  ['tcp.flags.urg', FLAG.urg, 'tcp-flag-urg'],
  ['tcp.flags.ack', FLAG.ack, 'tcp-flag-ack'],
  ['tcp.flags.push', FLAG.psh, 'tcp-flag-psh'],
  ['tcp.flags.reset', FLAG.rst, 'tcp-flag-rst'],
  ['tcp.flags.syn', FLAG.syn, 'tcp-flag-syn'],
  ['tcp.flags.fin', FLAG.fin, 'tcp-flag-fin'],
];

const namesByFlags: (string | undefined)[] = new Array<string | undefined>(0x1000).fill(undefined);

/** `PSH, ACK`; `<None>` when no bit is set. */
export function flagNames(flags: number): string {
  const known = namesByFlags[flags];
  if (known !== undefined) return known;
  const names = NAMES.filter(([bit]) => (flags & bit) !== 0).map(([, name]) => name);
  const text = names.length > 0 ? names.join(', ') : '<None>';
  namesByFlags[flags] = text;
  return text;
}

/** Code of what a combination of flags says about the connection. */
function meaning(flags: number): string {
  const core = flags & (FLAG.syn | FLAG.ack | FLAG.fin | FLAG.rst);
  if ((core & FLAG.rst) !== 0) return (core & FLAG.ack) !== 0 ? 'tcp-flags-reset-ack' : 'tcp-flags-reset';
  if (core === FLAG.syn) return 'tcp-flags-syn';
  if (core === (FLAG.syn | FLAG.ack)) return 'tcp-flags-syn-ack';
  if ((core & FLAG.fin) !== 0) return 'tcp-flags-fin';
  return (flags & FLAG.psh) !== 0 ? 'tcp-flags-push' : 'tcp-flags-ack';
}

export function addFlags(layer: LayerBuilder, flags: number): void {
  const parent = layer.read('tcp.flags', {
    text: `0x${flags.toString(16).padStart(3, '0')} (${flagNames(flags)})`,
    explanation: { code: meaning(flags), data: {} },
  });
  for (const [name, bit, code] of FIELDS) {
    layer.read(name, { parent, explanation: (flags & bit) !== 0 ? { code, data: {} } : null });
  }
  let letters = '';
  for (let i = 0; i < LETTERS.length; i++) letters += (flags & (0x800 >> i)) !== 0 ? LETTERS[i] : '·';
  layer.field('tcp.flags.str', layer.offset + 12, 2, letters, { parent });
}
