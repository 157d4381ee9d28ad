/** Seeded random damage to capture files, and what every reader must keep: no throw, no hang, bounded memory, sane records, issues with a place. */
import { createReader } from '../../src/engine/formats/create-reader';
import { detectFormat } from '../../src/engine/formats/detect';
import { type FormatId, MAX_ISSUES, MAX_RECORD_BYTES, type PacketRecord } from '../../src/engine/formats/format';

/** Pseudo-random numbers that are the same everywhere (mulberry32). */
export class SeededRandom {
  #state: number;

  constructor(seed: number) {
    this.#state = seed >>> 0;
  }

  /** 0 ... below - 1. */
  below(limit: number): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let t = this.#state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) % limit;
  }

  pick<T>(items: readonly T[]): T {
    return items[this.below(items.length)] as T;
  }
}

/** Values that lengths and counts break at. */
const EDGES = [
  0, 1, 3, 4, 7, 8, 0x0f, 0x10, 0x7f, 0x80, 0xff, 0x100, 0x7fff, 0xffff, 0x10000, 0x40001, 0x7fffffff, 0x80000000, 0xfffffffc, 0xffffffff,
] as const;

type Mutation = (bytes: Uint8Array, random: SeededRandom) => Uint8Array;

const MUTATIONS: readonly Mutation[] = [
  function flipBit(bytes, random) {
    const at = random.below(bytes.length);
    bytes[at] = (bytes[at] as number) ^ (1 << random.below(8));
    return bytes;
  },
  function setByte(bytes, random) {
    bytes[random.below(bytes.length)] = random.below(256);
    return bytes;
  },
  function setWord(bytes, random) {
    if (bytes.length < 4) return bytes;
    const at = random.below(Math.floor(bytes.length / 4)) * 4;
    new DataView(bytes.buffer).setUint32(at, random.pick(EDGES), random.below(2) === 0);
    return bytes;
  },
  function setHalfWord(bytes, random) {
    if (bytes.length < 2) return bytes;
    new DataView(bytes.buffer).setUint16(random.below(bytes.length - 1), random.pick(EDGES) & 0xffff, random.below(2) === 0);
    return bytes;
  },
  function cut(bytes, random) {
    return bytes.slice(0, random.below(bytes.length + 1));
  },
  function remove(bytes, random) {
    const at = random.below(bytes.length);
    const count = 1 + random.below(Math.min(64, bytes.length - at));
    const rest = bytes.slice(at + count);
    const shorter = new Uint8Array(at + rest.length);
    shorter.set(bytes.subarray(0, at));
    shorter.set(rest, at);
    return shorter;
  },
  function insert(bytes, random) {
    const at = random.below(bytes.length);
    const longer = new Uint8Array(bytes.length + 1 + random.below(64));
    longer.set(bytes.subarray(0, at));
    for (let i = at; i < longer.length - (bytes.length - at); i++) longer[i] = random.below(256);
    longer.set(bytes.subarray(at), longer.length - (bytes.length - at));
    return longer;
  },
  function copyRange(bytes, random) {
    const from = random.below(bytes.length);
    bytes.copyWithin(random.below(bytes.length), from, from + 1 + random.below(128));
    return bytes;
  },
];

export function mutate(source: Uint8Array, random: SeededRandom): Uint8Array {
  let bytes: Uint8Array = source.slice();
  for (let left = 1 + random.below(4); left > 0 && bytes.length > 0; left--) bytes = random.pick(MUTATIONS)(bytes, random);
  return bytes;
}

export interface ReadTotals {
  packets: number;
  issues: number;
  /** Calls of `read`. */
  calls: number;
}

