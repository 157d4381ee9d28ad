/** What-if of listen queues: a captured listener's clients arriving again, with the settings that its packets show. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { Session } from '../../../src/engine/session/session';
import { CancelSource } from '../../../src/shared/base/cancellation';
import type { QueueScenario } from '../../../src/shared/contract/queue-simulation';
import { bufferBytes, fileBytes, HOST } from '../../captures/analyse-file';
import { LATER_CLIENTS, listenerCapture, WAITING } from '../../captures/listener-capture';

const RECORDINGS = join(import.meta.dirname, '../../../../shared/scenarios');
const present = existsSync(RECORDINGS);
if (!present) console.log('skipped: the recordings of listen queues are not beside this checkout (../shared/scenarios)');

const CONTEXT = { signal: new CancelSource() };
const STEADY: QueueScenario = {
  arrivals: { kind: 'steady', clients: 20, ratePerSecond: 20, floodPerSecond: 0 },
  backlog: 4,
  somaxconn: 4096,
  maxSynBacklog: 2048,
  syncookies: 1,
  abortOnOverflow: false,
  synAckRetries: 5,
  synRetries: 6,
  synLinearTimeouts: 4,
  acceptEveryMs: null,
  roundTripMs: 1,
  oldKernel: false,
  durationMs: 60_000,
};

async function opened(bytes: Parameters<typeof bufferBytes>[1] | string) {
  const source = typeof bytes === 'string' ? fileBytes(bytes) : bufferBytes('capture', bytes);
  const { handlers } = new Session({ ...HOST, open: () => Promise.resolve(source) });
  const { capture } = await handlers['captures.open']({ source: { kind: 'file', path: 'capture' } }, CONTEXT);
  for await (const { state } of handlers['captures.progress']({ capture }, CONTEXT)) if (state === 'done') break;
  const query = { capture, from: 0, count: 10, descending: false, search: '', fromMs: null, toMs: null, sort: 'verdict' } as const;
  const { rows } = await handlers['listeners.rows'](query, CONTEXT);
  const which = { capture, listener: rows[0]?.id ?? -1 };
  const known = await handlers['simulate.capturedSettings'](which, CONTEXT);
  /** With what the capture shows, and the defaults of Linux for the rest. */
  const again = (changes: Partial<QueueScenario>) =>
    handlers['simulate.queue'](
      {
        ...STEADY,
        arrivals: { kind: 'captured', ...which },
        backlog: known.limitAtMost ?? 128,
        syncookies: known.syncookies ?? 1,
        abortOnOverflow: known.abortOnOverflow ?? false,
        synAckRetries: known.synAckRetries ?? 5,
        synRetries: known.synRetries ?? 6,
        synLinearTimeouts: known.synLinearTimeouts ?? 4,
        acceptEveryMs: known.acceptEveryMs,
        roundTripMs: known.roundTripMs ?? 1,
        durationMs: known.durationMs,
        ...changes,
        language: 'en',
        points: 1000,
      },
      CONTEXT,
    );
  return { handlers, which, known, again };
}

describe('what-if of listen queues', () => {
  it('tells a full queue in numbers and words', async () => {
    const { handlers } = new Session(HOST);
    const forecast = await handlers['simulate.queue']({ ...STEADY, language: 'en', points: 10 }, CONTEXT);
    expect(forecast).toMatchObject({
      limit: 4,
      clients: 20,
      flood: 0,
      outcomes: { established: 5, accepted: 0, waiting: 15 },
      peaks: { acceptQueue: 5 },
    });
    expect(forecast.series.timesMs.length).toBeLessThanOrEqual(10);
    expect(Math.max(...forecast.series.acceptQueue)).toBe(5);
    expect(forecast.verdict[0]).toContain('5 of 20 clients are taken by the kernel, 15 are not');
    expect(forecast.verdict.join(' ')).toContain('The application accepts nothing');
    const chinese = await handlers['simulate.queue']({ ...STEADY, language: 'zh-CN', points: 10 }, CONTEXT);
    expect(chinese.verdict[0]).toContain('20 个客户端中有 5 个被内核接收');
  });

  it('begins with what a captured listener shows', async () => {
    const { handlers, which, known, again } = await opened(listenerCapture());
    expect(known).toMatchObject({ synAckRetries: null, synRetries: null, synLinearTimeouts: 4, acceptEveryMs: null, limitAtMost: WAITING - 1 });
    expect(known.roundTripMs).toBeCloseTo(10, 0);
    const arrivals = await handlers['simulate.capturedArrivals'](which, CONTEXT);
    expect(arrivals.clientsMs).toHaveLength(WAITING + 1 + LATER_CLIENTS);
    expect(arrivals.clientsMs[0]).toBe(0);
    expect(arrivals.floodMs).toHaveLength(0);
    const { outcomes } = await again({});
    expect(outcomes.established).toBe(WAITING);
    const longer = await again({ backlog: 128 });
    expect(longer.outcomes.established).toBe(WAITING + 1 + LATER_CLIENTS);
    expect(longer.counters.listenDrops).toBe(0);
  });

  it('says when SYN and SYN-ACK are sent again', async () => {
    const { handlers } = new Session(HOST);
    const seconds = async (segment: 'syn' | 'synAck', retries: number, linear: number) => {
      const { retransmissions, givenUp } = await handlers['simulate.backoff']({ segment, retries, linear }, CONTEXT);
      return [...retransmissions, givenUp].map(({ atMs }) => atMs / 1000);
    };
    expect(await seconds('synAck', 5, 0)).toEqual([1, 3, 7, 15, 31, 63]);
    expect(await seconds('syn', 6, 0)).toEqual([1, 3, 7, 15, 31, 63, 127]);
    expect((await seconds('syn', 6, 4)).slice(0, 7)).toEqual([1, 2, 3, 4, 5, 7, 11]);
  });

  it.skipIf(!present).each(['Q2', 'Q2d', 'Q3', 'Q4'])(
    '%s: the clients of the recording lead to the drops that its kernel counted, within ten percent',
    async (name) => {
      const truth = JSON.parse(readFileSync(join(RECORDINGS, `${name}.json`), 'utf8')) as {
        readonly expected: { readonly kernel: { readonly ListenDrops: number } };
      };
      const { again } = await opened(join(RECORDINGS, `${name}.pcap`));
      const { counters } = await again({});
      expect(Math.abs(counters.listenDrops / truth.expected.kernel.ListenDrops - 1)).toBeLessThan(0.1);
    },
  );
});
