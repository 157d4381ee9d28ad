import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { Session } from '../../../src/engine/session/session';
import { CancelSource } from '../../../src/shared/base/cancellation';
import { type FindingRow, SEVERITIES } from '../../../src/shared/contract/finding-rows';
import type { EngineContract } from '../../../src/shared/contract/methods';
import type { Handlers } from '../../../src/shared/rpc/handlers';
import { bufferBytes, HOST } from '../../captures/analyse-file';
import { LOST_ANSWER, LOST_PROBES, scriptedCapture, scriptsOf } from '../../captures/two-points';

const LAB = join(import.meta.dirname, '../../captures/lab');
type Query = Parameters<Handlers<EngineContract>['findings.rows']>[0];
const CONTEXT = { signal: new CancelSource() };
const ALL = {
  from: 0,
  count: 100,
  sort: 'severity',
  descending: false,
  severities: [...SEVERITIES],
  code: null,
  connection: null,
  language: 'en',
  fromMs: null,
  toMs: null,
} satisfies Omit<Query, 'capture'>;

async function read(handlers: Handlers<EngineContract>, path: string): Promise<number> {
  const { capture } = await handlers['captures.open']({ source: { kind: 'file', path } }, CONTEXT);
  for await (const { state } of handlers['captures.progress']({ capture }, CONTEXT)) if (state === 'done') break;
  return capture;
}

async function opened(name: string) {
  const session = new Session({ ...HOST, open: () => Promise.resolve(bufferBytes(name, readFileSync(join(LAB, name)))) });
  const { handlers } = session;
  const capture = await read(handlers, name);
  const all = { ...ALL, capture };
  const rows = async (query: Partial<Query> = {}) => handlers['findings.rows']({ ...all, ...query }, CONTEXT);
  return { handlers, capture, rows };
}

describe('findings of a capture', () => {
  it('tell the death with its evidence, in the language asked for', async () => {
    const { rows } = await opened('keepalive-peer-vanished.pcap');
    const found = await rows({ code: 'keepalive.peer-crashed' });
    expect(found.total).toBe(1);
    const [row] = found.rows as [FindingRow];
    expect(row).toMatchObject({ severity: 'error', connection: 0, ends: { serverPort: expect.any(Number) } });
    expect(row.title).toMatch(/no longer answers/);
    expect(row.ruledOut.length).toBeGreaterThan(0);
    expect(row.applicationSees).toContain('ETIMEDOUT');
    const chinese = await rows({ code: 'keepalive.peer-crashed', language: 'zh-CN' });
    expect(chinese.rows[0]?.title).toMatch(/[\u4e00-\u9fff]/);
  });

  it('are filtered and put in order', async () => {
    const { rows, handlers, capture } = await opened('keepalive-peer-vanished.pcap');
    const all = await rows();
    const counts = await handlers['findings.counts']({ capture }, CONTEXT);
    expect(all.rows.filter(({ severity }) => severity === 'error').length).toBe(counts.severities.error);
    expect((await rows({ severities: ['error'] })).total).toBe(counts.severities.error);
    expect((await rows({ connection: 99 })).total).toBe(0);
    const times = (await rows({ sort: 'time', descending: true })).rows.map(({ timeMs }) => timeMs);
    expect(times).toEqual([...times].sort((a, b) => b - a));
    const first = Math.min(...times);
    expect((await rows({ toMs: first - 1 })).total).toBe(0);
    expect((await rows({ fromMs: first, toMs: first })).total).toBeGreaterThan(0);
    const marks = await handlers['findings.marks']({ capture, limit: 1 }, CONTEXT);
    expect([...marks.timesMs]).toEqual([all.rows[0]?.timeMs]);
    expect([...marks.severities]).toEqual([0]);
  });
});

