/** Addresses and bytes as they are written in filters. Each function gives null for what it is not. */

/** Dotted quad as a 32-bit number. */
export function parseIpv4(text: string): number | null {
  const match = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/.exec(text);
  if (!match) return null;
  let value = 0;
  for (const part of match.slice(1)) {
    if (Number(part) > 255) return null;
    value = value * 256 + Number(part);
  }
  return value;
}

/** Sixteen bytes (RFC 4291 section 2.2: groups, one `::`, a dotted quad at the end). */
export function parseIpv6(text: string): Uint8Array | null {
  const halves = text.split('::');
  if (halves.length > 2 || !text.includes(':')) return null;
  const head = groupsOf(halves[0] as string);
  const tail = halves.length === 2 ? groupsOf(halves[1] as string) : [];
  if (head === null || tail === null) return null;
  const missing = 8 - head.length - tail.length;
  if (halves.length === 1 ? missing !== 0 : missing < 1) return null;
  const groups = [...head, ...new Array<number>(missing).fill(0), ...tail];
  return Uint8Array.from(groups.flatMap((group) => [group >> 8, group & 0xff]));
}

function groupsOf(text: string): number[] | null {
  if (text === '') return [];
  const groups: number[] = [];
  const parts = text.split(':');
  for (const [i, part] of parts.entries()) {
    const quad = i === parts.length - 1 ? parseIpv4(part) : null;
    if (quad !== null) groups.push(quad >>> 16, quad & 0xffff);
    else if (/^[0-9A-Fa-f]{1,4}$/.test(part)) groups.push(Number.parseInt(part, 16));
    else return null;
  }
  return groups;
}

/** Bytes as hex digits: `00:1b:44`, `00-1b-44`, `001b.44`, `001b44`; a single byte also as `8` or `0x08`. */
export function parseBytes(text: string): Uint8Array | null {
  const digits = /^0x[0-9A-Fa-f]+$/i.test(text) ? text.slice(2) : text;
  if (/^[0-9A-Fa-f]{1,2}$/.test(digits)) return Uint8Array.of(Number.parseInt(digits, 16));
  if (/^(?:[0-9A-Fa-f]{2})+$/.test(digits)) return fromHex(digits);
  if (/^[0-9A-Fa-f]{1,2}(?:([:-])[0-9A-Fa-f]{1,2})(?:\1[0-9A-Fa-f]{1,2})*$/.test(digits)) {
    return Uint8Array.from(digits.split(/[:-]/), (byte) => Number.parseInt(byte, 16));
  }
  return /^(?:[0-9A-Fa-f]{2}){1,2}(?:\.(?:[0-9A-Fa-f]{2}){1,2})+$/.test(digits) ? fromHex(digits.replaceAll('.', '')) : null;
}

/** Bytes of hex digits without separators; a digit left over is dropped. */
export function fromHex(digits: string): Uint8Array {
  const bytes = new Uint8Array(digits.length >> 1);
  for (let i = 0; i < bytes.length; i++) bytes[i] = Number.parseInt(digits.slice(2 * i, 2 * i + 2), 16);
  return bytes;
}
