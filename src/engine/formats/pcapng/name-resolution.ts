import { formatIpv4, formatIpv6 } from '../../../shared/base/address';
import { NAMES_AT, padTo4 } from './block';
import { textAt } from './options';

const NAME_RECORD = { end: 0, ipv4: 1, ipv6: 2 } as const;

/** Calls `found` for each name in a name resolution block; returns what is wrong with it, or null. */
export function readNames(
  view: DataView,
  at: number,
  end: number,
  littleEndian: boolean,
  found: (address: string, name: string) => void,
): string | null {
  let next = at + NAMES_AT.records;
  while (next + 4 <= end) {
    const type = view.getUint16(next, littleEndian);
    const length = view.getUint16(next + 2, littleEndian);
    const value = next + 4;
    if (type === NAME_RECORD.end) return null;
    if (value + length > end) return `name record of ${length} bytes passes the end of its block`;
    const addressBytes = type === NAME_RECORD.ipv4 ? 4 : type === NAME_RECORD.ipv6 ? 16 : 0;
    if (addressBytes > 0 && length > addressBytes) {
      const bytes = new Uint8Array(view.buffer, view.byteOffset + value, length);
      const address = type === NAME_RECORD.ipv4 ? formatIpv4(bytes, 0) : formatIpv6(bytes, 0);
      for (const name of namesIn(view, value + addressBytes, value + length)) found(address, name);
    }
    next = value + padTo4(length);
  }
  return null;
}

/** Names behind an address: each ends with a zero byte. */
function namesIn(view: DataView, start: number, end: number): string[] {
  const names: string[] = [];
  let begin = start;
  for (let i = start; i <= end; i++) {
    if (i < end && view.getUint8(i) !== 0) continue;
    if (i > begin) names.push(textAt(view, begin, i - begin));
    begin = i + 1;
  }
  return names;
}
