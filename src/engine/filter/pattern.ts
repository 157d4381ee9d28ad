/** Patterns of `matches`: Perl-like (PCRE2 in Wireshark), letters of either case alike, run over bytes. */

const CLASSES: Readonly<Record<string, string>> = {
  alpha: 'A-Za-z',
  digit: '0-9',
  alnum: 'A-Za-z0-9',
  upper: 'A-Z',
  lower: 'a-z',
  space: '\\s',
  blank: ' \\t',
  punct: '!-\\/:-@\\[-`{-~',
  xdigit: '0-9A-Fa-f',
  print: ' -~',
  graph: '!-~',
  cntrl: '\\x00-\\x1f\\x7f',
  word: '\\w',
};
/** Of Perl, but not of ECMAScript, by letter behind the backslash. */
const ESCAPES: Readonly<Record<string, string>> = {
  A: '^',
  z: '$(?![\\s\\S])',
  Z: '$',
  h: '[ \\t]',
  R: '(?:\\r\\n|\\n|\\r)',
  a: '\\x07',
  e: '\\x1b',
};
/** Of Perl without an equal: lookups that only PCRE has. */
const UNKNOWN = /\\[GKXQECpP]|\(\?[>|(&RP]|\(\*|[*+?}]\+/;

/**
 * The regular expression for UTF-8 bytes written as characters (`binaryText`). Throws SyntaxError for what is no pattern or uses what only PCRE has.
 */
export function compilePattern(pattern: string): RegExp {
  if (UNKNOWN.test(pattern.replaceAll('\\\\', ''))) throw new SyntaxError('not supported');
  const { flags, rest } = leadingFlags(pattern);
  const translated = rest
    .replace(/\[:(\w+):\]/g, (whole, name: string) => CLASSES[name] ?? whole)
    .replace(/\\([\s\S])/g, (whole, letter: string) => ESCAPES[letter] ?? whole);
  return new RegExp(asBytes(translated), flags);
}

/** `(?s)`, `(?-i)`, `(?im)` at the start. */
function leadingFlags(pattern: string): { flags: string; rest: string } {
  const match = /^\(\?([imsx]*)(?:-([imsx]+))?\)/.exec(pattern);
  if (!match) return { flags: 'i', rest: pattern };
  const set = new Set(['i', ...(match[1] as string)]);
  for (const flag of match[2] ?? '') set.delete(flag);
  if (set.has('x')) throw new SyntaxError('not supported');
  return { flags: [...set].join(''), rest: pattern.slice(match[0].length) };
}

/** Characters beyond ASCII as their UTF-8 bytes. */
function asBytes(pattern: string): string {
  const encoder = new TextEncoder();
  return pattern.replace(/[\u0080-\uffff]+/g, (text) => String.fromCharCode(...encoder.encode(text)));
}
