import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { Session } from '../../../src/engine/session/session';
import { CancelSource } from '../../../src/shared/base/cancellation';
import { type FindingRow, SEVERITIES } from '../../../src/shared/contract/finding-rows';
import type { EngineContract } from '../../../src/shared/contract/methods';
import type { Handlers } from '../../../src/shared/rpc/handlers';
import { bufferBytes, HOST } from '../../captures/analyse-file';

const LAB = join(import.meta.dirname, '../../captures/lab');
type Query = Parameters<Handlers<EngineContract>['findings.rows']>[0];
const CONTEXT = { signal: new CancelSource() };

async function opened(name: string) {
  const session = new Session({ ...HOST, open: () => Promise.resolve(bufferBytes(name, readFileSync(join(LAB, name)))) });
  const { handlers } = session;
  const { capture } = await handlers['captures.open']({ source: { kind: 'file', path: name } }, CONTEXT);
  for await (const { state } of handlers['captures.progress']({ capture }, CONTEXT)) if (state === 'done') break;
  const all = {
    capture,
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
  } satisfies Query;
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
