/** TCP options as tcpdump names them, made into bytes again (RFC 9293, 7323, 2018, 2385, 5482, 7413, 8684). */
import { writeUint32 } from '../../../shared/base/bytes';

export interface EncodedOptions {
  /** A multiple of four bytes, at most 40. */
  readonly bytes: Uint8Array;
  /** False when a value or a length had to be assumed. */
  readonly complete: boolean;
}

/** Gives the absolute number of a printed SACK edge. */
export type SackEdge = (printed: number) => number;

const MAXIMUM_BYTES = 40;
const KIND = {
  end: 0,
  nop: 1,
  mss: 2,
  windowScale: 3,
  sackPermitted: 4,
  sack: 5,
  timestamps: 8,
  md5: 19,
  userTimeout: 28,
  authentication: 29,
  mptcp: 30,
  fastOpen: 34,
  experiment: 254,
} as const;
/** Experiment identifier of TCP Fast Open before RFC 7413. */
const FAST_OPEN_EXPERIMENT = [0xf9, 0x89] as const;
/** Experiment identifiers of Accurate ECN. */
const ACCURATE_ECN_EXPERIMENT = [0xac, 0xce] as const;

/** What most segments carry, and nothing else. */
const TIMESTAMPS_ALONE = /^nop,nop,TS val (\d{1,10}) ecr (\d{1,10})$/;
const PADDED_TIMESTAMPS_BYTES = 12;

function paddedTimestamps(value: number, echo: number): EncodedOptions {
  const bytes = new Uint8Array(PADDED_TIMESTAMPS_BYTES);
  bytes[0] = KIND.nop;
  bytes[1] = KIND.nop;
  bytes[2] = KIND.timestamps;
  bytes[3] = 10;
  writeUint32(bytes, 4, value);
  writeUint32(bytes, 8, echo);
  return { bytes, complete: true };
}

export function encodeOptions(text: string, edge: SackEdge): EncodedOptions {
  const alone = TIMESTAMPS_ALONE.exec(text);
  if (alone) return paddedTimestamps(value32(alone[1]), value32(alone[2]));
  const bytes: number[] = [];
  let complete = true;
  for (const item of splitItems(text)) {
    const encoded = encodeItem(item, edge);
    bytes.push(...encoded.bytes);
    complete &&= encoded.complete;
  }
  while (bytes.length % 4 !== 0) bytes.push(KIND.end);
  if (bytes.length > MAXIMUM_BYTES) return { bytes: Uint8Array.from(bytes.slice(0, MAXIMUM_BYTES)), complete: false };
  return { bytes: Uint8Array.from(bytes), complete };
}

/** Splits at commas outside of brackets and braces. */
function splitItems(text: string): string[] {
  const items: string[] = [];
  let depth = 0;
  let begin = 0;
  for (let i = 0; i <= text.length; i++) {
    const character = text[i];
    if (character === '[' || character === '{') depth++;
    if (character === ']' || character === '}') depth--;
    if (i < text.length && (character !== ',' || depth > 0)) continue;
    if (i > begin) items.push(text.slice(begin, i).trim());
    begin = i + 1;
  }
  return items;
}

function encodeItem(item: string, edge: SackEdge): { bytes: number[]; complete: boolean } {
  const done = (...bytes: number[]) => ({ bytes, complete: true });
  const words = item.split(/ +/);
  const value = Number(words[1] ?? 0);
  switch (words[0]) {
    case 'nop':
      return done(KIND.nop);
    case 'eol':
      return done(KIND.end);
    case 'mss':
      return done(KIND.mss, 4, value >> 8, value & 0xff);
    case 'wscale':
      return done(KIND.windowScale, 3, value);
    case 'sackOK':
      return done(KIND.sackPermitted, 2);
    case 'TS':
      return done(KIND.timestamps, 10, ...uint32(value32(words[2])), ...uint32(value32(words[4])));
    case 'sack': {
      const edges = [...item.matchAll(/\{(\d+):(\d+)\}/g)].flatMap(([, left, right]) => [edge(Number(left)), edge(Number(right))]);
      return done(KIND.sack, 2 + 4 * edges.length, ...edges.flatMap(uint32));
    }
    case 'tfo':
    case 'exp-tfo':
      return fastOpen(words[0] === 'tfo', words[2] ?? '');
    case 'uto':
      return done(KIND.userTimeout, 4, value32(words[1]) >> 8, value32(words[1]) & 0xff);
    case 'md5':
      return /^[0-9a-f]{32}$/.test(words[1] ?? '')
        ? done(KIND.md5, 18, ...hexBytes(words[1] ?? ''))
        : { bytes: zeros(KIND.md5, 18), complete: false };
    case 'tcp-ao':
      return { bytes: zeros(KIND.authentication, 16), complete: false };
    case 'mptcp':
      return { bytes: zeros(KIND.mptcp, value), complete: false };
    default:
      return unnamed(item);
  }
}

function fastOpen(standard: boolean, cookie: string): { bytes: number[]; complete: boolean } {
  const bytes = hexBytes(cookie);
  const head = standard ? [KIND.fastOpen, 2 + bytes.length] : [KIND.experiment, 4 + bytes.length, ...FAST_OPEN_EXPERIMENT];
  return { bytes: [...head, ...bytes], complete: true };
}

/** `exp-acc0 ...` (counters of an unknown number of bytes), `unknown-77 0x1234`, `opt-77 ...`. */
function unnamed(item: string): { bytes: number[]; complete: boolean } {
  if (item.startsWith('exp-acc')) return { bytes: [KIND.experiment, 4, ...ACCURATE_ECN_EXPERIMENT], complete: false };
  const unknown = /^(?:unknown|opt|exp)-(\d+)(?: (?:0x)?([0-9a-f]+))?/.exec(item);
  const bytes = hexBytes(unknown?.[2] ?? '');
  return unknown ? { bytes: [Number(unknown[1]), 2 + bytes.length, ...bytes], complete: true } : { bytes: [], complete: false };
}

function zeros(kind: number, length: number): number[] {
  const bounded = Math.min(Math.max(2, length), MAXIMUM_BYTES);
  return [kind, bounded, ...new Array<number>(bounded - 2).fill(0)];
}

function hexBytes(text: string): number[] {
  return /^(?:[0-9a-f]{2})+$/i.test(text) ? Array.from({ length: text.length / 2 }, (_, i) => Number.parseInt(text.slice(2 * i, 2 * i + 2), 16)) : [];
}

function value32(text: string | undefined): number {
  const value = Number(text ?? 0);
  return Number.isFinite(value) ? value >>> 0 : 0;
}

function uint32(value: number): number[] {
  return [value >>> 24, (value >>> 16) & 0xff, (value >>> 8) & 0xff, value & 0xff];
}
