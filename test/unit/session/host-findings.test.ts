import { describe, expect, it } from 'vitest';
import { SampleSeries } from '../../../src/engine/host/host-recording';
import { findingReport } from '../../../src/engine/session/finding-report';
import { hostFindings } from '../../../src/engine/session/host-findings';
import type { HostSample } from '../../../src/shared/contract/host';
import type { ListenerReport } from '../../../src/shared/contract/report-listener';
import { createTexts } from '../../../src/shared/locales/texts';

const LISTENER: ListenerReport = {
  id: 3,
  capture: 0,
  address: '192.0.2.2',
  port: 80,
  attempts: 20,
  outcomes: { complete: 5, halfOpen: 0, refused: 0, unanswered: 15, reset: 0, stalled: 0 },
  synRetransmissions: 0,
  synAckRetransmissions: 0,
  connectMs: null,
  synSchedule: null,
  synAckSchedule: null,
  synQueue: { peak: 1, pruned: 0, series: [] },
  acceptQueue: { overflow: 'yes', mode: 'ignore', lowerBound: 5, upperBound: 5, series: [], evidence: [9, 11] },
  cookies: 'unlikely',
  deferAccept: 'unlikely',
  synRatePeak: 20,
  sources: 1,
  verdict: 'accept-queue-overflow',
  confidence: 0.9,
};

const START_MS = 1_000_000;

interface Looked {
  readonly atMs: number;
  readonly overflows?: number;
  readonly cookies?: number;
  readonly queue?: number;
}

function seriesOf(looks: readonly Looked[]): SampleSeries {
  const series = new SampleSeries(0, { kind: 'text', name: 'text' });
  for (const { atMs, overflows = 0, cookies = 0, queue = 0 } of looks) {
    const sample: HostSample = {
      timeMs: START_MS + atMs,
      listeners: [{ address: '0.0.0.0', port: 80, queue, limit: 4, halfOpen: null }],
      timers: null,
      timersTruncated: false,
      counters: { ListenOverflows: overflows, SyncookiesSent: cookies },
      sysctls: null,
    };
    series.add(sample);
  }
  return series;
}

function codesOf(listeners: readonly ListenerReport[], looks: readonly Looked[]) {
  const findings = hostFindings({ firstMs: START_MS + 1000, lastMs: START_MS + 3000, listeners }, seriesOf(looks));
  for (const finding of findings) {
    const { title, detail, advice } = findingReport(finding, 0, createTexts('en').t);
    expect([title, detail, advice].filter((text) => text.includes('{{') || text.startsWith('finding.'))).toEqual([]);
    if (finding.severity === 'error') expect(finding.ruledOut.length).toBeGreaterThan(0);
  }
  return findings.map(({ code, listener }) => [code, listener]);
}

const NONE = { ...LISTENER, acceptQueue: { ...LISTENER.acceptQueue, overflow: 'no' as const, evidence: [] } };
const UNKNOWN = { ...NONE, acceptQueue: { ...NONE.acceptQueue, overflow: 'unknown' as const } };
const RISING = [
  { atMs: 500, overflows: 1 },
  { atMs: 2000, overflows: 4, queue: 5 },
  { atMs: 3500, overflows: 9, queue: 5 },
];
const RESTING = [{ atMs: 500 }, { atMs: 2000, queue: 5 }, { atMs: 3500, queue: 5 }];
const EMPTY_RISING = RISING.map(({ atMs, overflows }) => ({ atMs, overflows }));

describe('an overflow', () => {
  it.each([
    { name: 'that both tell', listeners: [LISTENER], looks: RISING, codes: [['host.overflow-confirmed', 3]] },
    { name: 'that the kernel did not count', listeners: [LISTENER], looks: RESTING, codes: [['host.overflow-not-counted', 3]] },
    { name: 'that the capture excludes', listeners: [NONE], looks: RISING, codes: [['host.overflow-not-captured', 3]] },
    { name: 'that the capture alone cannot prove', listeners: [UNKNOWN], looks: RISING, codes: [['host.overflow-seen-by-kernel', 3]] },
    { name: 'of a listener elsewhere', listeners: [NONE], looks: EMPTY_RISING, codes: [['host.overflow-elsewhere', null]] },
    { name: 'of nobody', listeners: [NONE], looks: RESTING.map(({ atMs }) => ({ atMs })), codes: [] },
    { name: 'before the capture', listeners: [NONE], looks: [{ atMs: 0 }, { atMs: 900, overflows: 5 }, { atMs: 3500, overflows: 5 }], codes: [] },
    { name: 'after the samples ended', listeners: [LISTENER], looks: [{ atMs: 0 }, { atMs: 500 }], codes: [] },
    {
      name: 'across a restart',
      listeners: [LISTENER],
      looks: [
        { atMs: 500, overflows: 8 },
        { atMs: 3500, overflows: 2 },
      ],
      codes: [],
    },
  ])('$name', ({ listeners, looks, codes }) => {
    expect(codesOf(listeners, looks)).toEqual(codes);
  });
});

describe('cookies', () => {
  const LIKELY = { ...NONE, cookies: 'likely' as const };
  const sending = [{ atMs: 500 }, { atMs: 3500, cookies: 7 }];
  const silent = [{ atMs: 500 }, { atMs: 3500 }];
  it.each([
    { name: 'that both tell', listeners: [LIKELY], looks: sending, codes: [] },
    { name: 'that the kernel did not send', listeners: [LIKELY], looks: silent, codes: [['host.cookies-not-counted', 3]] },
    { name: 'that the capture does not show', listeners: [NONE], looks: sending, codes: [['host.cookies-not-captured', null]] },
    { name: 'of which the capture cannot tell', listeners: [{ ...NONE, cookies: 'unknown' as const }], looks: sending, codes: [] },
  ])('$name', ({ listeners, looks, codes }) => {
    expect(codesOf(listeners, looks)).toEqual(codes);
  });
});

describe('the sampled queue', () => {
  const time = (atMs: number): string => String((START_MS + atMs) / 1000);
  const bounded = (upper: number): ListenerReport => ({
    ...NONE,
    acceptQueue: {
      ...NONE.acceptQueue,
      series: [
        [time(1000), 0, 0],
        [time(1200), 1, upper],
      ],
    },
  });
  const looks = [
    { atMs: 500, queue: 9 },
    { atMs: 1100, queue: 2 },
    { atMs: 2000, queue: 3 },
  ];
  it.each([
    { name: 'within the bounds, which change around it', upper: 3, codes: [] },
    { name: 'above them', upper: 2, codes: [['host.queue-outside-bounds', 3]] },
  ])('$name', ({ upper, codes }) => {
    expect(codesOf([bounded(upper)], looks)).toEqual(codes);
  });
});
