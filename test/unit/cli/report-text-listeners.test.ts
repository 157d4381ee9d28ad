import { describe, expect, it } from 'vitest';
import { listenerLines } from '../../../src/engine/session/report-text-listeners';
import type { ListenerReport } from '../../../src/shared/contract/report-listener';
import { createTexts } from '../../../src/shared/locales/texts';

const english = createTexts('en').t;

function listener(id: number, changes: Partial<ListenerReport> = {}): ListenerReport {
  return {
    id,
    capture: 0,
    address: '192.0.2.80',
    port: 8000 + id,
    attempts: 14,
    outcomes: { complete: 5, halfOpen: 0, refused: 0, unanswered: 8, reset: 0, stalled: 1 },
    synRetransmissions: 72,
    synAckRetransmissions: 5,
    connectMs: null,
    synSchedule: null,
    synAckSchedule: null,
    synQueue: { peak: 6, pruned: 0, series: [] },
    acceptQueue: { overflow: 'yes', mode: 'ignore', lowerBound: 1, upperBound: 5, series: [], evidence: [] },
    cookies: 'unlikely',
    deferAccept: 'unlikely',
    synRatePeak: 6,
    sources: 5,
    verdict: 'accept-queue-overflow',
    confidence: 0.95,
    ...changes,
  };
}

function linesOf(listeners: readonly ListenerReport[]): Iterable<string> {
  return listenerLines(
    listeners.map((outline) => ({ outline })),
    english,
  );
}

describe('listeners in the text report', () => {
  it('are a line each, the most telling first', () => {
    const healthy = listener(0, { verdict: 'healthy', attempts: 1000 });
    const lines = [...linesOf([healthy, listener(1), listener(2, { verdict: 'lossy-path' })])];
    expect(lines[1]).toBe('Listeners, the most telling first: 3');
    expect(lines.slice(3).map((line) => /:(\d+) /.exec(line)?.[1])).toEqual(['8001', '8002', '8000']);
    expect(lines[3]).toMatch(/ACCEPT QUEUE OVERFLOW +95 % +14 {2}unanswered 8, connected 5, stalled 1 +6 +1 … 5 +72 \/ 5 +6$/);
  });

  it('stay few in a port scan', () => {
    const scanned = Array.from({ length: 5000 }, (_, id) => listener(id, { verdict: 'filtered', address: '2001:db8::1' }));
    const lines = [...linesOf(scanned)];
    expect(lines.length).toBeLessThan(30);
    expect(lines.at(-1)).toContain('4,980');
    expect(lines[3]).toContain('[2001:db8::1]:8000');
  });

  it('are not named where there are none', () => {
    expect([...listenerLines([], english)]).toEqual([]);
  });
});
