/** What TCPulse says of the recordings, held to what the kernel that made them counted. */
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { ConnectionReport, End } from '../../src/shared/contract/report';
import { analyseBytes } from '../analyse-bytes';

const RECORDINGS = new URL('../captures/lab/', import.meta.url);
const ENDS: readonly End[] = ['client', 'server'];

interface Truth {
  readonly id: string;
  readonly client: { readonly address: string; readonly port: number };
  readonly server: { readonly address: string; readonly port: number };
  readonly keepAlive: Partial<Record<End, { readonly idleS: number; readonly intervalS: number; readonly count: number }>>;
  readonly handshakeRecorded: boolean;
  readonly rawProbes?: number;
  readonly clientSees?: string;
  readonly kernel: Record<End, Readonly<Record<string, number>>>;
}

const truths = readdirSync(RECORDINGS)
  .filter((name) => name.endsWith('.json'))
  .map((name) => JSON.parse(readFileSync(new URL(name, RECORDINGS), 'utf8')) as Truth);

async function connectionOf(truth: Truth): Promise<ConnectionReport> {
  const { captures, connections } = await analyseBytes(readFileSync(new URL(`${truth.id}.pcap`, RECORDINGS)));
  expect(captures[0]?.issues).toEqual([]);
  expect(connections).toHaveLength(1);
  return connections[0] as ConnectionReport;
}

const probesOf = (connection: ConnectionReport, end: End) => connection.keepAlive.find(({ prober }) => prober === end)?.probes ?? [];

describe.each(truths)('$id', (truth) => {
  it('has the ends and the handshake that were set up', async () => {
    const connection = await connectionOf(truth);
    expect(connection).toMatchObject({ client: truth.client, server: truth.server });
    expect(connection.handshake.state).toBe(truth.handshakeRecorded ? 'complete' : 'not-captured');
  });

  it.each(ENDS)('has as many probes as the kernel of the %s sent', async (end) => {
    const sent = (truth.kernel[end]['TcpExt.TCPKeepAlive'] ?? 0) + (end === 'client' ? (truth.rawProbes ?? 0) : 0);
    expect(probesOf(await connectionOf(truth), end)).toHaveLength(sent);
  });

  it('ended as the application saw it', async () => {
    const { close } = await connectionOf(truth);
    const expected = {
      ETIMEDOUT: { kind: 'timeout', by: 'client', states: { client: 'CLOSED', server: 'ESTABLISHED' } },
      ECONNRESET: { kind: 'rst', by: 'server' },
    };
    expect(close).toMatchObject(truth.clientSees === undefined ? { kind: 'fin', by: 'client' } : expected[truth.clientSees as keyof typeof expected]);
  });
});

describe('a probing end that gives up', () => {
  it('did so after as many unanswered probes as it was set to', async () => {
    const truth = truths.find(({ id }) => id === 'keepalive-peer-vanished') as Truth;
    const answers = probesOf(await connectionOf(truth), 'client').map(({ answer }) => answer.kind);
    expect(answers.filter((kind) => kind === 'none')).toHaveLength(truth.keepAlive.client?.count ?? 0);
    expect(answers.lastIndexOf('ack')).toBeLessThan(answers.indexOf('none'));
  });
});

it('the interval of answered probes is the idle time that was set, late by 8 % at most', async () => {
  for (const id of ['keepalive-answered', 'keepalive-both-ends', 'keepalive-mid-stream', 'keepalive-ipv6']) {
    const truth = truths.find((item) => item.id === id) as Truth;
    for (const { prober, intervalMs } of (await connectionOf(truth)).keepAlive) {
      const setMs = (truth.keepAlive[prober]?.idleS ?? 0) * 1000;
      expect(intervalMs?.median, `${id} ${prober}`).toBeGreaterThanOrEqual(setMs);
      expect(intervalMs?.median, `${id} ${prober}`).toBeLessThan(setMs * 1.08);
    }
  }
});
