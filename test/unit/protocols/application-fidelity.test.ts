import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { dissect, summarize } from '../../../src/engine/protocols/dissect';
import { registry } from '../../../src/engine/protocols/index';
import { APPLICATIONS } from './application-specimens';
import { framesOf, plainFacts } from './capture-frames';
import { hasTshark, readPdml } from './pdml';
import { compareFields, compareWithTshark } from './peer';

const PUBLIC = new URL('../../../../shared/captures/public/', import.meta.url).pathname;
const PACKETS_A_FILE = 1000;
const isDns = (protocol: string): boolean => /^(dns|mdns|llmnr)$/i.test(protocol);

const nameOf = (difference: string): string => difference.slice(0, difference.indexOf(': '));

describe.skipIf(!hasTshark())('application protocols beside tshark', () => {
  it.each(APPLICATIONS.filter(({ tsharkKnows }) => tsharkKnows !== false))(
    '$name: fields and columns',
    ({ name, specimens, protocols, known, columns, damaged }) => {
      const result = compareWithTshark(specimens, protocols, known);
      const isWhole = (difference: string) => !damaged?.test(nameOf(difference));
      console.log(`${name}: ${result.fields - result.differences.length} of ${result.fields} fields of ${specimens.length} packets`);
      expect(result.fields).toBeGreaterThan(specimens.length);
      expect(result.differences.filter(isWhole)).toEqual([]);
      expect(result.columns.filter((difference) => isWhole(difference) && !columns.test(nameOf(difference)))).toEqual([]);
    },
  );

  it.skipIf(!existsSync(PUBLIC))('DNS in public captures: the same values', { timeout: 600_000 }, () => {
    const known = APPLICATIONS.find(({ name }) => name === 'DNS')?.known ?? {};
    const differences: string[] = [];
    let fields = 0;
    for (const file of readdirSync(PUBLIC).filter((name) => /cap(ng)?$|ntar$/.test(name))) {
      const frames = framesOf(readFileSync(join(PUBLIC, file))).slice(0, PACKETS_A_FILE);
      const facts = frames.map((frame, i) => plainFacts(i + 1, frame.linkType, frame.originalLength));
      const messages = frames.map((frame, i) => isDns(summarize(frame.bytes, facts[i] ?? plainFacts(1, 1, 0), registry).protocol));
      if (!messages.includes(true)) continue;
      const expected = readPdml(join(PUBLIC, file), frames.length, /./) ?? [];
      if (expected.length !== frames.length) continue; // tshark counts records that hold no packet
      for (const [i, frame] of frames.entries()) {
        const compared = (expected[i] ?? []).filter((field) => isDns(field.protocol) && !field.name.startsWith('_ws.'));
        if (compared.length === 0) continue;
        fields += compared.length;
        const packet = dissect(frame.bytes, facts[i] ?? plainFacts(1, 1, 0), registry);
        for (const difference of compareFields(packet, compared, known)) differences.push(`${file} #${i + 1}: ${difference}`);
      }
    }
    console.log([`public captures, DNS: ${fields - differences.length} of ${fields} fields`, ...differences.slice(0, 20)].join('\n'));
    expect(fields).toBeGreaterThan(1000);
    expect(differences.length / fields).toBeLessThan(0.005);
  });
});
