import { describe, expect, it } from 'vitest';
import { APPLICATIONS } from './application-specimens';
import { hasTshark } from './pdml';
import { compareWithTshark } from './peer';

const nameOf = (difference: string): string => difference.slice(0, difference.indexOf(': '));

describe.skipIf(!hasTshark())('application protocols beside tshark', () => {
  it.each(APPLICATIONS.filter(({ tsharkKnows }) => tsharkKnows !== false))(
    '$name: fields and columns',
    ({ name, specimens, protocols, known, columns, damaged }) => {
      const compared = specimens.filter((specimen) => !damaged?.test(specimen.name));
      const result = compareWithTshark(compared, protocols, known);
      console.log(`${name}: ${result.fields - result.differences.length} of ${result.fields} fields of ${compared.length} packets`);
      expect(result.fields).toBeGreaterThan(compared.length);
      expect(result.differences).toEqual([]);
      expect(result.columns.filter((difference) => !columns.test(nameOf(difference)))).toEqual([]);
    },
  );
});
