/** Compares packets built in code with what tshark finds in them. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writePcap } from '../../../src/engine/formats/write-pcap';
import { type DissectedPacket, dissect } from '../../../src/engine/protocols/dissect';
import { valueText } from '../../../src/engine/protocols/fields';
import { registry } from '../../../src/engine/protocols/index';
import type { FieldNode } from '../../../src/shared/contract/dissection';
import { plainFacts } from './capture-frames';
import { streamsOf } from './conversations';
import { allNodes } from './nodes';
import { type PdmlField, PLAIN, readPdml } from './pdml';
import type { Specimen } from './specimens';

export interface Comparison {
  /** Fields compared, and those that differ, each as `specimen: field: what`. */
  readonly fields: number;
  readonly differences: readonly string[];
  /** Protocol and Info columns that differ. */
  readonly columns: readonly string[];
}

/** What may differ: `missing` here, another `value` or `place`; the reason stands beside it and in docs/differences-from-tshark.md. */
export type Known = Readonly<Record<string, 'missing' | 'value' | 'place'>>;

/** Columns as tshark shows them, one `[protocol, info]` a packet. */
function readColumns(path: string): (readonly [string, string])[] {
  const home = mkdtempSync(join(tmpdir(), 'tcpulse-tshark-'));
  try {
    const run = spawnSync('tshark', ['-n', '-r', path, ...PLAIN, '-T', 'fields', '-e', '_ws.col.Protocol', '-e', '_ws.col.Info'], {
      env: { ...process.env, HOME: home },
      maxBuffer: 1 << 28,
    });
    return run.stdout
      .toString('utf8')
      .trimEnd()
      .split('\n')
      .map((line) => line.split('\t') as [string, string]);
  } finally {
    rmSync(home, { recursive: true, force: true });
  }
}

/** Compares every field with bytes that tshark shows of the protocols that `protocols` matches, and the columns. */
export function compareWithTshark(specimens: readonly Specimen[], protocols: RegExp, known: Known = {}): Comparison {
  const folder = mkdtempSync(join(tmpdir(), 'tcpulse-peer-'));
  try {
    const path = join(folder, 'specimens.pcap');
    const packets = specimens.map(({ bytes }, seconds) => ({ seconds, nanoseconds: 0, bytes }));
    writeFileSync(path, writePcap(packets, { linkType: 1 }));
    const expected = readPdml(path, specimens.length, /./) ?? [];
    const columns = readColumns(path);
    const differences: string[] = [];
    const otherColumns: string[] = [];
    const streams = streamsOf(specimens);
    let fields = 0;
    for (const [i, { name, bytes }] of specimens.entries()) {
      const packet = dissect(bytes, { ...plainFacts(i + 1, 1, bytes.length), stream: () => streams[i] ?? null }, registry);
      const compared = (expected[i] ?? []).filter((field) => protocols.test(field.protocol) && !field.name.startsWith('_ws.'));
      fields += compared.length;
      for (const difference of compareFields(packet, compared, known)) differences.push(`${name}: ${difference}`);
      const [protocol = '', info = ''] = columns[i] ?? [];
      const ours = `${packet.columns.protocol}|${packet.columns.info}`;
      if (ours !== `${protocol}|${info.trimEnd()}`) otherColumns.push(`${name}: ${ours} (tshark: ${protocol}|${info})`);
    }
    return { fields, differences, columns: otherColumns };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Each field of tshark's that has no equal in the packet: by name, place, size and value as shown. */
export function compareFields(packet: DissectedPacket, expected: readonly PdmlField[], known: Known): string[] {
  const byName = new Map<string, FieldNode[]>();
  for (const node of allNodes(packet)) {
    const same = byName.get(node.name);
    if (same) same.push(node);
    else byName.set(node.name, [node]);
  }
  const differences: string[] = [];
  const used = new Set<FieldNode>();
  for (const field of expected) {
    const nodes = byName.get(field.name) ?? [];
    const node = nodes.find((one) => !used.has(one) && one.offset === field.position && one.length === field.size);
    const allowed = known[field.name];
    if (!node) {
      const other = nodes.find((one) => one.offset === field.position) ?? nodes[0];
      const what = other
        ? `at ${other.offset}+${other.length}, not ${field.position}+${field.size}`
        : `missing (${field.position}+${field.size} ${field.show})`;
      if (allowed !== (other ? 'place' : 'missing')) differences.push(`${field.name} ${what}`);
      continue;
    }
    used.add(node);
    const spec = registry.field(node.name);
    const shown = valueText(node, spec);
    const wanted = spec?.type === 'bytes' ? field.show.replaceAll(':', '') : field.show;
    if (shown !== wanted && allowed !== 'value') differences.push(`${field.name} ${shown}, not ${wanted}`);
  }
  return differences;
}
