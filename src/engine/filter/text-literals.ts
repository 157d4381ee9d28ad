/** What stands between quotes: C-like escapes, as in wireshark-filter(4). */

const SIMPLE: Readonly<Record<string, string>> = {
  a: '\x07',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
  '"': '"',
  "'": "'",
  '\\': '\\',
  '?': '?',
};
const ESCAPE = /\\(?:x([0-9A-Fa-f]{1,2})|u([0-9A-Fa-f]{4})|([0-7]{1,3})|([\s\S]))/g;

/** The text that an escaped one stands for. A backslash before any other letter stays, so that patterns may be written without doubling it. */
export function unescapeText(escaped: string): string {
  return escaped.replace(ESCAPE, (whole, hex?: string, unicode?: string, octal?: string, letter?: string) => {
    if (hex !== undefined) return String.fromCharCode(Number.parseInt(hex, 16));
    if (unicode !== undefined) return String.fromCharCode(Number.parseInt(unicode, 16));
    if (octal !== undefined) return String.fromCharCode(Number.parseInt(octal, 8) & 0xff);
    return SIMPLE[letter as string] ?? whole;
  });
}

/** The same for a pattern: what the pattern language reads itself (`\\.`, `\\x41`) stays as it is but for the quotes. */
export function unescapePattern(escaped: string): string {
  return escaped.replace(/\\(["\\])/g, (_, letter: string) => (letter === '"' ? '"' : '\\'));
}

/** Code of the one character between single quotes; null when there are several. */
export function characterCode(escaped: string): number | null {
  const text = unescapeText(escaped);
  return text.length === 1 ? text.charCodeAt(0) : null;
}
