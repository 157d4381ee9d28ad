/** Damaged captures through the whole engine: opened, every packet dissected, reported. */
import { AppError } from '../../src/shared/contract/errors';
import { analyseBytes } from '../analyse-bytes';
import { type MutationRun, mutate, SeededRandom } from '../fuzz/mutate';

/** One file is small: whatever takes longer hangs. */
const LONGEST_MS = 5000;
/** What the damage made of the file is nothing that can be read. */
const NO_CAPTURE: ReadonlySet<string> = new Set(['not-a-capture', 'empty-file', 'foreign-capture']);

export interface WholeRunTotals {
  readonly done: number;
  readonly unrecognised: number;
  readonly packets: number;
  readonly slowestMs: number;
}

/** Throws an Error that names seed, number and file when a promise is broken. */
export async function runThroughEngine({ seed, count, files, onProgress }: MutationRun): Promise<WholeRunTotals> {
  let unrecognised = 0;
  let packets = 0;
  let slowestMs = 0;
  for (let number = 0; number < count; number++) {
    const random = new SeededRandom(Math.imul(seed, 0x9e3779b1) ^ number);
    const { name, bytes } = random.pick(files);
    const begin = performance.now();
    try {
      const read = await packetsOf(mutate(bytes, random));
      if (read === null) unrecognised++;
      else packets += read;
    } catch (error) {
      throw new Error(`seed ${seed}, mutation ${number} of ${name}: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
    }
    const ms = performance.now() - begin;
    if (ms > LONGEST_MS) throw new Error(`seed ${seed}, mutation ${number} of ${name}: took ${ms} ms`);
    slowestMs = Math.max(slowestMs, ms);
    if (number % 1000 === 0) onProgress?.(number);
  }
  return { done: count, unrecognised, packets, slowestMs };
}

/** Number of packets; null when the file is no capture any more. */
async function packetsOf(damaged: Uint8Array): Promise<number | null> {
  try {
    return (await analyseBytes(damaged)).captures[0]?.packets ?? 0;
  } catch (error) {
    if (error instanceof AppError && NO_CAPTURE.has(error.code)) return null;
    throw error;
  }
}