/** Reads a file in chunks of `chunkBytes` and checks what a reader promises; throws an Error that says what was broken. */
export function readAndCheck(file: Uint8Array, format: FormatId, chunkBytes: number): ReadTotals {
  const totals: ReadTotals = { packets: 0, issues: 0, calls: 0 };
  let interfaces = 0;
  const reader = createReader(
    format,
    {
      interface: () => interfaces++,
      packet: (record) => {
        totals.packets++;
        checkRecord(record, interfaces, reader.derived ? reader.derived.length : file.length);
      },
      comment: (frame) => check(frame === null || (frame >= 1 && frame <= totals.packets), `comment on frame ${frame}`),
      name: (address, name) => check(address !== '' && name !== '', 'empty name'),
      statistics: ({ interfaceId }) => check(interfaceId < interfaces, `statistics of interface ${interfaceId}`),
      issue: ({ offset, detail }) => {
        totals.issues++;
        check(offset >= 0 && offset <= file.length, `issue at ${offset} of ${file.length}`);
        check(detail !== '', 'issue without detail');
      },
    },
    { fileBytes: file.length },
  );
  let used = 0;
  let available = Math.min(file.length, chunkBytes);
  // Every call uses a byte or asks for more of them: more calls than this are a hang.
  const mostCalls = 4 * file.length + 64;
  for (;;) {
    check(++totals.calls <= mostCalls, `${totals.calls} calls for ${file.length} bytes`);
    const ended = available >= file.length;
    const taken = reader.read(file.slice(used, available), available - used, used, ended);
    check(taken >= 0 && taken <= available - used, `used ${taken} of ${available - used} bytes`);
    used += taken;
    if (ended) break;
    check(reader.neededBytes <= MAX_RECORD_BYTES + 65536, `asks for ${reader.neededBytes} bytes`);
    check(taken > 0 || reader.neededBytes > available - used, 'uses nothing and asks for nothing');
    available = Math.min(file.length, Math.max(available + chunkBytes, taken === 0 ? used + reader.neededBytes : 0));
  }
  check(used === file.length, `left ${file.length - used} bytes`);
  check(totals.issues <= MAX_ISSUES, `${totals.issues} issues`);
  return totals;
}

function checkRecord(record: PacketRecord, interfaces: number, sourceLength: number): void {
  check(Number.isSafeInteger(record.seconds), `seconds ${record.seconds}`);
  check(Number.isInteger(record.nanoseconds) && record.nanoseconds >= 0 && record.nanoseconds <= 999_999_999, `nanoseconds ${record.nanoseconds}`);
  check(record.interfaceId >= 0 && record.interfaceId < interfaces, `interface ${record.interfaceId} of ${interfaces}`);
  check(record.capturedLength >= 0 && record.start + record.capturedLength <= record.bytes.length, 'bytes outside of the chunk');
  check(record.offset >= 0 && record.offset + record.capturedLength <= sourceLength, `offset ${record.offset} of ${sourceLength}`);
  check(record.originalLength >= 0, `original length ${record.originalLength}`);
}

function check(holds: boolean, what: string): void {
  if (!holds) throw new Error(what);
}

export interface MutationRun {
  readonly seed: number;
  readonly count: number;
  /** Sound files to damage. */
  readonly files: readonly { readonly name: string; readonly bytes: Uint8Array }[];
  /** Called now and then with the number done. */
  readonly onProgress?: (done: number) => void;
}

export interface MutationTotals {
  readonly done: number;
  /** Files whose damage kept them from being recognised. */
  readonly unrecognised: number;
  readonly packets: number;
  readonly issues: number;
  /** The slowest file, in ms. */
  readonly slowestMs: number;
}

/** Damages files in random, repeatable ways and reads each; throws an Error naming seed, number and file when a promise is broken. */
export function runMutations(run: MutationRun): MutationTotals {
  let unrecognised = 0;
  let packets = 0;
  let issues = 0;
  let slowestMs = 0;
  for (let number = 0; number < run.count; number++) {
    // A state of its own for each file: any one can be repeated alone.
    const random = new SeededRandom(Math.imul(run.seed, 0x9e3779b1) ^ number);
    const { name, bytes } = random.pick(run.files);
    const damaged = mutate(bytes, random);
    const format = detectFormat(damaged, damaged.length);
    if (!format) {
      unrecognised++;
      continue;
    }
    const begin = performance.now();
    try {
      const totals = readAndCheck(damaged, format, random.below(4) === 0 ? 1 + random.below(97) : damaged.length);
      packets += totals.packets;
      issues += totals.issues;
    } catch (error) {
      throw new Error(`seed ${run.seed}, mutation ${number} of ${name}: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
    }
    slowestMs = Math.max(slowestMs, performance.now() - begin);
    if (number % 10_000 === 0) run.onProgress?.(number);
  }
  return { done: run.count, unrecognised, packets, issues, slowestMs };
}
