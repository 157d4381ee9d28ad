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
const NUMBER_ITEM = /^, (seq|ack|win|urg|length) (\d+)(?::(\d+))?/;
const CHECKSUM_ITEM = /^, cksum 0x([0-9a-f]+) \((correct|incorrect[^)]*|[^)]*)\)/;

/** Null when the text is no TCP header. */
export function readTcpText(text: string): TcpText | null {
  const flags = FLAGS.exec(text);
  if (!flags) return null;
  const values = new Map<string, number>();
  let checksum: number | null = null;
  let checksumCorrect = false;
  let options: string | null = null;
  let sequenceEnd: number | null = null;
  let rest = text.slice(flags[0].length);
  for (;;) {
    const number = NUMBER_ITEM.exec(rest);
    const sum = number ? null : CHECKSUM_ITEM.exec(rest);
    if (number) {
      values.set(number[1] as string, Number(number[2]));
      if (number[3] !== undefined) sequenceEnd = Number(number[3]);
      rest = rest.slice(number[0].length);
      if (number[1] === 'length') break;
    } else if (sum) {
      checksum = Number.parseInt(sum[1] as string, 16);
      checksumCorrect = sum[2] === 'correct';
      rest = rest.slice(sum[0].length);
    } else if (rest.startsWith(', options [')) {
      options = bracketed(rest.slice(', options ['.length));
      rest = rest.slice(', options ['.length + options.length + 1);
    } else break;
  }
  const sequence = values.get('seq') ?? null;
  return {
    flags: flagBits(flags[1] as string),
    checksum,
    checksumCorrect,
    sequence,
    acknowledgment: values.get('ack') ?? null,
    window: values.get('win') ?? null,
    urgentPointer: values.get('urg') ?? null,
    options,
    payloadLength: values.get('length') ?? (sequence !== null && sequenceEnd !== null ? (sequenceEnd - sequence) >>> 0 : null),
  };
}

function flagBits(letters: string): number {
  if (letters === 'none') return 0;
  let bits = 0;
  for (const letter of letters) bits |= FLAG_LETTERS[letter] ?? 0;
  return bits;
}

/** Text up to the closing bracket of an open one; brackets inside are counted (`mptcp 12 capable v1 flags [H]`). */
function bracketed(text: string): string {
  let depth = 1;
  for (let i = 0; i < text.length; i++) {
    if (text[i] === '[') depth++;
    if (text[i] === ']' && --depth === 0) return text.slice(0, i);
  }
  return text;
}
