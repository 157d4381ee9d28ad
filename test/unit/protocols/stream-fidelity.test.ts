/** TLS, HTTP/2, SSH and WebSocket of public captures beside tshark, streams put together on both sides: same fields, same values. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { valueText } from '../../../src/engine/protocols/fields';
import { registry } from '../../../src/engine/protocols/index';
import { dissectFrame, frameColumns } from '../../../src/engine/session/packet-rows';
import type { FieldNode } from '../../../src/shared/contract/dissection';
import { PACKET_MARK } from '../../../src/shared/contract/packet-marks';
import { analyse, fileBytes } from '../../captures/analyse-file';
import { hasTshark, type PdmlField, readPdml } from './pdml';

const PUBLIC = new URL('../../../../shared/captures/public/', import.meta.url).pathname;
const PACKETS_A_FILE = 400;
const FILES = [
  'arkime__http2-nghttp2.pcap',
  'arkime__websocket.pcap',
  'ipfix__tls.pcap',
  'ndpi__gnutella.pcap',
  'pcpp__many_interfaces-1.pcapng',
  'pcpp__pcapng-example.pcapng',
  'sv__tcp-fastopen-10-syn-data-ignore.pcap',
  'sv__websocket-basic_websockets.pcap',
  'sv__websocket-ping.pcap',
  'zeek__ssh-single-conn.pcap',
  'zeek__tls-heartbleed.pcap',
  'zeek__tls-tls-early-alert.pcap',
  'zeek__tls-tls1.2.pcap',
  'zeek__tls-tls13_wolfssl.pcap',
  'zeek__websocket-two-binary-fragments.pcap',
];
const COMPARED = /^(tls|http2|ssh|websocket)\./;
/** Each with its reason in docs/differences-from-tshark.md. */
const OTHERWISE = new Set(['ssh.encrypted_packet', 'tls.handshake.extension.data']);
/** HTTP/2 frames over several segments: tshark shows the beginning in the first of them. */
const BEGINS_ONLY = new Set(['arkime__http2-nghttp2.pcap #4', 'arkime__http2-nghttp2.pcap #92']);

class Count {
  equal = 0;
  readonly differences = new Map<string, { count: number; example: string }>();
  total = 0;

  add(name: string, same: boolean, problem: string, example: string): void {
    this.total++;
    if (same) {
      this.equal++;
      return;
    }
    const key = `${name}: ${problem}`;
    const entry = this.differences.get(key) ?? { count: 0, example };
    entry.count++;
    this.differences.set(key, entry);
  }

  /** Share of equal values, printed with each kind of difference. */
  print(title: string): number {
    const lines = [...this.differences]
      .sort((a, b) => b[1].count - a[1].count)
      .map(([key, { count, example }]) => `  ${count} x ${key}; e.g. ${example}`);
    console.log([`${title}: ${this.equal} of ${this.total} (${((100 * this.equal) / this.total).toFixed(3)} %)`, ...lines].join('\n'));
    return this.equal / this.total;
  }
}

function valuesOf(nodes: readonly FieldNode[], into = new Map<string, string[]>()): Map<string, string[]> {
  for (const node of nodes) {
    if (COMPARED.test(node.name) && node.length > 0)
      into.set(node.name, [...(into.get(node.name) ?? []), valueText(node, registry.field(node.name))]);
    valuesOf(node.children, into);
  }
  return into;
}

/** As our values are written: bytes without colons, one notation of numbers. */
function shown({ name, show }: PdmlField): string {
  const type = registry.field(name)?.type;
  if (type === 'bytes') return show.replaceAll(':', '');
  if (type === 'text') return show.split(/\r?\n/)[0] ?? '';
  if (type === 'hex' || type === 'uint') return String(Number(show));
  return show;
}

function plain(name: string, value: string): string {
  const type = registry.field(name)?.type;
  if (type === 'text') return value.split(/\r?\n/)[0] ?? '';
  return type === 'hex' || type === 'uint' ? String(Number(value)) : value;
}

