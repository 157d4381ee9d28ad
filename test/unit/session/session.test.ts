import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import type { CaptureBytes, SessionHost } from '../../../src/engine/session/host';
import { Session } from '../../../src/engine/session/session';
import { CancelSource } from '../../../src/shared/base/cancellation';
import type { CaptureProgress } from '../../../src/shared/contract/capture-methods';
import { AppError } from '../../../src/shared/contract/errors';
import { reportSchema } from '../../../src/shared/contract/report';
import { bufferBytes, fileBytes, HOST } from '../../captures/analyse-file';
import { ascii } from '../../captures/build-packet';
import { answeredFlood } from '../../captures/listener-capture';
import { hexDumpText, pcapFile, pcapngFile, TCPDUMP_TEXT } from '../../captures/sample-files';

const LAB = join(import.meta.dirname, '../../captures/lab');
const CONTEXT = { signal: new CancelSource() };
const opened: Session[] = [];

afterEach(async () => {
  await Promise.all(opened.splice(0).map((session) => session.dispose()));
});

/** A session whose files are given by name. */
function sessionWith(files: Record<string, Uint8Array | CaptureBytes>) {
  const host: SessionHost = {
    ...HOST,
    open: (source) => {
      const found = source.kind === 'file' ? files[source.path] : undefined;
      if (source.kind === 'text') return Promise.resolve(bufferBytes(source.name, ascii(source.text)));
      if (found === undefined) return Promise.reject(new AppError('file-not-found', { path: String(source.kind) }));
      return Promise.resolve(found instanceof Uint8Array ? bufferBytes('capture', found) : found);
    },
  };
  const session = new Session(host);
  opened.push(session);
  const { handlers } = session;
  const open = async (path: string): Promise<CaptureProgress> => {
    const { capture } = await handlers['captures.open']({ source: { kind: 'file', path } }, CONTEXT);
    return finish(capture);
  };
  const finish = async (capture: number): Promise<CaptureProgress> => {
    let last: CaptureProgress | null = null;
    for await (const progress of handlers['captures.progress']({ capture }, CONTEXT)) last = progress;
    return last as CaptureProgress;
  };
  const report = async (captures: number[], format: 'json' | 'ndjson' | 'text') => {
    let text = '';
    for await (const chunk of handlers['report.write']({ captures, format, allConnections: false, language: 'en' }, CONTEXT))
      text += new TextDecoder().decode(chunk);
    return text;
  };
  return { handlers, open, finish, report };
}

const EVERYWHERE = { fromMs: null, toMs: null };
const ALL = { from: 0, count: 100, frames: null, connection: null, filter: null };

