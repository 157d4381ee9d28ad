/** One line of a hex dump, of any of the usual programs. */

export interface HexLine {
  /** Offset in front of the bytes; null when the line has none. */
  readonly offset: number | null;
  readonly bytes: Uint8Array;
}

/** `0x0010:`, `00000010`, `0010:`, `00000010:` in front of the bytes. */
const OFFSET = /^(?:0x)?([0-9a-f]{3,8})(:?)(?=\s|$)\s*/i;
/** Digits of an even number, with one or two blanks (or a colon or dash) behind them. */
const GROUP = /^((?:[0-9a-f]{2})+)(?=\s|$|:|-)[ \t:-]{0,2}/i;

/**
 * Reads one line; null when it holds no bytes. The column of characters at the right is told by the blanks in front of it, or by its `|`.
 * `style` tcpdump: the line must begin with an offset `0x0010:`, and two blanks end the bytes.
 */
export function readHexLine(line: string, style: 'tcpdump' | 'any'): HexLine | null {
  const text = line.trimStart();
  const found = OFFSET.exec(text);
  const hasOffset = found !== null && (style === 'any' ? looksLikeOffset(found, text) : found[2] === ':' && text.startsWith('0x'));
  if (style === 'tcpdump' && !hasOffset) return null;
  const offset = found && hasOffset ? Number.parseInt(found[1] as string, 16) : null;
  const digits = groupsOf(found && hasOffset ? text.slice(found[0].length) : text, style === 'tcpdump');
  if (digits === null || (digits === '' && offset === null)) return null;
  return { offset, bytes: bytesOf(digits) };
}

function bytesOf(digits: string): Uint8Array {
  const bytes = new Uint8Array(digits.length / 2);
  for (let i = 0; i < bytes.length; i++) bytes[i] = Number.parseInt(digits.slice(2 * i, 2 * i + 2), 16);
  return bytes;
}

/** A first word of three or more digits is an offset when a colon follows, or when it is longer than the groups behind it. */
function looksLikeOffset(found: RegExpExecArray, text: string): boolean {
  if (found[2] === ':' || /^0x/i.test(text)) return true;
  const length = (found[1] as string).length;
  const next = /^[0-9a-f]+(?=\s|$)/i.exec(text.slice(found[0].length));
  return next ? next[0].length < length : text.trim().length === length;
}

/** Digits of all groups up to the column of characters; null when the text does not begin with bytes. */
function groupsOf(text: string, twoBlanksEnd: boolean): string | null {
  let rest = text;
  let digits = '';
  let size = 0;
  for (;;) {
    const group = GROUP.exec(rest);
    if (!group) break;
    const found = group[1] as string;
    // All groups of a dump have one size but the last, which may be shorter; a longer one belongs to the characters.
    if (size !== 0 && found.length > size) break;
    size = size === 0 ? found.length : size;
    digits += found;
    rest = rest.slice(group[0].length);
    // Dumps of single bytes may have two blanks in their middle as well; three end the bytes everywhere.
    const wide = /\s{2,}$/.test(group[0]) && (twoBlanksEnd || size > 2);
    if (found.length < size || wide || /^\s/.test(rest)) break;
  }
  return digits === '' && rest.trim() !== '' ? null : digits;
}
