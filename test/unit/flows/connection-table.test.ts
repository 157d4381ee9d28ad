import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ConnectionTable } from '../../../src/engine/flows/connection-table';

/** An end: address and port, few enough that the same pairs come again, in both directions. */
const END = fc.record({ address: fc.constantFrom(1, 2, 0xffffffff), port: fc.constantFrom(1, 2, 40_000) });
const STEP = fc.record({ ipv6: fc.boolean(), source: END, destination: END, opens: fc.boolean(), again: fc.integer({ min: 0, max: 3 }) });

describe('the table of connections', () => {
  it('finds the latest connection between two ends, in both directions, whatever was looked for before', () => {
    fc.assert(
      fc.property(fc.array(STEP, { maxLength: 60 }), (steps) => {
        const table = new ConnectionTable();
        const latest = new Map<string, number>();
        const first = new Map<number, string>();
        for (const { ipv6, source, destination, opens, again } of steps) {
          const [from, to] = [`${ipv6} ${source.address}:${source.port}`, `${ipv6} ${destination.address}:${destination.port}`];
          const expected = latest.get(`${from} ${to}`) ?? latest.get(`${to} ${from}`) ?? -1;
          const ends = [ipv6, source.address, source.port, destination.address, destination.port] as const;
          for (let time = 0; time <= again; time++) {
            expect(table.find(...ends)).toBe(expected);
            if (expected >= 0) expect(table.direction).toBe(first.get(expected) === from ? 0 : 1);
          }
          if (expected >= 0 && !opens) continue;
          const id = table.add(...ends, 1);
          latest.delete(`${to} ${from}`);
          latest.set(`${from} ${to}`, id);
          first.set(id, from);
        }
      }),
      { numRuns: 500 },
    );
  });

  it('finds every connection while it grows', () => {
    const table = new ConnectionTable();
    const count = 20_000;
    for (let i = 0; i < count; i++) {
      expect(table.find(false, i, 1000, 7, 80)).toBe(-1);
      expect(table.add(false, i, 1000, 7, 80, i + 1)).toBe(i);
      expect(table.find(false, 7, 80, i, 1000)).toBe(i);
    }
    for (let i = 0; i < count; i++) expect(table.find(false, i, 1000, 7, 80)).toBe(i);
  });
});
