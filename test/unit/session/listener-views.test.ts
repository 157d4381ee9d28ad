/** What the workbench is told about listeners: rows, queues over time, attempts in windows, the ladder of one. */
import { describe, expect, it } from 'vitest';
import { Session } from '../../../src/engine/session/session';
import { CancelSource } from '../../../src/shared/base/cancellation';
import { ATTEMPT_OUTCOMES, LISTENER_EVENTS } from '../../../src/shared/contract/listener-rows';
import { bufferBytes, HOST } from '../../captures/analyse-file';
import {
  LATER_CLIENTS,
  LISTENER_ADDRESS,
  listenerCapture,
  STALLED_PORT,
  SYN_ACK_SECONDS,
  SYN_SECONDS,
  WAITING,
} from '../../captures/listener-capture';

const CONTEXT = { signal: new CancelSource() };
const ALL = { from: 0, count: 100, descending: false, search: '', fromMs: null, toMs: null };
const EVERYTHING = { ...ALL, outcomes: [...ATTEMPT_OUTCOMES], sort: 'startMs' as const };

async function opened() {
  const { handlers } = new Session({ ...HOST, open: () => Promise.resolve(bufferBytes('capture', listenerCapture())) });
  const { capture } = await handlers['captures.open']({ source: { kind: 'file', path: 'capture' } }, CONTEXT);
  for await (const { state } of handlers['captures.progress']({ capture }, CONTEXT)) if (state === 'done') break;
  const { rows } = await handlers['listeners.rows']({ ...ALL, capture, sort: 'port', descending: true }, CONTEXT);
  const detail = (fromMs: number | null, toMs: number | null, points: number) =>
    handlers['listeners.detail']({ capture, listener: rows[0]?.id ?? -1, fromMs, toMs, points, language: 'en' }, CONTEXT);
  const attempts = (filter: object) => handlers['listeners.attempts']({ ...EVERYTHING, capture, listener: rows[0]?.id ?? -1, ...filter }, CONTEXT);
  return { handlers, capture, rows, detail, attempts };
}

describe('listeners for the workbench', () => {
  it('are rows with their verdict', async () => {
    const { rows } = await opened();
    expect(rows).toMatchObject([
      {
        address: LISTENER_ADDRESS,
        port: 8080,
        attempts: WAITING + 1 + LATER_CLIENTS,
        verdict: 'accept-queue-overflow',
        overflow: 'yes',
        acceptUpper: WAITING,
      },
      { address: LISTENER_ADDRESS, port: 80, attempts: 10, verdict: 'healthy', outcomes: { complete: 10 } },
    ]);
    expect(rows[1]?.startMs).toBeCloseTo(490, 1);
  });

  it('are searched, sorted and limited to a part of the time line', async () => {
    const { handlers, capture } = await opened();
    const ask = async (query: object) =>
      (await handlers['listeners.rows']({ ...ALL, capture, sort: 'id', ...query }, CONTEXT)).rows.map(({ port }) => port);
    expect(await ask({ search: ':80' })).toEqual([8080, 80]);
    expect(await ask({ search: '192.0.2.80:8080' })).toEqual([8080]);
    expect(await ask({ fromMs: 50_000 })).toEqual([8080]);
    expect(await ask({ sort: 'failed' })).toEqual([80, 8080]);
    expect(await ask({ sort: 'verdict' })).toEqual([8080, 80]);
    expect(await ask({ sort: 'verdict', descending: true })).toEqual([80, 8080]);
  });

  it('show every step of their queues, or the highest of each part', async () => {
    const { detail } = await opened();
    const { queues, findings, listener, fromMs, toMs } = await detail(null, null, 1000);
    expect([fromMs, toMs]).toEqual([listener.startMs, listener.endMs]);
    expect(findings.map(({ code }) => code)).toEqual(['listener.accept-queue-overflow']);
    expect(Math.max(...queues.upper)).toBe(WAITING);
    expect(Math.max(...queues.lower)).toBe(1);
    expect(Math.max(...queues.halfOpen)).toBe(WAITING + 1);
    expect([...queues.timesMs]).toEqual([...queues.timesMs].sort((a, b) => a - b));
    const few = await detail(null, null, 4);
    expect(few.queues.timesMs).toHaveLength(4);
    expect([...few.queues.upper]).toEqual([WAITING, WAITING, WAITING, WAITING]);
    expect(few.queues.halfOpen[0]).toBe(WAITING + 1);
    const middle = await detail(20_000, 30_000, 1000);
    expect([...middle.queues.halfOpen]).toEqual([1]);
    expect(middle.queues.timesMs[0]).toBe(20_000);
  });

  it('count drops and retransmissions in equal parts, with the packets behind them', async () => {
    const { detail } = await opened();
    const { events } = await detail(null, null, 500);
    const total = (kind: keyof typeof events.counts) => events.counts[kind].reduce((sum, count) => sum + count, 0);
    expect(events.counts.arrival).toHaveLength(100);
    expect(total('arrival')).toBe(WAITING + 1 + LATER_CLIENTS);
    expect(total('droppedSyn')).toBe(LATER_CLIENTS * SYN_SECONDS.length);
    expect(total('synAgain')).toBe(LATER_CLIENTS * (SYN_SECONDS.length - 1));
    expect(total('synAckAgain')).toBe(SYN_ACK_SECONDS.length - 1);
    expect(total('rejected')).toBe(0);
    const named = [...events.kinds].filter((kind) => LISTENER_EVENTS[kind] === 'droppedSyn');
    expect(named).toHaveLength(total('droppedSyn'));
    const first = await detail(2100, 2400, 5);
    expect(first.events.counts.arrival[0]).toBe(1);
    expect(first.events.counts.droppedSyn[0]).toBe(1);
  });

  it('refuse what does not exist', async () => {
    const { handlers, capture } = await opened();
    const query = { capture, listener: 9, fromMs: null, toMs: null, points: 10, language: 'en' };
    await expect(handlers['listeners.detail'](query, CONTEXT)).rejects.toThrow('no-such-listener');
    expect(() => handlers['listeners.attempt']({ capture, listener: 0, connection: 999 }, CONTEXT)).toThrow('no-such-attempt');
  });
});

