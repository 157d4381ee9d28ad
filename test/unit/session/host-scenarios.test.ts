/** Recordings of a kernel with what it sampled and counted beside them: both halves must agree where both are of the same host. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { Session } from '../../../src/engine/session/session';
import { CancelSource } from '../../../src/shared/base/cancellation';
import { bufferBytes, fileBytes, HOST } from '../../captures/analyse-file';
import { ascii } from '../../captures/build-packet';

const FOLDER = join(import.meta.dirname, '../../../../shared/scenarios');
const CONTEXT = { signal: new CancelSource() };
const COUNTED = ['ListenOverflows', 'ListenDrops', 'TCPReqQFullDrop', 'TCPReqQFullDoCookies', 'SyncookiesSent', 'SyncookiesRecv', 'SyncookiesFailed'];

interface Truth {
  readonly scenario: string;
  readonly t_begin: number;
  readonly t_end: number;
  readonly captures: readonly { readonly file: string; readonly vantage: string }[];
  readonly observed: { readonly listen?: { readonly addr: string; readonly port: number } };
  readonly listener_samples: { readonly rows: readonly (readonly [number, number | null, number | null, number])[] } | null;
  readonly counters_delta: { readonly srv: Readonly<Record<string, number>> };
}

if (!existsSync(FOLDER)) console.log('skipped: no ../shared/scenarios beside the project');
const truths = existsSync(FOLDER)
  ? readdirSync(FOLDER)
      .filter((name) => /^Q.*\.json$/.test(name))
      .map((name) => JSON.parse(readFileSync(join(FOLDER, name), 'utf8')) as Truth)
      .filter(({ observed }) => observed.listen !== undefined)
  : [];

/** The truth as somebody would have saved it: counters before and after, `ss -lnt` in between. `factor` 0: as if nothing had been counted. */
function textOf({ observed, listener_samples, counters_delta, t_begin, t_end }: Truth, factor: number): string {
  const { addr, port } = observed.listen as { addr: string; port: number };
  const counters = (time: number, times: number): string =>
    `${time}\nTcpExt: ${COUNTED.join(' ')}\nTcpExt: ${COUNTED.map((name) => times * (counters_delta.srv[`TcpExt.${name}`] ?? 0)).join(' ')}\n`;
  const lists = (listener_samples?.rows ?? []).map(([time, queue, limit]) => {
    // Null: the listener was closed.
    const row = queue === null ? '' : `LISTEN ${queue} ${limit} ${addr}:${port} 0.0.0.0:*\n`;
    return `${time}\nState Recv-Q Send-Q Local Address:Port Peer Address:Port\n${row}`;
  });
  return [counters(t_begin, 0), ...lists, counters(t_end, factor)].join('');
}

async function compared(file: string, text: string) {
  const open = async (source: { kind: string; path?: string; text?: string }) =>
    source.kind === 'file' ? fileBytes(join(FOLDER, source.path ?? '')) : bufferBytes('saved', ascii(source.text ?? ''));
  const session = new Session({ ...HOST, open });
  const { handlers } = session;
  try {
    const { capture } = await handlers['captures.open']({ source: { kind: 'file', path: file } }, CONTEXT);
    for await (const { state } of handlers['captures.progress']({ capture }, CONTEXT)) if (state !== 'reading') break;
    const { recording, issues } = await handlers['host.read']({ source: { kind: 'text', name: 'saved', text } }, CONTEXT);
    expect(issues).toEqual([]);
    return await handlers['host.findings']({ capture, recording, language: 'en' }, CONTEXT);
  } finally {
    await session.dispose();
  }
}

const atServer = truths.flatMap((truth) => truth.captures.flatMap(({ file, vantage }) => (vantage === 'server' ? [{ ...truth, file }] : [])));
const counted = ({ counters_delta }: Truth, name: string): number => counters_delta.srv[`TcpExt.${name}`] ?? 0;
const CODES = (findings: readonly { readonly code: string }[]): string[] => findings.map(({ code }) => code);

describe.skipIf(truths.length === 0)('what the kernel counted and sampled beside a recording', () => {
  it.each(atServer)('agrees with $file', async (truth) => {
    const overflowed = counted(truth, 'ListenOverflows') > 0;
    expect(CODES(await compared(truth.file, textOf(truth, 1)))).toEqual(overflowed ? ['host.overflow-confirmed'] : []);
  });

  it.each(atServer.filter((truth) => counted(truth, 'ListenOverflows') > 0))('contradicts $file where it did not count', async (truth) => {
    expect(CODES(await compared(truth.file, textOf(truth, 0)))).toContain('host.overflow-not-counted');
  });

  it.each(atServer.filter(({ scenario }) => scenario === 'Q1' || scenario === 'Q1b'))(
    'contradicts $file where it counted something else',
    async (truth) => {
      const counters_delta = { srv: { 'TcpExt.ListenOverflows': 7 } };
      expect(CODES(await compared(truth.file, textOf({ ...truth, counters_delta }, 1)))).toEqual(['host.overflow-elsewhere']);
    },
  );

  it.each(atServer.filter(({ scenario }) => scenario === 'Q8'))('contradicts the cookies of $file where none were sent', async (truth) => {
    expect(CODES(await compared(truth.file, textOf(truth, 0)))).toEqual(['host.cookies-not-counted']);
  });
});
