/** Samples that were taken beside a live capture: found, and written as lines that can be read again. */
import { describe, expect, it } from 'vitest';
import { HostTextParser } from '../../../src/engine/host/host-text';
import type { HostLook, HostRecording, HostSample } from '../../../src/shared/contract/host';
import { recordingBeside, sampleLines } from '../../../src/shared/contract/host-lines';

const recording = (id: number, changed: Partial<HostRecording> & { ssh?: string | null; netns?: string | null }): HostRecording => ({
  recording: id,
  origin: { kind: 'live', target: { ssh: changed.ssh ?? null, netns: changed.netns ?? null } },
  live: false,
  samples: 3,
  firstMs: 1000,
  lastMs: 5000,
  issues: [],
  ...changed,
});

function clientOf(recordings: readonly HostRecording[], looks: readonly HostLook[] = []) {
  return {
    'host.recordings': async () => [...recordings],
    'host.sample': async () => looks.at(-1) ?? null,
    'host.look': async ({ index }: { index: number }) => looks.find((look) => look.index === index) ?? null,
  };
}

describe('the recording beside a live capture', () => {
  const capture = { host: null, startedMs: 4000, elapsedMs: 3000 };
  it.each([
    { name: 'is of this machine and of that time', recordings: [recording(1, {})], capture, found: 1 },
    {
      name: 'is not one of another time',
      recordings: [recording(1, { lastMs: 3999 }), recording(2, { firstMs: 7001, lastMs: 9000 })],
      capture,
      found: null,
    },
    { name: 'is not one of a namespace', recordings: [recording(1, { netns: 'blue' })], capture, found: null },
    { name: 'is not one that holds nothing', recordings: [recording(1, { samples: 0 })], capture, found: null },
    { name: 'is not text that was read', recordings: [recording(1, { origin: { kind: 'text', name: 'x' } })], capture, found: null },
    {
      name: 'is of the remote host, whose clock is its own',
      recordings: [recording(1, {}), recording(2, { ssh: 'me@db' }), recording(3, { ssh: 'ssh://me@web:2222', lastMs: 9 })],
      capture: { ...capture, host: 'me@web' },
      found: 3,
    },
  ])('$name', async ({ recordings, capture: given, found }) => {
    expect((await recordingBeside(clientOf(recordings), given))?.recording ?? null).toBe(found);
  });
});

describe('lines of samples', () => {
  it('hold those that are kept, and are read again as they were', async () => {
    const sample = (timeMs: number): HostSample => ({
      timeMs,
      listeners: null,
      timers: null,
      timersTruncated: false,
      counters: { 'TcpExt.ListenOverflows': timeMs },
      sysctls: null,
    });
    const looks = [5, 6, 7].map((index) => ({ recording: 1, index, sample: sample(index * 1000), changes: [] }));
    const lines: string[] = [];
    for await (const line of sampleLines(clientOf([], looks), recording(1, {}))) lines.push(line);
    expect(lines).toHaveLength(3);
    const read: HostSample[] = [];
    const parser = new HostTextParser((one) => read.push(one));
    for (const line of lines) parser.line(line.trimEnd());
    parser.finish();
    expect(read).toEqual(looks.map((look) => look.sample));
    expect(parser.issues).toEqual([]);
  });
});
