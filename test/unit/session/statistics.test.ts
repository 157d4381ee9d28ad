/** Conversations, endpoints and protocol hierarchy: of captures built in code, and of public ones against what tshark counts. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { compileFilter } from '../../../src/engine/filter/compile-filter';
import { Session } from '../../../src/engine/session/session';
import { CancelSource } from '../../../src/shared/base/cancellation';
import { STATISTICS_LAYERS, type StatisticsLayer } from '../../../src/shared/contract/choices';
import { type StatisticsScope, WHOLE_CAPTURE } from '../../../src/shared/contract/statistics';
import { bufferBytes, fileBytes, HOST } from '../../captures/analyse-file';
import { CLIENT, MIXED_PACKETS, mixedCapture, SERVER } from '../../e2e/captures';

const PUBLIC = join(import.meta.dirname, '../../../../shared/captures/public');
/** Of every kind: VLANs, frame relay, many SYNs, datagrams, several IP versions, pieces, pcapng. */
const FILES = [
  'arkime__twovlan.pcap',
  'arkime__icmp-frame-relay.pcap',
  'arkime__http2-nghttp2.pcap',
  'arkime__wireshark-retrans.pcap',
  'deepflow__l4-source-port-reuse.pcap',
  'joy__sample.pcap',
  'merc__smb.pcap',
  'ndpi__gnutella.pcap',
  'ndpi__mining.pcapng',
  'ndpi__synscan.pcap',
  'ndpi__syslog.pcap',
  'ndpi__rtsp.pcap',
];
const hasTshark = spawnSync('tshark', ['--version']).status === 0;
const missing = !hasTshark
  ? 'tshark is missing'
  : existsSync(PUBLIC)
    ? null
    : 'the public captures are not beside this checkout (../shared/captures/public)';
if (missing !== null) console.log(`statistics: not compared with tshark. ${missing}`);

const CONTEXT = { signal: new CancelSource() };
const ALL = { from: 0, count: 1000, descending: false, search: '' } as const;
const opened: Session[] = [];
afterEach(async () => {
  await Promise.all(opened.splice(0).map((session) => session.dispose()));
});

/** Windows one after the other, until there are no more rows or the last was shorter than the most there can be. */
async function allRows<Row>(read: (from: number) => { readonly rows: readonly Row[] } | Promise<{ readonly rows: readonly Row[] }>): Promise<Row[]> {
  const all: Row[] = [];
  for (;;) {
    const { rows } = await read(all.length);
    all.push(...rows);
    if (rows.length < ALL.count) return all;
  }
}

async function counted(bytes: ReturnType<typeof bufferBytes>, limits: Partial<StatisticsScope> = {}) {
  const scope = { ...WHOLE_CAPTURE, ...limits };
  const session = new Session({ ...HOST, open: async () => bytes });
  opened.push(session);
  const { handlers } = session;
  const { capture } = await handlers['captures.open']({ source: { kind: 'file', path: 'f' } }, CONTEXT);
  for await (const { state } of handlers['captures.progress']({ capture }, CONTEXT)) if (state === 'failed') throw new Error('failed');
  const progress = [];
  for await (const step of handlers['statistics.count']({ capture, ...scope }, CONTEXT)) progress.push(step);
  return {
    progress,
    conversations: async (layer: StatisticsLayer, query = {}) =>
      await allRows((from) => handlers['statistics.conversations']({ capture, ...scope, layer, sort: 'id', ...ALL, from, ...query }, CONTEXT)),
    endpoints: async (layer: StatisticsLayer, query = {}) =>
      await allRows((from) => handlers['statistics.endpoints']({ capture, ...scope, layer, sort: 'id', ...ALL, from, ...query }, CONTEXT)),
    hierarchy: async () => handlers['statistics.hierarchy']({ capture, ...scope }, CONTEXT),
    shown: async (filter: string) =>
      (await handlers['packets.rows']({ capture, from: 0, count: 0, frames: null, connection: null, filter }, CONTEXT)).total,
  };
}

