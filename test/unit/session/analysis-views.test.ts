import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { Session } from '../../../src/engine/session/session';
import { CancelSource } from '../../../src/shared/base/cancellation';
import { bufferBytes, HOST } from '../../captures/analyse-file';
import { grpcCapture, HEARTBEAT_MS, HTTP_TIMEOUT_MS, heartbeatCapture, httpCapture, LATE_GAP_MS } from '../../e2e/captures';

const LAB = join(import.meta.dirname, '../../captures/lab');
const CONTEXT = { signal: new CancelSource() };
const ALL = { from: 0, count: 100, descending: false, search: '', fromMs: null, toMs: null };

async function opened(bytes: Uint8Array) {
  const { handlers } = new Session({ ...HOST, open: () => Promise.resolve(bufferBytes('capture', bytes)) });
  const { capture } = await handlers['captures.open']({ source: { kind: 'file', path: 'capture' } }, CONTEXT);
  for await (const { state } of handlers['captures.progress']({ capture }, CONTEXT)) if (state === 'done') break;
  return { handlers, capture };
}

describe('heartbeats for the workbench', () => {
  it('are rows, and one with the gap before each beat', async () => {
    const { handlers, capture } = await opened(heartbeatCapture());
    const { total, rows } = await handlers['heartbeats.rows']({ ...ALL, capture, sort: 'connection' }, CONTEXT);
    expect(total).toBe(1);
    expect(rows[0]).toMatchObject({ connection: 0, sender: 'client', protocol: 'mqtt', count: 12, late: 1, missed: 0, outcome: { kind: 'reset' } });
    const detail = await handlers['heartbeats.detail']({ capture, heartbeat: 0 }, CONTEXT);
    expect(detail.gapsMs[0]).toBeNaN();
    expect(detail.gapsMs[1]).toBeCloseTo(HEARTBEAT_MS + 1, 3);
    expect(detail.gapsMs.at(-1)).toBeCloseTo(LATE_GAP_MS, 3);
    expect([...detail.states]).toEqual([0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1]);
    expect(detail.offBeats).toMatchObject([{ kind: 'late', frame: detail.frames.at(-1), cause: 'sender-late' }]);
    expect(detail.bandMs.low).toBeLessThan(HEARTBEAT_MS);
    expect(detail.bandMs.high).toBeLessThan(LATE_GAP_MS);
    expect(detail.outcomeMs).toBeGreaterThan(detail.timesMs.at(-1) as number);
  });
  it('are limited to a part of the time line, and to those that exist', async () => {
    const { handlers, capture } = await opened(heartbeatCapture());
    const ask = (search: string, fromMs: number | null) =>
      handlers['heartbeats.rows']({ ...ALL, capture, sort: 'offBeats', search, fromMs }, CONTEXT);
    expect((await ask('1883', 0)).total).toBe(1);
    expect((await ask('203.0.113.9', null)).total).toBe(0);
    expect((await ask('', 1e9)).total).toBe(0);
    expect(() => handlers['heartbeats.detail']({ capture, heartbeat: 1 }, CONTEXT)).toThrow('no-such-heartbeat');
  });
});