describe('attempts for the workbench', () => {
  it('are columns in windows, filtered by outcome, sorted and searched', async () => {
    const { attempts } = await opened();
    const all = await attempts({});
    expect(all.total).toBe(WAITING + 1 + LATER_CLIENTS);
    expect(all.startMs[0]).toBe(0);
    const stalled = await attempts({ outcomes: ['stalled'] });
    expect(stalled).toMatchObject({ total: 1, clients: ['10.0.0.1'] });
    expect([...stalled.clientPorts]).toEqual([STALLED_PORT]);
    expect([...stalled.synAcks]).toEqual([SYN_ACK_SECONDS.length]);
    expect(stalled.connectMs[0]).toBeCloseTo(10.1, 3);
    const unanswered = await attempts({ outcomes: ['unanswered'], from: 2, count: 3 });
    expect(unanswered.total).toBe(LATER_CLIENTS);
    expect([...unanswered.clientPorts]).toEqual([42_002, 42_003, 42_004]);
    expect([...unanswered.syns]).toEqual([10, 10, 10]);
    expect(unanswered.connectMs[0]).toBeNaN();
    expect((await attempts({ sort: 'synAcks', descending: true })).clientPorts[0]).toBe(STALLED_PORT);
    expect((await attempts({ search: '10.0.0.5' })).total).toBe(2);
    expect((await attempts({ toMs: 100 })).total).toBe(WAITING + 1);
    expect((await attempts({ outcomes: [] })).total).toBe(0);
  });

  it('show their SYN-ACKs beside the schedule', async () => {
    const { handlers, capture, rows, attempts } = await opened();
    const { connections } = await attempts({ outcomes: ['stalled'] });
    const ladder = await handlers['listeners.attempt']({ capture, listener: rows[0]?.id ?? -1, connection: connections[0] ?? -1 }, CONTEXT);
    const synAcks = ladder.rungs.filter(({ segment }) => segment === 'synAck');
    const first = synAcks[0]?.atMs ?? 0;
    const seconds = (ms: number | null | undefined) => Math.round(((ms ?? Number.NaN) - first) / 100) / 10;
    expect(synAcks.map(({ cause }) => cause)).toEqual(['first', 'timer', 'timer', 'timer', 'timer', 'timer', 'given-up']);
    expect(synAcks.slice(0, -1).map(({ atMs }) => seconds(atMs))).toEqual([...SYN_ACK_SECONDS]);
    expect(synAcks.slice(1).map(({ expectedMs }) => seconds(expectedMs))).toEqual([1, 3, 7, 15, 31, 63]);
    expect(ladder.moments[0]?.kind).toBe('ack');
    expect(ladder.moments.at(-1)?.kind).toBe('reset');
    expect(ladder.schedules.synAck).toMatchObject({ firstTimeoutMs: 1000, retries: 5, from: 'listener' });
  });

  it('show their SYNs beside the schedule, linear steps first', async () => {
    const { handlers, capture, rows, attempts } = await opened();
    const { connections } = await attempts({ outcomes: ['unanswered'] });
    const ladder = await handlers['listeners.attempt']({ capture, listener: rows[0]?.id ?? -1, connection: connections[0] ?? -1 }, CONTEXT);
    expect(ladder.schedules.syn.linearSteps).toBe(4);
    expect(ladder.rungs.map(({ atMs }) => (atMs ?? -1) / 1000)).toEqual([...SYN_SECONDS]);
    expect(ladder.rungs.slice(1).map(({ expectedMs }) => (expectedMs ?? -1) / 1000)).toEqual(SYN_SECONDS.slice(1));
  });
});
