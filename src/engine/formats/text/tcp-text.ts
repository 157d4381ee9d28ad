/** What tcpdump prints of a TCP header: `Flags [P.], cksum 0x1234 (correct), seq 1:15, ack 1, win 229, urg 3, options [...], length 14`. */

export const TCP_FLAG = { fin: 0x01, syn: 0x02, rst: 0x04, psh: 0x08, ack: 0x10, urg: 0x20, ece: 0x40, cwr: 0x80, ae: 0x100 } as const;

const FLAG_LETTERS: Readonly<Record<string, number>> = {
  F: TCP_FLAG.fin,
  S: TCP_FLAG.syn,
  R: TCP_FLAG.rst,
  P: TCP_FLAG.psh,
  '.': TCP_FLAG.ack,
  U: TCP_FLAG.urg,
  E: TCP_FLAG.ece,
  W: TCP_FLAG.cwr,
  e: TCP_FLAG.ae,
};

export interface TcpText {
  /** Sum of TCP_FLAG bits. */
  readonly flags: number;
  /** As printed with -v. */
  readonly checksum: number | null;
  readonly checksumCorrect: boolean;
  /** As printed: relative to the connection's begin, or absolute. */
  readonly sequence: number | null;
  readonly acknowledgment: number | null;
  readonly window: number | null;
  readonly urgentPointer: number | null;
  /** Text between the brackets of `options [...]`. */
  readonly options: string | null;
  readonly payloadLength: number | null;
}

const FLAGS = /^(?:\[[^\]]*\] )*Flags \[([^\]]*)\]/;
/** What stands in front of each number. */
const NUMBER_ITEMS = { seq: ', seq ', ack: ', ack ', win: ', win ', urg: ', urg ', length: ', length ' } as const;
const NUMBER_NAMES = ['seq', 'ack', 'win', 'length', 'urg'] as const;
/** Matched where the item before it ended. */
const CHECKSUM_ITEM = /, cksum 0x([0-9a-f]+) \((correct|incorrect[^)]*|[^)]*)\)/y;
const OPTIONS_ITEM = ', options [';

type NumberName = keyof typeof NUMBER_ITEMS;

/** Null when the text is no TCP header. */
export function readTcpText(text: string): TcpText | null {
  const flags = FLAGS.exec(text);
  if (!flags) return null;
  const values: Record<NumberName, number | null> = { seq: null, ack: null, win: null, urg: null, length: null };
  let checksum: number | null = null;
  let checksumCorrect = false;
  let options: string | null = null;
  let sequenceEnd: number | null = null;
  let at = flags[0].length;
  while (values.length === null) {
    const name = numberNameAt(text, at);
    const sum = name !== null ? null : matchAt(CHECKSUM_ITEM, text, at);
    if (name !== null) {
      const begin = at + NUMBER_ITEMS[name].length;
      at = digitsEnd(text, begin);
      values[name] = Number(text.slice(begin, at));
      const rangeEnd = text[at] === ':' ? digitsEnd(text, at + 1) : at;
      if (rangeEnd > at + 1) {
        sequenceEnd = Number(text.slice(at + 1, rangeEnd));
        at = rangeEnd;
      }
    } else if (sum) {
      checksum = Number.parseInt(sum[1] as string, 16);
      checksumCorrect = sum[2] === 'correct';
      at += sum[0].length;
    } else if (text.startsWith(OPTIONS_ITEM, at)) {
      options = bracketed(text, at + OPTIONS_ITEM.length);
      at += OPTIONS_ITEM.length + options.length + 1;
    } else break;
  }
  return {
    flags: flagBits(flags[1] as string),
    checksum,
    checksumCorrect,
    sequence: values.seq,
    acknowledgment: values.ack,
    window: values.win,
    urgentPointer: values.urg,
    options,
    payloadLength: values.length ?? (values.seq !== null && sequenceEnd !== null ? (sequenceEnd - values.seq) >>> 0 : null),
  };
}

/** Which number stands at a place of the text; null for none. Items are many: a match of a pattern for each costs more than all the rest. */
function numberNameAt(text: string, at: number): NumberName | null {
  for (const name of NUMBER_NAMES) {
    const item = NUMBER_ITEMS[name];
    if (text.startsWith(item, at) && isDigit(text.charCodeAt(at + item.length))) return name;
  }
  return null;
}

function digitsEnd(text: string, begin: number): number {
  let at = begin;
  while (isDigit(text.charCodeAt(at))) at++;
  return at;
}

/** False for NaN, what lies behind the end. */
function isDigit(code: number): boolean {
  return code >= 0x30 && code <= 0x39;
}

function matchAt(pattern: RegExp, text: string, at: number): RegExpExecArray | null {
  pattern.lastIndex = at;
  return pattern.exec(text);
}

function flagBits(letters: string): number {
  if (letters === 'none') return 0;
  let bits = 0;
  for (const letter of letters) bits |= FLAG_LETTERS[letter] ?? 0;
  return bits;
}

/** Text from `begin` up to the closing bracket of an open one; brackets inside are counted (`mptcp 12 capable v1 flags [H]`). */
function bracketed(text: string, begin: number): string {
  let depth = 1;
  for (let i = begin; i < text.length; i++) {
    if (text[i] === '[') depth++;
    if (text[i] === ']' && --depth === 0) return text.slice(begin, i);
  }
  return text.slice(begin);
}