describe('HTTP for the workbench', () => {
  it('is messages with the silence before each, and the close', async () => {
    const { handlers, capture } = await opened(httpCapture());
    const { rows } = await handlers['http.rows']({ ...ALL, capture, sort: 'requests' }, CONTEXT);
    expect(rows).toMatchObject([{ connection: 0, version: '1.1', requests: 4, closedBy: 'server', keepAlive: { serverTimeoutMs: HTTP_TIMEOUT_MS } }]);
    const { messages, close, truncated } = await handlers['http.detail']({ capture, connection: 0 }, CONTEXT);
    expect(messages.map(({ kind }) => kind)).toEqual(['request', 'response', 'request', 'response', 'request', 'response', 'request']);
    expect(messages.map(({ idleMs }) => (idleMs === null ? null : Math.round(idleMs)))).toEqual([null, null, 1000, null, 3000, null, 5002]);
    expect(messages[4]?.line).toBe('GET /page-3000 HTTP/1.1');
    expect(close).toMatchObject({ kind: 'closed', by: 'server' });
    expect(truncated).toBe(false);
  });
  it('is the streams of HTTP/2, with how each call of gRPC went', async () => {
    const { handlers, capture } = await opened(grpcCapture(['0', '14', '0']));
    const { rows } = await handlers['http.rows']({ ...ALL, capture, sort: 'requests' }, CONTEXT);
    expect(rows).toMatchObject([{ version: '2', requests: 3, responses: 3, longestReuseIdleMs: 29_970 }]);
    const { messages } = await handlers['http.detail']({ capture, connection: 0 }, CONTEXT);
    expect(messages.map(({ kind, line, idleMs }) => [kind, line, idleMs === null ? null : Math.round(idleMs)])).toEqual([
      ['request', 'stream 1: POST /bank.Accounts/Read', null],
      ['response', 'stream 1: 200, grpc-status 0', null],
      ['request', 'stream 3: POST /bank.Accounts/Read', 29_970],
      ['response', 'stream 3: 200, grpc-status 14', null],
      ['request', 'stream 5: POST /bank.Accounts/Read', 29_970],
      ['response', 'stream 5: 200, grpc-status 0', null],
    ]);
  });
  it('is told from other connections', async () => {
    const { handlers, capture } = await opened(heartbeatCapture());
    expect((await handlers['http.rows']({ ...ALL, capture, sort: 'connection' }, CONTEXT)).total).toBe(0);
    expect(() => handlers['http.detail']({ capture, connection: 0 }, CONTEXT)).toThrow('no-http');
  });
});

describe('keep-alive for the workbench', () => {
  it('comes with what the settings let expect', async () => {
    const { handlers, capture } = await opened(readFileSync(join(LAB, 'keepalive-peer-vanished.pcap')));
    const { ends, verdicts } = await handlers['keepAlive.detail']({ capture, connection: 0, limit: 100 }, CONTEXT);
    const [end, verdict] = [ends[0], verdicts[0]];
    if (!end || !verdict) throw new Error('nobody probes');
    expect(verdict).toMatchObject({ prober: 'client', peerState: 'crashed', outcome: { kind: 'given-up' } });
    // Each probe that went unanswered was due within what a kernel's timers are late.
    const lost = [...end.timesMs].filter((_, i) => end.answerKinds[i] === 0);
    expect(verdict.expected.dueMs.length).toBe(lost.length);
    for (const [i, dueMs] of verdict.expected.dueMs.entries())
      expect(Math.abs((lost[i] as number) - dueMs)).toBeLessThan(0.1 * (verdict.outcome.afterMs ?? 0));
    expect(verdict.expected.intervalsMs.length).toBe(end.frames.length);
    expect(verdict.expected.deathMs).toBeGreaterThan(lost.at(-1) as number);
    expect(verdict.shareOfBytes).toBeGreaterThan(0);
    expect(verdict.shareOfBytes).toBeLessThan(1);
  });
  it('has a lane with each probe and its fate', async () => {
    const { handlers, capture } = await opened(readFileSync(join(LAB, 'keepalive-peer-vanished.pcap')));
    const { rows } = await handlers['keepAlive.rows']({ ...ALL, capture, sort: 'probes' }, CONTEXT);
    const [row] = rows;
    if (!row) throw new Error('nobody probes');
    expect(row.lane.filter((part) => part === 1).length).toBe(row.answered);
    expect(row.lane.filter((part) => part === 4).length).toBe(row.probes - row.answered);
    expect(row.outcomeMs).toBeGreaterThan(row.endMs);
  });
});

describe('what-if', () => {
  it('names the device that forgets first', async () => {
    const { handlers } = new Session(HOST);
    const ask = (deviceTimeoutMs: number | null) =>
      handlers['simulate.keepAlive'](
        { idleMs: 7_200_000, intervalMs: 75_000, count: 9, userTimeoutMs: null, heartbeatMs: null, deviceTimeoutMs, language: 'en' },
        CONTEXT,
      );
    expect((await ask(null)).deathMs).toBe(7_875_000);
    const forecast = await ask(350_000);
    expect(forecast.device).toMatchObject({ verdict: 'device-first' });
    expect(forecast.verdict.join(' ')).toContain('AWS Network Load Balancer');
  });
});
