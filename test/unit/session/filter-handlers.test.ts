/** What the session answers about finding packets, over the contract's own methods. */
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import type { SessionHost } from '../../../src/engine/session/host';
import { Session } from '../../../src/engine/session/session';
import { CancelSource } from '../../../src/shared/base/cancellation';
import { type FilterProgress, filterContract } from '../../../src/shared/contract/filter-methods';
import { bufferBytes, fileBytes, HOST } from '../../captures/analyse-file';

const CAPTURE = join(import.meta.dirname, '../../captures/lab/keepalive-answered.pcap');
const ALL = { from: 0, count: 100, frames: null, connection: null };
let session: Session | null = null;

afterEach(async () => {
  await session?.dispose();
});

async function opened(bytes = fileBytes(CAPTURE)) {
  const host: SessionHost = { ...HOST, open: () => Promise.resolve(bytes) };
  session = new Session(host);
  const { handlers } = session;
  const context = { signal: new CancelSource() };
  const { capture } = await handlers['captures.open']({ source: { kind: 'file', path: CAPTURE } }, context);
  for await (const progress of handlers['captures.progress']({ capture }, context)) if (progress.state !== 'reading') break;
  return { handlers, capture, context };
}

describe('the session', () => {
  it('gives windows of the packets that a filter shows', async () => {
    const { handlers, capture, context } = await opened();
    const probes = await handlers['packets.rows']({ capture, ...ALL, filter: 'keepalive.probe' }, context);
    expect(probes.total).toBe(probes.frames.length);
    expect(probes.info.every((info) => info.startsWith('[TCP Keep-Alive]'))).toBe(true);
    const window = await handlers['packets.rows']({ capture, ...ALL, from: 1, count: 2, filter: 'keepalive.probe' }, context);
    expect([...window.frames]).toEqual([...probes.frames.subarray(1, 3)]);
    expect(window.total).toBe(probes.total);
    const place = await handlers['packets.place']({ capture, filter: 'keepalive.probe', frame: probes.frames[2] ?? 0 }, context);
    expect(place.row).toBe(2);
    expect((await handlers['packets.place']({ capture, filter: 'keepalive.probe', frame: 1 }, context)).row).toBeNull();
  });

  it('tells the row of a frame in its connection', async () => {
    const { handlers, capture, context } = await opened();
    const rows = await handlers['packets.rows']({ capture, ...ALL, filter: null, connection: 0 }, context);
    const place = (connection: number | null, frame: number) => handlers['packets.place']({ capture, filter: null, connection, frame }, context);
    const of = [...rows.frames.keys()].map(async (row) => (await place(0, rows.frames[row] as number)).row);
    expect(await Promise.all(of)).toEqual([...rows.frames.keys()]);
    const all = await handlers['packets.rows']({ capture, ...ALL, filter: null }, context);
    const other = all.frames.find((frame) => !rows.frames.includes(frame)) as number;
    expect((await place(0, other)).row).toBeNull();
    expect((await place(null, other)).row).toBe(other - 1);
    expect((await place(null, all.total + 1)).row).toBeNull();
    await expect(place(1_000_000, 1)).rejects.toMatchObject({ code: 'no-such-connection' });
  });

  it('tells how far a filter is, up to its end', async () => {
    const { handlers, capture, context } = await opened();
    const told: FilterProgress[] = [];
    for await (const progress of handlers['packets.filter']({ capture, filter: 'ip.ttl == 64 and frame contains 00' }, context)) told.push(progress);
    expect(told.at(-1)).toMatchObject({ done: true });
    expect(told.at(-1)?.scanned).toBe(told.at(-1)?.packets);
    const rows = await handlers['packets.rows']({ capture, ...ALL, filter: 'ip.ttl == 64 and frame contains 00' }, context);
    expect(rows.total).toBe(told.at(-1)?.shown);
  });

  it('refuses a wrong filter with its place, wherever it is given', async () => {
    const { handlers, capture, context } = await opened();
    const error = { code: 'filter.syntax', data: { position: 9, problem: 'unexpected', hint: 'write-equals' } };
    await expect(handlers['packets.rows']({ capture, ...ALL, filter: 'tcp.port = 1' }, context)).rejects.toMatchObject(error);
    await expect(handlers['packets.place']({ capture, filter: 'tcp.port = 1', frame: 1 }, context)).rejects.toMatchObject(error);
    const write = handlers['packets.write']({ capture, fields: null, format: 'text', filter: 'tcp.port = 1' }, context);
    await expect(write[Symbol.asyncIterator]().next()).rejects.toMatchObject(error);
    const issue = await handlers['filter.check']({ filter: 'tcp.port = 1' }, context);
    expect(issue).toMatchObject(error.data);
    expect(filterContract['filter.check'].result.parse(issue)).toEqual(issue);
    expect(await handlers['filter.check']({ filter: 'tcp.port == 1' }, context)).toBeNull();
  });

  it('writes the lines of what a filter shows', async () => {
    const { handlers, capture, context } = await opened();
    let text = '';
    const lines = handlers['packets.write']({ capture, fields: ['frame.number'], format: 'text', filter: 'tcp.flags.syn == 1' }, context);
    for await (const chunk of lines) text += new TextDecoder().decode(chunk);
    expect(text).toBe('3\n4\n');
  });

  it('writes marks as fields', async () => {
    const { handlers, capture, context } = await opened();
    const fields = ['frame.number', 'tcp.analysis.keep_alive', 'tcp.analysis.keep_alive_ack'];
    let text = '';
    const filter = 'keepalive.probe or keepalive.answer';
    for await (const chunk of handlers['packets.write']({ capture, fields, format: 'text', filter }, context))
      text += new TextDecoder().decode(chunk);
    const lines = text.trimEnd().split('\n');
    expect(lines.length).toBeGreaterThan(2);
    expect(lines.every((line) => /^\d+\t(1\t|\t1)$/.test(line))).toBe(true);
  });

  it('writes no value that the text of a capture does not tell', async () => {
    const line = '10:00:00.000000 IP 10.0.0.1.40000 > 10.0.0.2.9000: Flags [S], seq 5, win 100, length 0\n';
    const { handlers, capture, context } = await opened(bufferBytes('capture.txt', new TextEncoder().encode(line)));
    const fields = ['ip.src', 'ip.ttl', 'eth.src', 'tcp.seq_raw', 'tcp.checksum'];
    let text = '';
    for await (const chunk of handlers['packets.write']({ capture, fields, format: 'text', filter: null }, context))
      text += new TextDecoder().decode(chunk);
    expect(text).toBe('10.0.0.1\t\t\t5\t\n');
  });

  it('finds a time and completes a filter', async () => {
    const { handlers, capture, context } = await opened();
    expect((await handlers['packets.atTime']({ capture, timeMs: 0 }, context)).frame).toBe(1);
    expect((await handlers['packets.atTime']({ capture, timeMs: 1e9 }, context)).frame).toBeNull();
    const frame = (await handlers['packets.atTime']({ capture, timeMs: 5000 }, context)).frame ?? 0;
    const rows = await handlers['packets.rows']({ capture, ...ALL, filter: 'frame.time_relative >= 5' }, context);
    expect(rows.frames[0]).toBe(frame);
    const completion = await handlers['filter.complete']({ text: 'keepalive.p', position: 11 }, context);
    expect(completion).toMatchObject({ from: 0, to: 11, items: [{ text: 'keepalive.probe', kind: 'field' }] });
  });
});
