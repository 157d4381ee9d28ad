/** Reads what `tshark -T pdml` prints: one list of fields a packet. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface PdmlField {
  /** Protocol around it, `tcp`. */
  readonly protocol: string;
  readonly name: string;
  readonly position: number;
  readonly size: number;
  readonly value: string;
  readonly show: string;
  /** True when the value is that of some bits of the bytes. */
  readonly masked: boolean;
  /** True when a protocol that is not dissected here lies around or before it. */
  readonly behindUnknown: boolean;
}

/** One packet at a time as Wireshark dissects it: no reassembly of fragments or streams. */
export const PLAIN = ['tcp.desegment_tcp_streams', 'ip.defragment', 'ipv6.defragment'].flatMap((option) => ['-o', `${option}:FALSE`]);

/** Fields with bytes that are shown (neither hidden nor text only), by packet; `known` matches the protocols dissected here. Null when tshark is missing or cannot read the file. */
export function readPdml(path: string, packets: number, known: RegExp, options: readonly string[] = PLAIN): PdmlField[][] | null {
  const home = mkdtempSync(join(tmpdir(), 'tcpulse-tshark-'));
  try {
    const run = spawnSync('tshark', ['-n', '-r', path, '-c', String(packets), ...options, '-T', 'pdml'], {
      env: { ...process.env, HOME: home },
      maxBuffer: 1 << 30,
    });
    return run.error || run.stdout.length === 0 ? null : parse(run.stdout.toString('utf8'), known);
  } finally {
    rmSync(home, { recursive: true, force: true });
  }
}

function parse(text: string, known: RegExp): PdmlField[][] {
  const packets: PdmlField[][] = [];
  const protocols: string[] = [];
  let behindUnknown = false;
  for (const line of text.split('\n')) {
    const tag = line.trimStart();
    if (tag.startsWith('<packet>')) {
      packets.push([]);
      behindUnknown = false;
    } else if (tag.startsWith('<proto ')) {
      protocols.push(attribute(tag, 'name'));
      behindUnknown ||= !known.test(protocols.at(-1) ?? '');
    } else if (tag.startsWith('</proto>')) protocols.pop();
    else if (tag.startsWith('<field ')) {
      const size = Number(attribute(tag, 'size'));
      const name = attribute(tag, 'name');
      if (!(size > 0) || name === '' || attribute(tag, 'hide') === 'yes') continue;
      packets.at(-1)?.push({
        protocol: protocols.at(-1) ?? '',
        name,
        position: Number(attribute(tag, 'pos')),
        size,
        value: attribute(tag, 'value'),
        show: attribute(tag, 'show'),
        masked: tag.includes(' unmaskedvalue='),
        behindUnknown,
      });
    }
  }
  return packets;
}

function attribute(tag: string, name: string): string {
  const start = tag.indexOf(` ${name}="`);
  if (start < 0) return '';
  const from = start + name.length + 3;
  return tag
    .slice(from, tag.indexOf('"', from))
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&#x27;', "'")
    .replaceAll('&amp;', '&');
}

export function hasTshark(): boolean {
  return spawnSync('tshark', ['--version']).status === 0;
}