describe('a session', () => {
  it('reads a capture to its end and tells how far it is', async () => {
    const { open } = sessionWith({ a: pcapFile(true, false) });
    expect(await open('a')).toMatchObject({ state: 'done', packets: 7, connections: 1, keepAliveConnections: 1, issues: 0, error: null });
  });

  it('gives rows with the columns Wireshark shows', async () => {
    const { handlers, open } = sessionWith({ a: pcapFile(false, true) });
    const { capture } = await open('a');
    const rows = await handlers['packets.rows']({ capture, ...ALL }, CONTEXT);
    expect(rows.total).toBe(7);
    expect([...rows.frames]).toEqual([1, 2, 3, 4, 5, 6, 7]);
    expect(rows.source[0]).toBe('192.0.2.1');
    expect(rows.info[0]).toMatch(/^45376 → 9000 \[SYN\] Seq=0 .*MSS=1460/);
    expect(rows.info[5]).toContain('[TCP Keep-Alive]');
    expect([...rows.deltaNs.subarray(1, 3)]).toEqual([1_123_456_789, 1_123_456_789]);
    expect(rows.connections[0]).toBe(1);
  });

  it('gives the rows of chosen frames, of a connection, and none beyond the end', async () => {
    const { handlers, open } = sessionWith({ a: pcapFile(true, false) });
    const { capture } = await open('a');
    const chosen = await handlers['packets.rows']({ capture, ...ALL, frames: [6, 2, 900] }, CONTEXT);
    expect([chosen.total, ...chosen.frames]).toEqual([2, 6, 2]);
    const connection = await handlers['packets.rows']({ capture, ...ALL, from: 5, connection: 0 }, CONTEXT);
    expect([connection.total, ...connection.frames]).toEqual([7, 6, 7]);
    expect([...(await handlers['packets.rows']({ capture, ...ALL, from: 100 }, CONTEXT)).frames]).toEqual([]);
  });

  it('dissects a frame of text, shows its line, and no value that the line does not tell', async () => {
    const { handlers, finish } = sessionWith({});
    const { capture } = await handlers['captures.open']({ source: { kind: 'text', name: 'pasted', text: TCPDUMP_TEXT } }, CONTEXT);
    await finish(capture);
    const dissection = await handlers['packets.dissect']({ capture, frame: 3 }, CONTEXT);
    expect(dissection.text?.line).toMatch(/^11:40:43\.937483 IP 192\.0\.2\.1\.45376/);
    const find = (nodes: typeof dissection.tree, name: string): (typeof dissection.tree)[number] | undefined => {
      for (const node of nodes) {
        const found = node.name === name ? node : find(node.children, name);
        if (found) return found;
      }
      return undefined;
    };
    expect(find(dissection.tree, 'ip.ttl')).toMatchObject({ value: null, explanation: { code: 'not-in-text' } });
    expect(find(dissection.tree, 'tcp.srcport')).toMatchObject({ value: 45376, offset: 20, length: 2 });
    expect(find(dissection.tree, 'tcp.seq_raw')).toMatchObject({ value: 617778688, explanation: { code: 'tcp-seq-assumed' } });
  });

  it('sorts and searches connections', async () => {
    const { handlers, open } = sessionWith({ a: fileBytes(join(LAB, 'keepalive-both-ends.pcap')) });
    const { capture } = await open('a');
    const ask = (search: string) =>
      handlers['connections.rows']({ capture, from: 0, count: 10, sort: 'bytes', descending: true, search, ...EVERYWHERE }, CONTEXT);
    expect(await ask('')).toMatchObject({ total: 1, rows: [{ id: 0, server: '192.0.2.2', serverPort: 9000, handshake: 'complete' }] });
    expect((await ask('192.0.2.2:9000')).total).toBe(1);
    expect((await ask('10.9.9.9')).total).toBe(0);
  });

  it('counts packets over time without losing one', async () => {
    const { handlers, open } = sessionWith({ a: pcapFile(true, false) });
    const { capture } = await open('a');
    const all = await handlers['timeline.read']({ capture, buckets: 4, fromMs: null, toMs: null }, CONTEXT);
    expect(all.packets.reduce((sum, value) => sum + value, 0)).toBe(7);
    const part = await handlers['timeline.read']({ capture, buckets: 2, fromMs: 0, toMs: 1500 }, CONTEXT);
    expect([...part.packets]).toEqual([1, 1]);
  });

  it('writes a report that the schema accepts, of several captures in one', async () => {
    const { open, report } = sessionWith({ a: pcapFile(true, false), b: pcapngFile(), c: ascii(hexDumpText()) });
    const captures: number[] = [];
    for (const path of ['a', 'b', 'c']) captures.push((await open(path)).capture);
    const document = reportSchema.parse(JSON.parse(await report(captures, 'json')));
    expect(document.captures.map(({ format, packets }) => [format, packets])).toEqual([
      ['pcap', 7],
      ['pcapng', 4],
      ['hex-dump', 1],
    ]);
    expect(document.connections.map(({ capture }) => capture)).toEqual([0, 1, 2]);
    const lines = (await report(captures, 'ndjson'))
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as { type: string });
    expect(lines.map(({ type }) => type)).toEqual([
      'report',
      ...Array(3).fill('capture'),
      ...Array(3).fill('connection'),
      ...Array(3).fill('listener'),
      ...Array(2).fill('keepAliveHost'),
    ]);
    expect(await report(captures, 'text')).toContain('TCP keep-alive');
  });

  it('refuses what is no capture, what is not there, and frames that do not exist', async () => {
    const { handlers, open } = sessionWith({
      a: pcapFile(true, false),
      b: ascii('nothing to see here, move along'),
      c: ascii('snoop\0\0\0 and more'),
    });
    await expect(open('b')).rejects.toMatchObject({ code: 'not-a-capture' });
    await expect(open('c')).rejects.toMatchObject({ code: 'foreign-capture', data: { format: 'snoop' } });
    await expect(open('missing')).rejects.toMatchObject({ code: 'file-not-found' });
    const { capture } = await open('a');
    expect(() => handlers['packets.dissect']({ capture, frame: 8 }, CONTEXT)).toThrow(expect.objectContaining({ code: 'no-such-frame' }));
    expect(() => handlers['captures.summary']({ capture: 99 }, CONTEXT)).toThrow(expect.objectContaining({ code: 'no-such-capture' }));
    expect(() => handlers['connections.read']({ capture, connection: 1 }, CONTEXT)).toThrow(expect.objectContaining({ code: 'no-such-connection' }));
  });

  it('keeps what was read when it is cancelled, and forgets a closed capture', async () => {
    const { handlers } = sessionWith({ a: endless() });
    const { capture } = await handlers['captures.open']({ source: { kind: 'file', path: 'a' } }, CONTEXT);
    await HOST.sleep(30);
    handlers['captures.cancel']({ capture }, CONTEXT);
    let state = '';
    for await (const progress of handlers['captures.progress']({ capture }, CONTEXT)) state = progress.state;
    expect(state).toBe('cancelled');
    expect((await handlers['packets.rows']({ capture, ...ALL }, CONTEXT)).total).toBeGreaterThan(0);
    await handlers['captures.close']({ capture }, CONTEXT);
    expect(await handlers['captures.list']({}, CONTEXT)).toEqual([]);
  });

  it('counts every attempt of a flood in the text report, and folds it in the JSON report', async () => {
    const { open, report } = sessionWith({ flood: answeredFlood(4500) });
    const { capture } = await open('flood');
    const text = await report([capture], 'text');
    expect(text).toMatch(/^TCP connections: 4,500$/m);
    expect(text).toMatch(/^ {2}handshake: half-open 4,500$/m);
    expect(text).toMatch(/^ {2}end: not established 4,500$/m);
    expect(text).toMatch(/listener\.syn-flood.*listener 192\.0\.2\.80:8080/);
    expect(text).toContain('What the application saw: Nothing yet on either end.');
    expect(reportSchema.parse(JSON.parse(await report([capture], 'json'))).connections).toHaveLength(4000);
  });

  it('says what failed while reading, and keeps what was read before', async () => {
    const sound = bufferBytes('broken medium', pcapFile(true, false));
    const failing: CaptureBytes = {
      ...sound,
      available: 10_000_000,
      ended: false,
      waitFor: () => Promise.reject(new AppError('disk-full', { path: 'x' })),
    };
    const { open, handlers } = sessionWith({ a: { ...failing, available: 1 << 17 } });
    const progress = await open('a');
    expect(progress).toMatchObject({ state: 'failed', error: { code: 'disk-full' } });
    expect((await handlers['packets.rows']({ capture: progress.capture, ...ALL }, CONTEXT)).total).toBe(7);
  });
});