describe.skipIf(!hasTshark() || !existsSync(PUBLIC))('protocols over TCP beside those of tshark', () => {
  it('has the same fields with the same values', { timeout: 600_000 }, async () => {
    const values = new Count();
    const known = new Map<string, number>();
    for (const file of FILES.filter((name) => existsSync(PUBLIC + name))) {
      const expected = readPdml(PUBLIC + file, PACKETS_A_FILE, /./, []) ?? [];
      const capture = await analyse(fileBytes(PUBLIC + file));
      for (const [i, fields] of expected.entries()) {
        const wanted = fields.filter(({ name }) => COMPARED.test(name));
        const overTcp = fields.some(({ protocol }) => protocol === 'tcp');
        if (wanted.length === 0 || !overTcp || BEGINS_ONLY.has(`${file} #${i + 1}`)) continue;
        const ours = valuesOf(dissectFrame(capture, i + 1).tree);
        for (const field of wanted) {
          const { name } = field;
          const spec = registry.field(name);
          if (spec === undefined || spec.type === 'none' || OTHERWISE.has(name)) {
            known.set(name, (known.get(name) ?? 0) + 1);
            continue;
          }
          const value = ours.get(name)?.shift();
          const same = value !== undefined && (field.show === '' || plain(name, value) === shown(field));
          values.add(
            name,
            same,
            value === undefined ? 'missing' : 'other value',
            `${file} #${i + 1} ${field.show.slice(0, 40)} ours ${value?.slice(0, 40)}`,
          );
        }
      }
    }
    console.log(`fields that are not here: ${[...known].map(([name, count]) => `${count} x ${name}`).join(', ')}`);
    expect(values.print('TLS, HTTP/2, SSH, WebSocket: values')).toBeGreaterThan(0.995);
  });

  it('says the same in the columns', { timeout: 600_000 }, async () => {
    const columns = new Count();
    for (const file of FILES.filter((name) => existsSync(PUBLIC + name))) {
      const expected = readColumns(PUBLIC + file);
      const capture = await analyse(fileBytes(PUBLIC + file));
      for (const [i, [protocol, info]] of expected.slice(0, capture.pass.packets.length).entries()) {
        const isCut = (capture.pass.packets.marks.get(i) & PACKET_MARK.cut) !== 0;
        if (isCut || !/^(TLS|SSL|HTTP2|SSH|WebSocket|HTTP$)/.test(protocol)) continue;
        const ours = frameColumns(capture, i + 1);
        const same = shortened(ours.info) === shortened(info) && (ours.protocol === protocol || /Client Hello/.test(info));
        columns.add('columns', same, `${protocol} ${shortened(info)} | ${ours.protocol} ${shortened(ours.info)}`.slice(0, 150), `${file} #${i + 1}`);
      }
    }
    expect(columns.print('Protocol and Info of TLS, HTTP/2, SSH, WebSocket, HTTP')).toBeGreaterThan(0.95);
  });
});

function readColumns(path: string): [protocol: string, info: string][] {
  const home = mkdtempSync(join(tmpdir(), 'tcpulse-tshark-'));
  try {
    const options = ['-n', '-r', path, '-c', String(PACKETS_A_FILE), '-T', 'fields', '-e', '_ws.col.Protocol', '-e', '_ws.col.Info'];
    const run = spawnSync('tshark', options, { env: { ...process.env, HOME: home }, maxBuffer: 1 << 28 });
    return run.stdout
      .toString('utf8')
      .split('\n')
      .map((line) => line.split('\t'))
      .map(([protocol = '', info = '']) => [protocol, info]);
  } finally {
    rmSync(home, { recursive: true, force: true });
  }
}

/** Without marks of the analysis, which are told elsewhere, and without what is said here only: server name, close code, content type. */
function shortened(info: string): string {
  return info
    .replace(/\[(TCP|Packet size|Malformed|BoundError)[^\]]*\] ?,? ?/g, '')
    .replace(/ \((SNI=[^)]*|\d{4} [A-Z][^)]*)\)/g, '')
    .replace(/ +\([a-z]+\/[^)]*\)/g, '')
    .trim();
}
