import { toHex } from '../shared/base/bytes';
import type { Dissection } from '../shared/contract/dissection';

/** The Dissection of the contract as one JSON document; bytes as lower-case hex digits. */
export function dissectionJson(dissection: Dissection): string {
  return `${JSON.stringify(dissection, (_, value) => (value instanceof Uint8Array ? toHex(value) : value), 2)}\n`;
}
