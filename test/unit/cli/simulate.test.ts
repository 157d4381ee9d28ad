import { describe, expect, it } from 'vitest';
import { simulateQueue } from '../../../src/cli/commands/simulate-queue';
import { simulateSyn, simulateSynAck } from '../../../src/cli/commands/simulate-schedules';
import type { Environment } from '../../../src/cli/environment';
import { CancelSource } from '../../../src/shared/base/cancellation';
import { createTexts } from '../../../src/shared/locales/texts';

/** Runs a simulation and gives what it printed. */
async function printed<T>(run: (environment: Environment, options: T) => Promise<number>, options: T): Promise<string> {
  const chunks: Uint8Array[] = [];
  const environment: Environment = {
    version: '0',
    texts: createTexts('en'),
    output: { write: async (bytes) => chunks.push(bytes) > 0 },
    messages: { isTerminal: false, write: () => {} },
    signal: new CancelSource(),
    startEngine: () => Promise.reject(new Error('a simulation needs no engine')),
  };
  expect(await run(environment, options)).toBe(0);
  return Buffer.concat(chunks).toString();
}

describe('tcpulse simulate', () => {
  it('synack prints the times of a default kernel', async () => {
    expect(await printed(simulateSynAck, {})).toContain('1 s, 3 s, 7 s, 15 s, 31 s, 63 s');
  });

  it('synack --retries 3 --json tells times and gaps', async () => {
    const { retransmissions, givenUp } = JSON.parse(await printed(simulateSynAck, { retries: 3, json: true }));
    expect(retransmissions.map(({ atMs }: { atMs: number }) => atMs)).toEqual([1000, 3000, 7000]);
    expect(givenUp).toEqual({ atMs: 15_000, gapMs: 8000 });
  });

  it('syn --linear 0 prints the times of kernels before 6.5', async () => {
    expect(await printed(simulateSyn, { linear: 0 })).toContain('1 s, 3 s, 7 s, 15 s, 31 s, 63 s, 127 s');
  });

  it('queue tells what a listener that never accepts leads to', async () => {
    const options = { backlog: 4, clients: 20, rate: 20, acceptEvery: Number.POSITIVE_INFINITY, duration: 10 };
    const { peaks, outcomes, limit } = JSON.parse(await printed(simulateQueue, { ...options, json: true }));
    expect({ limit, peaks, established: outcomes.established, waiting: outcomes.waiting }).toEqual({
      limit: 4,
      peaks: { halfOpen: 1, acceptQueue: 5 },
      established: 5,
      waiting: 15,
    });
    const text = await printed(simulateQueue, options);
    expect(text).toContain('5 taken by the kernel (0 accepted)');
    expect(text).toContain('5 waiting for accept()');
  });

  it('queue refuses what it cannot hold', async () => {
    await expect(printed(simulateQueue, { flood: 1_000_000, duration: 60 })).rejects.toThrow('60000100 SYNs');
  });
});
