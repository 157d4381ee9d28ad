/** Heartbeats and listeners of a capture whose packets are still coming. */
import { describe, expect, it } from 'vitest';
import type { CaptureBytes } from '../../../src/engine/session/host';
import { Session } from '../../../src/engine/session/session';
import { CancelSource } from '../../../src/shared/base/cancellation';
import { ATTEMPT_OUTCOMES } from '../../../src/shared/contract/listener-rows';
import { bufferBytes, HOST } from '../../captures/analyse-file';
import { FULL_PORT, HEALTHY_PORT, listenerCapture } from '../../captures/listener-capture';
import { heartbeatCapture } from '../../e2e/captures';

const CONTEXT = { signal: new CancelSource() };
const ALL = { from: 0, count: 100, descending: false, search: '', fromMs: null, toMs: null };

/** A recording that holds so many of its bytes, and more when the test says so. */
class GrowingBytes {
  readonly #whole: CaptureBytes;
  readonly #waiting = new Set<() => void>();
  readonly live = true;
  readonly issue = null;
  readonly storedBytes = null;
  readonly path = 'lo';
  readonly name = 'lo';
  readonly length: number;
  available: number;
  ended = false;

  constructor(bytes: Uint8Array, share: number) {
    this.#whole = bufferBytes('lo', bytes);
    this.length = bytes.length;
    this.available = Math.floor(bytes.length * share);
  }

  grow(share: number): void {
    this.available = Math.floor(this.length * share);
    this.ended = this.available === this.length;
    for (const resolve of this.#waiting) resolve();
  }

  read(offset: number, target: Uint8Array, at: number, length: number): number {
    return this.#whole.read(offset, target, at, Math.max(0, Math.min(length, this.available - offset)));
  }

  async waitFor(size: number): Promise<void> {
    while (this.available <= size && !this.ended) await new Promise<void>((resolve) => this.#waiting.add(resolve));
  }

  close(): Promise<void> {
    return Promise.resolve();
  }
}

async function recording(bytes: Uint8Array, share: number) {
  const growing = new GrowingBytes(bytes, share);
  const clock = { ms: 0 };
  const { handlers } = new Session({ ...HOST, now: () => clock.ms, open: () => Promise.resolve(growing) });
  const { capture } = await handlers['captures.open']({ source: { kind: 'file', path: 'lo' } }, CONTEXT);
  const packets = () => handlers['captures.list']({}, CONTEXT) as { packets: number; state: string }[];
  /** Until the pass has read what is there. */
  const settled = async (): Promise<void> => {
    for (let count = -1; count !== packets()[0]?.packets; await HOST.sleep(30)) count = packets()[0]?.packets ?? 0;
  };
  await settled();
  const grow = async (to: number): Promise<void> => {
    growing.grow(to);
    if (growing.ended) for await (const { state } of handlers['captures.progress']({ capture }, CONTEXT)) if (state === 'done') break;
    await settled();
  };
  const heartbeats = async () => (await handlers['heartbeats.rows']({ ...ALL, capture, sort: 'connection' }, CONTEXT)).rows;
  const listeners = async () => (await handlers['listeners.rows']({ ...ALL, capture, sort: 'port' }, CONTEXT)).rows;
  return { handlers, capture, clock, grow, heartbeats, listeners };
}

describe('while a capture is recorded', () => {
  it('heartbeats are those of the packets so far, looked at again a second later, and keep their names to the end', async () => {
    const { handlers, capture, clock, grow, heartbeats } = await recording(heartbeatCapture(), 0.7);
    const [first] = await heartbeats();
    expect(first).toMatchObject({ sender: 'client', protocol: 'mqtt', late: 0, outcome: { kind: 'none' } });
    expect(first?.count).toBeLessThan(12);
    await grow(0.9);
    expect(await heartbeats()).toEqual([first]);
    clock.ms += 1000;
    const [second] = await heartbeats();
    expect(second?.id).toBe(first?.id);
    expect(second?.count).toBeGreaterThan(first?.count ?? 0);
    const detail = handlers['heartbeats.detail']({ capture, heartbeat: second?.id ?? -1 }, CONTEXT) as { frames: Uint32Array };
    expect(detail.frames).toHaveLength(second?.count ?? -1);
    await grow(1);
    expect(await heartbeats()).toMatchObject([{ id: first?.id, count: 12, late: 1, outcome: { kind: 'reset' } }]);
  });

  it('listeners are judged by the packets so far, and their attempts are there to be looked at', async () => {
    const { handlers, capture, clock, grow, listeners } = await recording(listenerCapture(), 0.25);
    const full = async () => (await listeners()).find(({ port }) => port === FULL_PORT);
    const first = await full();
    const attemptsOf = async (listener: number) => {
      const asked = { ...ALL, capture, listener, outcomes: [...ATTEMPT_OUTCOMES], sort: 'startMs' as const };
      return (await handlers['listeners.attempts'](asked, CONTEXT)) as { total: number };
    };
    expect((await attemptsOf(first?.id ?? -1)).total).toBe(first?.attempts);
    clock.ms += 1000;
    await grow(0.9);
    const second = await full();
    expect(second).toMatchObject({ id: first?.id, verdict: 'accept-queue-overflow' });
    expect(second?.attempts).toBeGreaterThan(first?.attempts ?? 0);
    expect((await attemptsOf(second?.id ?? -1)).total).toBe(second?.attempts);
    const detailOf = { capture, listener: second?.id ?? -1, fromMs: null, toMs: null, points: 100, language: 'en' };
    const said = async () => (await handlers['listeners.detail'](detailOf, CONTEXT)).findings.map(({ code, listener }) => [code, listener]);
    expect(await said()).toEqual([['listener.accept-queue-overflow', second?.id]]);
    await grow(1);
    expect(await listeners()).toMatchObject([{ port: HEALTHY_PORT }, { port: FULL_PORT, verdict: 'accept-queue-overflow' }]);
    expect((await said())[0]).toEqual(['listener.accept-queue-overflow', second?.id]);
  });
});
