import { afterEach, describe, expect, it } from 'vitest';
import { Session } from '../../../src/engine/session/session';
import { CancelSource } from '../../../src/shared/base/cancellation';
import { bufferBytes, HOST } from '../../captures/analyse-file';
import { MIXED_PACKETS, mixedCapture, PROBE_FRAMES } from '../../e2e/captures';

const CONTEXT = { signal: new CancelSource() };
const opened: Session[] = [];
afterEach(async () => {
  await Promise.all(opened.splice(0).map((session) => session.dispose()));
});

async function read(filters: string[], fromMs: number | null = null, toMs: number | null = null) {
  const session = new Session({ ...HOST, open: async () => bufferBytes('mixed.pcap', mixedCapture()) });
  opened.push(session);
  const { handlers } = session;
  const { capture } = await handlers['captures.open']({ source: { kind: 'file', path: 'f' } }, CONTEXT);
  for await (const { state } of handlers['captures.progress']({ capture }, CONTEXT)) if (state === 'failed') throw new Error('failed');
  return handlers['io.read']({ capture, filters, buckets: 10, fromMs, toMs }, CONTEXT);
}

const sum = (values: Uint32Array | Float64Array | undefined) => [...(values ?? [])].reduce((total, value) => total + value, 0);

describe('the I/O chart', () => {
  it('counts all packets, and those of each filter, the last one included', async () => {
    const { series, startMs, bucketMs } = await read(['', 'keepalive.probe', 'tcp.flags.reset == 1', '!tcp']);
    expect(series.map(({ packets }) => sum(packets))).toEqual([MIXED_PACKETS, PROBE_FRAMES.length, 1, 0]);
    expect(startMs).toBe(0);
    expect(series[1]?.packets[9]).toBe(1);
    // Probes come each 45 s.
    expect(bucketMs).toBeCloseTo(22_504, 0);
    expect(sum(series[1]?.bytes)).toBe(PROBE_FRAMES.length * 54);
  });

  it('counts what lies in the range asked for', async () => {
    const { series } = await read(['', 'keepalive.probe'], 44_000, 91_000);
    expect(series.map(({ packets }) => sum(packets))).toEqual([4, 2]);
  });

  it('refuses a filter that cannot be read', async () => {
    await expect(read(['tcp.prot == 1'])).rejects.toMatchObject({ code: 'filter.syntax' });
  });
});