describe('the statistics of a capture', () => {
  it('tell who sent how much to whom, with a filter that shows these packets', async () => {
    const { progress, conversations, endpoints, shown } = await counted(bufferBytes('mixed.pcap', mixedCapture()));
    expect(progress.at(-1)).toEqual({ scanned: MIXED_PACKETS, packets: MIXED_PACKETS, done: true });
    const tcp = await conversations('tcp');
    expect(tcp.map(({ addressA, portA, addressB, portB, packetsAB, packetsBA }) => [addressA, portA, addressB, portB, packetsAB, packetsBA])).toEqual(
      [
        [CLIENT, 40_001, SERVER, 9000, 8, 6],
        ['10.0.0.2', 40_002, SERVER, 443, 1, 1],
        ['10.0.0.3', 50_000, SERVER, 50_001, 1, 1],
      ],
    );
    for (const { filter, packets } of [...tcp, ...(await conversations('ip')), ...(await conversations('eth'))])
      expect(await shown(filter)).toBe(packets);
    const ends = await endpoints('tcp', { sort: 'packets', descending: true });
    expect(ends[0]).toMatchObject({ address: CLIENT, port: 40_001, sentPackets: 8, receivedPackets: 6 });
    for (const { filter, packets } of [...ends, ...(await endpoints('ip')), ...(await endpoints('eth'))]) expect(await shown(filter)).toBe(packets);
  });

  it('are sorted, searched and given in windows', async () => {
    const { conversations } = await counted(bufferBytes('mixed.pcap', mixedCapture()));
    const packets = (await conversations('tcp', { sort: 'packets', descending: true })).map((row) => row.packets);
    expect(packets).toEqual([...packets].sort((a, b) => b - a));
    expect(await conversations('tcp', { search: '443' })).toHaveLength(1);
    expect(await conversations('tcp', { search: '10.0.0.3' })).toHaveLength(1);
    expect((await conversations('tcp', { from: 1, count: 1 })).map(({ id }) => id)).toEqual([1]);
    expect((await conversations('tcp', { sort: 'addressA', descending: true }))[0]?.addressA).toBe('10.0.0.3');
  });

  it('count what a display filter shows in a part of the time', async () => {
    const bytes = () => bufferBytes('mixed.pcap', mixedCapture());
    const limited = await counted(bytes(), { filter: 'tcp.port == 443 or tcp.len > 0' });
    const shown = await limited.shown('tcp.port == 443 or tcp.len > 0');
    expect(shown).toBeGreaterThan(0);
    expect(shown).toBeLessThan(MIXED_PACKETS);
    expect((await limited.hierarchy()).packets).toBe(shown);
    expect(limited.progress.at(-1)).toEqual({ scanned: MIXED_PACKETS, packets: MIXED_PACKETS, done: true });
    expect((await limited.conversations('tcp')).reduce((sum, { packets }) => sum + packets, 0)).toBe(shown);

    const all = await (await counted(bytes())).conversations('tcp');
    const [first, later] = [all[0], all.find(({ startMs }) => startMs > 0)];
    const part = await counted(bytes(), { fromMs: later?.startMs ?? null, toMs: null });
    expect((await part.conversations('tcp')).map(({ startMs }) => startMs >= (later?.startMs ?? 0))).not.toContain(false);
    expect((await part.hierarchy()).packets).toBeLessThan(MIXED_PACKETS);
    const begin = await counted(bytes(), { fromMs: null, toMs: first?.startMs ?? null });
    expect((await begin.hierarchy()).packets).toBe(1);
  });

  it('are refused with a filter that is wrong', async () => {
    await expect(counted(bufferBytes('mixed.pcap', mixedCapture()), { filter: 'tcp.port ==' })).rejects.toMatchObject({ code: 'filter.syntax' });
  });

  it('tell which protocols lie in which', async () => {
    const { hierarchy, shown } = await counted(bufferBytes('mixed.pcap', mixedCapture()));
    const { packets, nodes } = await hierarchy();
    expect(packets).toBe(MIXED_PACKETS);
    expect(nodes.slice(0, 3).map(({ depth, protocol, packets }) => [depth, protocol, packets])).toEqual([
      [0, 'eth', MIXED_PACKETS],
      [1, 'ip', MIXED_PACKETS],
      [2, 'tcp', MIXED_PACKETS],
    ]);
    expect(await shown(nodes[2]?.filter ?? '')).toBe(MIXED_PACKETS);
    for (const { filter } of nodes) await compileFilter(filter);
  });
});