/** Both points, and the handlers of the session that has read them; `seen`: what passed them. */
async function openedAtTwoPoints(seen: Parameters<typeof scriptsOf>[0], clockMs: number) {
  const scripts = scriptsOf(seen, clockMs);
  const files: Readonly<Record<string, Uint8Array>> = { 'near.pcap': scriptedCapture(scripts.near), 'far.pcap': scriptedCapture(scripts.far) };
  const open: (typeof HOST)['open'] = (source) => {
    const name = source.kind === 'file' ? source.path : '';
    return Promise.resolve(bufferBytes(name, files[name] as Uint8Array));
  };
  const { handlers } = new Session({ ...HOST, open });
  const far = await read(handlers, 'far.pcap');
  const near = await read(handlers, 'near.pcap');
  const rows = async (query: Partial<Query>) => (await handlers['findings.rows']({ ...ALL, capture: near, ...query }, CONTEXT)).rows;
  const between = async (query: Partial<Query>) => (await rows(query)).filter(({ elsewhere }) => elsewhere !== null);
  const told = async () => (await handlers['captures.list']({}, CONTEXT)).map(({ findings }) => findings);
  return { handlers, near, far, rows, between, told };
}

describe('findings between captures', () => {
  const CLOCK_MS = 5000;

  it('are listed with both once the captures are compared, each with its own packets', async () => {
    const { handlers, near, far, between, rows, told } = await openedAtTwoPoints(LOST_PROBES, CLOCK_MS);
    const [ofFar = 0, ofNear = 0] = await told();
    expect(await between({})).toEqual([]);
    await handlers['findings.compare']({}, CONTEXT);
    expect(await told()).toEqual([ofFar + 1, ofNear + 1]);

    const [row] = (await between({})) as [FindingRow];
    expect(row).toMatchObject({ code: 'keepalive.probe-lost', capture: near, connection: 0, frames: [6, 7] });
    expect(row.elsewhere).toEqual({ capture: far, connection: 0, ends: row.ends, frames: [] });
    expect(row.data).toMatchObject({ nearCapture: near, farCapture: far });
    expect(row.timeMs).toBeCloseTo(40_000, 3);
    // The far point began to capture 20 ms earlier, before the SYN had come to the near one; the probe would have passed it 20 ms later.
    const [there] = (await between({ capture: far })) as [FindingRow];
    expect({ ...there, timeMs: 0 }).toEqual({ ...row, timeMs: 0 });
    expect(there.timeMs).toBeCloseTo(40_040, 0);

    const order = (await rows({})).map(({ severity }) => SEVERITIES.indexOf(severity));
    expect(order).toEqual([...order].sort((a, b) => a - b));
  });

  it('are filtered by time and connection, counted and marked in both', async () => {
    const { handlers, near, far, between, rows } = await openedAtTwoPoints(LOST_ANSWER, CLOCK_MS);
    await handlers['findings.compare']({}, CONTEXT);
    for (const capture of [near, far]) {
      const [row] = (await between({ capture })) as [FindingRow];
      expect(row).toMatchObject({ code: 'keepalive.answer-lost', frames: [6], elsewhere: { frames: [6, 7] } });
      expect(await between({ capture, connection: 0 })).toHaveLength(1);
      expect(await between({ capture, connection: 1 })).toEqual([]);
      expect(await between({ capture, fromMs: row.timeMs, toMs: row.timeMs })).toHaveLength(1);
      expect(await between({ capture, toMs: row.timeMs - 1 })).toEqual([]);
      const { codes } = await handlers['findings.counts']({ capture }, CONTEXT);
      expect(codes).toContainEqual({ code: 'keepalive.answer-lost', findings: (await rows({ capture, code: 'keepalive.answer-lost' })).length });
      const { timesMs } = await handlers['findings.marks']({ capture, limit: 100 }, CONTEXT);
      expect([...timesMs]).toContain(row.timeMs);
    }
  });

  it('go with the capture that is closed', async () => {
    const { handlers, far, between, told } = await openedAtTwoPoints(LOST_PROBES, CLOCK_MS);
    const [, ofNear] = await told();
    await handlers['findings.compare']({}, CONTEXT);
    await handlers['captures.close']({ capture: far }, CONTEXT);
    expect(await between({})).toEqual([]);
    expect(await told()).toEqual([ofNear]);
    await handlers['findings.compare']({}, CONTEXT);
    expect(await told()).toEqual([ofNear]);
  });

  it('are of the captures that were open when the last comparison began', async () => {
    const { handlers, far, between } = await openedAtTwoPoints(LOST_PROBES, CLOCK_MS);
    const comparing = handlers['findings.compare']({}, CONTEXT);
    await handlers['captures.close']({ capture: far }, CONTEXT);
    await comparing;
    expect(await between({})).toEqual([]);
  });
});
