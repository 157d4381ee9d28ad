import { describe, expect, it } from 'vitest';
import { ListenerDigest } from '../../../src/engine/session/report-text-listeners';
import type { ListenerReport } from '../../../src/shared/contract/report-listener';
import { createTexts } from '../../../src/shared/locales/texts';
import { listenerReport, reportedListener } from './report-samples';

const english = createTexts('en').t;

function linesOf(listeners: readonly ListenerReport[]): Iterable<string> {
  return new ListenerDigest(listeners.map(reportedListener), new Set()).lines(english);
}

describe('listeners in the text report', () => {
  it('are a line each, the most telling first', () => {
    const healthy = listenerReport(0, { verdict: 'healthy', attempts: 1000 });
    const lines = [...linesOf([healthy, listenerReport(1), listenerReport(2, { verdict: 'lossy-path' })])];
    expect(lines[1]).toBe('Listeners, the most telling first: 3');
    expect(lines.slice(3).map((line) => /:(\d+) /.exec(line)?.[1])).toEqual(['8001', '8002', '8000']);
    expect(lines[3]).toMatch(/ACCEPT QUEUE OVERFLOW +95 % +14 {2}unanswered 8, connected 5, stalled 1 +6 +1 … 5 +72 \/ 5 +6$/);
  });

  it('stay few in a port scan', () => {
    const scanned = Array.from({ length: 5000 }, (_, id) => listenerReport(id, { verdict: 'filtered', address: '2001:db8::1' }));
    const lines = [...linesOf(scanned)];
    expect(lines.length).toBeLessThan(30);
    expect(lines.at(-1)).toContain('4,980');
    expect(lines[3]).toContain('[2001:db8::1]:8000');
  });

  it('are not named where there are none', () => {
    expect([...linesOf([])]).toEqual([]);
  });
});
