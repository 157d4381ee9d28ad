import { describe, expect, it } from 'vitest';
import { lanesCsv, lanesSvg, MOST_LANES } from '../../../src/renderer/keep-alive/lanes-drawing';
import { STATES } from '../../../src/renderer/theme/state-marks';
import type { KeepAliveRow } from '../../../src/shared/contract/methods';

const row = (connection: number, changes: Partial<KeepAliveRow> = {}): KeepAliveRow => ({
  connection,
  prober: 'client',
  client: '10.0.0.1',
  clientPort: 40_000 + connection,
  server: '2001:db8::2',
  serverPort: 443,
  probes: 3,
  answered: 2,
  inferred: false,
  medianIntervalMs: 45_000,
  settings: {
    idleMs: 45_000,
    intervalMs: null,
    count: null,
    userTimeoutMs: null,
    confidence: 0.9,
    alternatives: [],
    unknown: {},
    presets: [],
  },
  startMs: 45_000,
  endMs: 135_000,
  peerState: 'crashed',
  outcome: { kind: 'given-up', frame: 9, afterMs: 180_000 },
  outcomeMs: 180_000,
  predictedDeath: null,
  lane: Uint8Array.of(0, 1, 1, 0, 4),
  ...changes,
});
const timeTicks = { offsetMs: 0, text: (ms: number) => `<${ms}>` };
const colors = { text: '#111', line: '#ccc', surface: '#fff' };
const draw = (rows: readonly KeepAliveRow[]) => lanesSvg({ rows, durationMs: 200_000, timeTicks, colors });

describe('lanes as a drawing', () => {
  it('has an axis, and for each end its name, its probes and how it ended', () => {
    const svg = draw([row(0), row(1, { outcome: { kind: 'open', frame: null, afterMs: null }, outcomeMs: null })]);
    expect([...svg.matchAll(/&lt;(\d+)>/g)].map(([, ms]) => Number(ms))).toEqual([0, 30_000, 60_000, 90_000, 120_000, 150_000, 180_000]);
    expect(svg).toContain('10.0.0.1:40001 - [2001:db8::2]:443');
    expect(svg.split(`d="M4 4H6V18H4Z" fill="${STATES.lost.color}"`)).toHaveLength(3);
    expect(svg.split(`d="${STATES.lost.path}"`)).toHaveLength(2);
  });

  it('stops at as many as a picture can hold', () => {
    const svg = draw(Array.from({ length: MOST_LANES + 5 }, (_, id) => row(id)));
    expect(svg).toContain(`>${MOST_LANES - 1}  10.0.0.1`);
    expect(svg).not.toContain(`>${MOST_LANES}  10.0.0.1`);
  });
});

it('the table has a row for each end, empty where nothing is known', () => {
  const [title, first] = lanesCsv([row(7)]);
  expect(title).toHaveLength(15);
  expect(first).toEqual([
    7,
    '10.0.0.1:40007',
    '[2001:db8::2]:443',
    'client',
    3,
    2,
    45_000,
    45_000,
    '',
    '',
    0.9,
    'crashed',
    'given-up',
    180_000,
    '90 s',
  ]);
});
