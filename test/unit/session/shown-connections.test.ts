import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Session } from '../../../src/engine/session/session';
import { CancelSource } from '../../../src/shared/base/cancellation';
import { bufferBytes, HOST } from '../../captures/analyse-file';
import { mixedCapture } from '../../e2e/captures';

const CONTEXT = { signal: new CancelSource() };
const EVERYWHERE = { fromMs: null, toMs: null };
const WINDOW = { from: 0, count: 100, descending: false, search: '' };

/** Connection 0 is probed from 45 s on, 1 is refused at 100 ms, 2 was joined midway at 200 ms. */
describe('the lists of connections, limited by the display filter', () => {
  const session = new Session({ ...HOST, open: () => Promise.resolve(bufferBytes('mixed.pcap', mixedCapture())) });
  let capture = 0;
  beforeAll(async () => {
    capture = (await session.handlers['captures.open']({ source: { kind: 'file', path: 'mixed.pcap' } }, CONTEXT)).capture;
    for await (const _ of session.handlers['captures.progress']({ capture }, CONTEXT));
  });
  afterAll(() => session.dispose());

  const cases = [
    { name: 'nothing without a filter', filter: null, span: EVERYWHERE, expected: [0, 1, 2] },
    { name: 'those with a packet that it shows', filter: 'tcp.flags.reset == 1', span: EVERYWHERE, expected: [1] },
    { name: 'those of several', filter: 'tcp.len > 0', span: EVERYWHERE, expected: [0, 2] },
    { name: 'those whose bytes are looked at', filter: 'tcp contains "midway"', span: EVERYWHERE, expected: [2] },
    { name: 'none', filter: 'udp', span: EVERYWHERE, expected: [] },
    { name: 'those with such a packet in the part of the time', filter: 'keepalive.probe', span: { fromMs: 40_000, toMs: null }, expected: [0] },
    { name: 'none where such a packet is at another time', filter: 'tcp.flags.syn == 1', span: { fromMs: 40_000, toMs: null }, expected: [] },
  ] as const;
  for (const { name, filter, span, expected } of cases) {
    it(`leaves ${name}`, async () => {
      const { total, rows } = await session.handlers['connections.rows']({ capture, ...WINDOW, sort: 'id', ...span, filter }, CONTEXT);
      expect(rows.map(({ id }) => id)).toEqual(expected);
      expect(total).toBe(expected.length);
    });
  }

  it('holds for probes, listeners, attempts and findings too', async () => {
    const { handlers } = session;
    const ask = { capture, ...WINDOW, ...EVERYWHERE };
    const probed = async (filter: string) => (await handlers['keepAlive.rows']({ ...ask, sort: 'connection', filter }, CONTEXT)).total;
    expect([await probed('keepalive.probe'), await probed('tcp.flags.reset == 1')]).toEqual([1, 0]);
    const hosts = async (filter: string | null, span = EVERYWHERE as { fromMs: number | null; toMs: number | null }) =>
      (await handlers['keepAlive.hosts']({ ...ask, ...span, sort: 'address', filter }, CONTEXT)).rows.map(({ address }) => address);
    expect(await hosts(null)).toEqual(['10.0.0.1', '192.0.2.80']);
    expect(await hosts('keepalive.probe')).toEqual(['10.0.0.1', '192.0.2.80']);
    expect(await hosts('tcp.flags.reset == 1')).toEqual([]);
    expect(await hosts(null, { fromMs: 1e9, toMs: null })).toEqual([]);
    const listeners = async (filter: string) =>
      (await handlers['listeners.rows']({ ...ask, sort: 'attempts', filter }, CONTEXT)).rows.map(({ port }) => port).sort();
    expect([await listeners('tcp.flags.reset == 1'), await listeners('tcp.flags.syn == 1')]).toEqual([[443], [443, 9000]]);
    const findings = async (filter: string | null) => {
      const limits = { severities: ['error' as const, 'warning' as const, 'info' as const], code: null, connection: null, language: 'en' };
      return (await handlers['findings.rows']({ ...ask, ...limits, sort: 'time', filter }, CONTEXT)).rows.map(({ code }) => code);
    };
    expect(await findings(null)).toContain('listener.refused');
    expect(await findings('tcp.flags.reset == 1')).toContain('listener.refused');
    expect(await findings('tcp.port == 50001')).not.toContain('listener.refused');
  });

  it('says what is wrong with a filter', async () => {
    const ask = { capture, ...WINDOW, sort: 'id' as const, ...EVERYWHERE, filter: 'tcp ==' };
    await expect(async () => await session.handlers['connections.rows'](ask, CONTEXT)).rejects.toMatchObject({ code: 'filter.syntax' });
  });
});