describe.skipIf(missing !== null)('against tshark', () => {
  let home: string;
  beforeAll(() => {
    home = mkdtempSync(join(tmpdir(), 'tcpulse-tshark-'));
  });
  afterAll(() => rmSync(home, { recursive: true, force: true }));

  const tables = (file: string): string => {
    const wanted = STATISTICS_LAYERS.flatMap((layer) => ['-z', `conv,${layer}`, '-z', `endpoints,${layer}`]);
    const run = spawnSync('tshark', ['-n', '-r', join(PUBLIC, file), '-q', ...wanted, '-z', 'io,phs'], {
      env: { ...process.env, HOME: home },
      maxBuffer: 1 << 28,
    });
    return run.stdout.toString('utf8');
  };

  it.each(FILES)('%s', async (file) => {
    const printed = tables(file);
    const { conversations, endpoints, hierarchy } = await counted(fileBytes(join(PUBLIC, file)));
    for (const layer of STATISTICS_LAYERS) {
      const talks = (await conversations(layer)).map((row) => talkLine(row.addressA, row.portA, row.addressB, row.portB, row));
      expect(talks.sort(), `${layer} conversations`).toEqual(peerTalks(printed, layer).sort());
      const ends = (await endpoints(layer)).map((row) =>
        [row.address, row.port ?? '', row.packets, row.bytes, row.sentPackets, row.sentBytes, row.receivedPackets, row.receivedBytes].join(' '),
      );
      expect(ends.sort(), `${layer} endpoints`).toEqual(peerEnds(printed, layer).sort());
    }
    const { nodes } = await hierarchy();
    const own = nodes
      .filter(({ protocol }) => HEADERS.has(protocol))
      .map(({ depth, protocol, packets, bytes }) => `${depth} ${protocol} ${packets} ${bytes}`);
    expect(own.sort()).toEqual(peerHierarchy(printed).sort());
  });
});

/** Layers that their headers tell; what lies in TCP and UDP is told in part by what came before. */
const HEADERS = new Set(['eth', 'fr', 'vlan', 'arp', 'ip', 'ipv6', 'tcp', 'udp', 'icmp', 'icmpv6', 'llc', 'stp']);
const TITLES: Readonly<Record<StatisticsLayer, string>> = { eth: 'Ethernet', ip: 'IPv4', ipv6: 'IPv6', tcp: 'TCP', udp: 'UDP' };

interface Sums {
  readonly packetsAB: number;
  readonly bytesAB: number;
  readonly packetsBA: number;
  readonly bytesBA: number;
}

/** Both ends in one order; bytes as coarse as tshark prints them. */
function talkLine(addressA: string, portA: number | null, addressB: string, portB: number | null, sums: Sums): string {
  const a = `${addressA}${portA === null ? '' : `:${portA}`}`;
  const b = `${addressB}${portB === null ? '' : `:${portB}`}`;
  const ab = `${sums.packetsAB} ${coarse(sums.bytesAB)}`;
  const ba = `${sums.packetsBA} ${coarse(sums.bytesBA)}`;
  return a < b ? `${a} ${b} ${ab} ${ba}` : `${b} ${a} ${ba} ${ab}`;
}

/** As tshark 4 writes sizes: whole bytes below 10 kB, else whole units. */
function coarse(bytes: number): string {
  if (bytes < 10_000) return `${bytes} bytes`;
  return bytes < 10_000_000 ? `${Math.floor(bytes / 1000)} kB` : `${Math.floor(bytes / 1_000_000)} MB`;
}

function tableLines(printed: string, title: string): string[] {
  const start = printed.indexOf(`\n${title}\n`);
  const body = printed.slice(start + 1);
  return body
    .slice(0, body.search(/\n={10,}\n/) + 1)
    .split('\n')
    .slice(1);
}

function peerTalks(printed: string, layer: StatisticsLayer): string[] {
  const row = /^(\S+)\s+<-> (\S+)\s+(\d+) (\d+ (?:bytes|kB|MB))\s+(\d+) (\d+ (?:bytes|kB|MB))\s/;
  return tableLines(printed, `${TITLES[layer]} Conversations`).flatMap((line) => {
    const [, a = '', b = '', packetsBA, bytesBA, packetsAB, bytesAB] = row.exec(line) ?? [];
    if (packetsAB === undefined) return [];
    return [a < b ? `${a} ${b} ${packetsAB} ${bytesAB} ${packetsBA} ${bytesBA}` : `${b} ${a} ${packetsBA} ${bytesBA} ${packetsAB} ${bytesAB}`];
  });
}

function peerEnds(printed: string, layer: StatisticsLayer): string[] {
  const withPort = layer === 'tcp' || layer === 'udp';
  return tableLines(printed, `${TITLES[layer]} Endpoints`).flatMap((line) => {
    const cells = line.trim().split(/\s+/);
    if (cells.length !== (withPort ? 8 : 7) || !/^\d+$/.test(cells[2] ?? '')) return [];
    const [address = '', ...rest] = cells;
    const [port, ...numbers] = withPort ? rest : ['', ...rest];
    return [[address, port, ...numbers].join(' ')];
  });
}

function peerHierarchy(printed: string): string[] {
  return tableLines(printed, 'Protocol Hierarchy Statistics').flatMap((line) => {
    const [, indent = '', protocol = '', packets, bytes] = /^( *)(\S+)\s+frames:(\d+) bytes:(\d+)/.exec(line) ?? [];
    return HEADERS.has(protocol) ? [`${indent.length / 2} ${protocol} ${packets} ${bytes}`] : [];
  });
}
