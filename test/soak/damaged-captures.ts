/** Damaged captures through the whole engine: opened, every packet dissected, reported. */
import type { CaptureBytes, SessionHost } from '../../src/engine/session/host';
import { Session } from '../../src/engine/session/session';
import { MemoryBytes } from '../../src/platform/capture-bytes/memory-bytes';
import { CancelSource } from '../../src/shared/base/cancellation';
import { AppError } from '../../src/shared/contract/errors';
import { reportSchema } from '../../src/shared/contract/report';
import { type MutationRun, mutate, SeededRandom } from '../fuzz/mutate';

/** One file is small: whatever takes longer hangs. */
const LONGEST_MS = 5000;

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
      const read = await analyse(mutate(bytes, random));
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
async function analyse(damaged: Uint8Array): Promise<number | null> {
  const session = new Session(memoryHost(new MemoryBytes('damaged', 'damaged', damaged)));
  const { handlers } = session;
  const context = { signal: new CancelSource() };
  try {
    const { capture } = await handlers['captures.open']({ source: { kind: 'text', name: 'damaged', text: '' } }, context);
    let packets = 0;
    for await (const progress of handlers['captures.progress']({ capture }, context)) {
      if (progress.state === 'failed') throw new Error(`failed: ${JSON.stringify(progress.error)}`);
      packets = progress.packets;
    }
    for (let frame = 1; frame <= packets; frame++) await handlers['packets.dissect']({ capture, frame }, context);
    await report(handlers, capture, context);
    return packets;
  } catch (error) {
    if (error instanceof AppError && error.code === 'not-a-capture') return null;
    throw error;
  } finally {
    await session.dispose();
  }
}

async function report(handlers: Session['handlers'], capture: number, context: { signal: CancelSource }): Promise<void> {
  const decoder = new TextDecoder();
  let text = '';
  const params = { captures: [capture], format: 'json' as const, allConnections: true, language: 'en' };
  for await (const chunk of handlers['report.write'](params, context)) text += decoder.decode(chunk, { stream: true });
  reportSchema.parse(JSON.parse(text));
}

function memoryHost(bytes: CaptureBytes): SessionHost {
  const unused = () => {
    throw new Error('not needed here');
  };
  return {
    version: '0',
    root: null,
    samples: [],
    open: async () => bytes,
    listFiles: unused,
    pause: async () => {},
    sleep: async () => {},
    now: () => performance.now(),
  };
}