/** A capture that goes on for ever: the same packets again and again. */
function endless(): CaptureBytes {
  const file = pcapFile(true, false);
  const records = file.subarray(24);
  return {
    ...bufferBytes('endless', file),
    available: Number.MAX_SAFE_INTEGER,
    read: (offset, target, at, length) => {
      const count = Math.min(length, 1 << 16);
      for (let i = 0; i < count; i++) {
        const position = offset + i;
        target[at + i] = (position < 24 ? file[position] : records[(position - 24) % records.length]) as number;
      }
      return count;
    },
  };
}

describe('recordings of a real kernel', () => {
  /** Answers of the probes of each end, a letter each; how many there are the kernel counted itself. */
  const rows = [
    { id: 'keepalive-answered', client: /^a+$/, server: /^$/ },
    { id: 'keepalive-both-ends', client: /^a+$/, server: /^a+$/ },
    { id: 'keepalive-one-byte', client: /^a+$/, server: /^$/ },
    { id: 'keepalive-peer-vanished', client: /^a+-+$/, server: /^$/ },
    { id: 'keepalive-peer-rebooted', client: /^a+R$/, server: /^$/ },
    { id: 'keepalive-outage-survived', client: /^a*-+a+$/, server: /^$/ },
    { id: 'keepalive-mid-stream', client: /^a+$/, server: /^$/ },
    { id: 'keepalive-ipv6', client: /^$/, server: /^a+$/ },
    { id: 'zero-window', client: /^a+$/, server: /^$/ },
    { id: 'redis-ping', client: /^$/, server: /^a+$/ },
  ];
  const letters = { ack: 'a', rst: 'R', icmp: 'i', none: '-' } as const;

  it.each(rows)('$id', async ({ id, ...expected }) => {
    const { open, report } = sessionWith({ a: fileBytes(join(LAB, `${id}.pcap`)) });
    const { capture } = await open('a');
    const document = reportSchema.parse(JSON.parse(await report([capture], 'json')));
    const truth = JSON.parse(readFileSync(join(LAB, `${id}.json`), 'utf8')) as { kernel: Record<string, Record<string, number>> };
    for (const end of ['client', 'server'] as const) {
      const series = document.connections.flatMap(({ keepAlive }) => keepAlive.filter(({ prober }) => prober === end));
      const probes = series.flatMap((entry) => entry.probes);
      expect(probes.map(({ answer }) => letters[answer.kind]).join(''), end).toMatch(expected[end]);
      // One-byte probes are sent by the lab itself, not by the kernel.
      if (id === 'keepalive-one-byte') expect(probes.every(({ payloadBytes }) => payloadBytes === 1)).toBe(true);
      else expect(probes).toHaveLength(truth.kernel[end]?.['TcpExt.TCPKeepAlive'] ?? 0);
    }
  });

  const seed = join(import.meta.dirname, '../../../../shared/captures/seed/keepalive-5s.tcpdump.txt');
  it.runIf(existsSync(seed))('the text trace the project began from', async () => {
    const { open, report } = sessionWith({ a: fileBytes(seed) });
    const { capture, packets } = await open('a');
    const document = reportSchema.parse(JSON.parse(await report([capture], 'json')));
    const [connection] = document.connections;
    expect(packets).toBe(37);
    expect(document.connections).toHaveLength(1);
    expect(connection?.handshake.state).toBe('complete');
    expect(connection?.keepAlive.map(({ prober, probes }) => [prober, probes.length])).toEqual([['client', 17]]);
    expect(connection?.keepAlive[0]?.probes.every(({ inferred, answer }) => inferred && answer.kind === 'ack')).toBe(true);
    expect(Math.abs((connection?.keepAlive[0]?.intervalMs?.median ?? 0) - 5056)).toBeLessThanOrEqual(1);
  });
});
