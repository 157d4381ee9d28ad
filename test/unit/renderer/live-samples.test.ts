import { expect, it } from 'vitest';
import { spreadPlaces, withLiveSamples } from '../../../src/renderer/project/live-samples';
import type { HostLook, HostRecording } from '../../../src/shared/contract/host';
import { emptyProject } from '../../../src/shared/contract/project';

const EMPTY = { listeners: null, timers: null, timersTruncated: false, counters: null, sysctls: null };
const LIVE: HostRecording = {
  recording: 7,
  origin: { kind: 'live', target: { netns: null, ssh: null } },
  live: true,
  samples: 30,
  firstMs: 0,
  lastMs: 29_000,
  issues: [],
};
const PASTED: HostRecording = { ...LIVE, recording: 8, origin: { kind: 'text', name: 'pasted' } };

function host(recordings: HostRecording[], padding: string) {
  const look = (index: number): HostLook => ({ recording: 7, index, sample: { ...EMPTY, timeMs: index * 1000, sysctls: { padding } }, changes: [] });
  return {
    'host.recordings': () => Promise.resolve(recordings),
    'host.sample': () => Promise.resolve(look(29)),
    'host.look': ({ index }: { index: number }) => Promise.resolve(look(index)),
  };
}
const save = (recordings: HostRecording[], padding = '') =>
  withLiveSamples(
    host(recordings, padding),
    emptyProject(),
    (recording) => `sample-${recording}`,
    () => 'here',
  );

it.each([
  { first: 0, last: 3, most: 10, expected: [0, 1, 2, 3] },
  { first: 0, last: 9, most: 4, expected: [0, 3, 6, 9] },
  { first: 5, last: 9, most: 1, expected: [9] },
  { first: 5, last: 5, most: 0, expected: [5] },
])('spreads $most places evenly from $first to $last', ({ first, last, most, expected }) => {
  expect(spreadPlaces(first, last, most)).toEqual(expected);
});

it('keeps what was watched, each sample once and in order, and nothing of what was pasted', async () => {
  const { hostSamples } = await save([LIVE, PASTED]);
  expect(hostSamples).toHaveLength(1);
  const [{ id, name, source }] = hostSamples as [(typeof hostSamples)[number]];
  expect([id, name]).toEqual(['sample-7', 'here']);
  const text = source.kind === 'text' ? source.text : '';
  const lines = text.trim().split('\n');
  expect(lines.map((line) => JSON.parse(line).index)).toEqual(Array.from({ length: 30 }, (_, index) => index));
});

it('thins what is too long, and takes the place of what was saved before', async () => {
  const { hostSamples } = await save([LIVE], 'x'.repeat(100_000));
  const text = hostSamples[0]?.source.kind === 'text' ? hostSamples[0].source.text : '';
  expect(text.length).toBeLessThanOrEqual(1_000_000);
  expect(text.trim().split('\n').length).toBeGreaterThan(5);
  expect(JSON.parse(text.trim().split('\n').at(-1) ?? '').index).toBe(29);
});
