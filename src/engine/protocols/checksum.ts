import { readUint16 } from '../../shared/base/bytes';
import type { Explanation } from '../../shared/contract/dissection';
import type { LayerBuilder, SharedFacts } from './dissection';
import { CHECKSUM_STATUS, generated } from './field-spec';

/**
 * Ones' complement sum of 16-bit words of `[from, to)` added to `start`, not yet complemented (RFC 1071). Odd lengths are padded with zero.
 */
export function sumWords(bytes: Uint8Array, from: number, to: number, start = 0): number {
  let sum = start;
  const even = from + ((to - from) & ~1);
  for (let i = from; i < even; i += 2) sum += readUint16(bytes, i);
  if (even < to) sum += (bytes[even] as number) << 8;
  return fold(sum);
}

function fold(sum: number): number {
  let folded = sum;
  while (folded > 0xffff) folded = (folded & 0xffff) + Math.floor(folded / 0x10000);
  return folded;
}

/** Sum of the pseudo header of TCP, UDP and ICMPv6 (RFC 9293 section 3.1, RFC 8200 section 8.1). */
export function pseudoHeaderSum(shared: SharedFacts, protocol: number, length: number): number {
  let sum = protocol + (length & 0xffff) + Math.floor(length / 0x10000);
  if (shared.source) sum = sumWords(shared.source, 0, shared.source.length, sum);
  if (shared.destination) sum = sumWords(shared.destination, 0, shared.destination.length, sum);
  return fold(sum);
}

/** `none`: zero means that there is none; `illegal`: where there must be one. `cut`: not all bytes that it covers are there. `offloaded`: it holds the pseudo header's sum only, the network card was to finish it. */
export type ChecksumState = 'correct' | 'incorrect' | 'cut' | 'offloaded' | 'none' | 'illegal';

export interface ChecksumVerdict {
  readonly state: ChecksumState;
  /** What it would have to be; only for `incorrect`. */
  readonly expected: number;
}

/** Judges the checksum at `at` over `[from, to)`, where `pseudo` is the sum of the pseudo header or 0. */
export function verifyChecksum(bytes: Uint8Array, at: number, from: number, to: number, pseudo: number): ChecksumVerdict {
  const sum = sumWords(bytes, from, to, pseudo);
  if (sum === 0xffff) return { state: 'correct', expected: 0 };
  const stored = readUint16(bytes, at);
  if (pseudo !== 0 && stored === pseudo) return { state: 'offloaded', expected: 0 };
  const expected = ~fold(sum + (0xffff - stored)) & 0xffff;
  return { state: 'incorrect', expected };
}

/** The row for `*.checksum.status`. */
export const CHECKSUM_STATUS_FIELD = generated('Checksum Status', 'uint', CHECKSUM_STATUS);

const STATUS: Readonly<Record<ChecksumState, number>> = { incorrect: 0, correct: 1, cut: 2, offloaded: 2, none: 3, illegal: 4 };

/** Adds a checksum field and its status; `name` is e.g. `tcp.checksum`. */
export function addChecksum(layer: LayerBuilder, name: string, offset: number, verdict: ChecksumVerdict): void {
  if (!layer.detailed) return;
  const stored = readUint16(layer.bytes, offset);
  layer.field(name, offset, 2, stored, { text: checksumText(stored, verdict), explanation: explainChecksum(stored, verdict) });
  // A checksum of zero is itself the status: Wireshark ties this line to its bytes.
  if (stored === 0 && verdict.state !== 'incorrect') layer.field(`${name}.status`, offset, 2, STATUS[verdict.state]);
  else layer.generated(`${name}.status`, STATUS[verdict.state]);
}

function hex4(value: number): string {
  return `0x${value.toString(16).padStart(4, '0')}`;
}

function checksumText(stored: number, verdict: ChecksumVerdict): string {
  switch (verdict.state) {
    case 'correct':
      return `${hex4(stored)} [correct]`;
    case 'incorrect':
      return `${hex4(stored)} [incorrect, should be ${hex4(verdict.expected)}]`;
    case 'cut':
      return `${hex4(stored)} [cannot tell: cut]`;
    case 'offloaded':
      return `${hex4(stored)} [cannot tell: offloaded]`;
    case 'illegal':
      return `${hex4(stored)} [illegal: zero]`;
    case 'none':
      return `${hex4(stored)} [none]`;
  }
}

function explainChecksum(stored: number, verdict: ChecksumVerdict): Explanation {
  return { code: `checksum-${verdict.state}`, data: { stored: hex4(stored), expected: hex4(verdict.expected) } };
}
