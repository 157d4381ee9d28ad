import { expect, it } from 'vitest';
import { compileFilter } from '../../../src/engine/filter/compile-filter';
import type { Evidence } from '../../../src/renderer/app/workbench';
import { packetChoice } from '../../../src/renderer/packets/packet-choice';

const ALL = { capture: 3, frames: null, connection: null, filter: null, rows: null };
const ROWS = { first: 4, end: 9 };
const NONE: Evidence = { kind: 'none' };
const CONNECTION: Evidence = { kind: 'connection', connection: 7 };
const FRAMES: Evidence = { kind: 'frames', frames: [2, 5, 9, 10] };

const cases = [
  { name: 'all packets', evidence: NONE, applied: null, rows: null, expected: ALL },
  { name: 'a part of the time', evidence: NONE, applied: null, rows: ROWS, expected: { ...ALL, rows: ROWS } },
  { name: 'a filter', evidence: NONE, applied: 'tcp || udp', rows: null, expected: { ...ALL, filter: 'tcp || udp' } },
  {
    name: 'a filter in a part of the time',
    evidence: NONE,
    applied: 'tcp || udp',
    rows: ROWS,
    expected: { ...ALL, filter: '(tcp || udp) && frame.number > 4 && frame.number <= 9' },
  },
  { name: 'a connection', evidence: CONNECTION, applied: null, rows: null, expected: { ...ALL, connection: 7 } },
  {
    name: 'a connection in a part of the time',
    evidence: CONNECTION,
    applied: null,
    rows: ROWS,
    expected: { ...ALL, filter: 'tcp.stream == 7 && frame.number > 4 && frame.number <= 9' },
  },
  {
    name: 'a connection and a filter',
    evidence: CONNECTION,
    applied: 'tcp.len > 0 || udp',
    rows: null,
    expected: { ...ALL, filter: 'tcp.stream == 7 && (tcp.len > 0 || udp)' },
  },
  { name: 'frames in a part of the time', evidence: FRAMES, applied: null, rows: ROWS, expected: { ...ALL, frames: [5, 9] } },
  {
    name: 'frames and a filter',
    evidence: FRAMES,
    applied: 'tcp',
    rows: null,
    expected: { ...ALL, filter: 'frame.number in {2, 5, 9, 10} && (tcp)' },
  },
  { name: 'no frame in that part', evidence: FRAMES, applied: 'tcp', rows: { first: 20, end: 30 }, expected: { ...ALL, frames: [] } },
] as const;

for (const { name, evidence, applied, rows, expected } of cases) {
  it(`asks for ${name}`, async () => {
    const query = packetChoice(3, evidence, applied, rows);
    expect(query).toEqual(expected);
    if (query.filter !== null) await compileFilter(query.filter);
  });
}
