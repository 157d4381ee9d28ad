import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { reportJsonSchema } from '../../../src/shared/contract/report-json-schema';

it('docs/report.schema.json is the schema of the contract (else: npm run schema)', () => {
  const stored = JSON.parse(readFileSync(new URL('../../../docs/report.schema.json', import.meta.url), 'utf8'));
  expect(stored).toEqual(reportJsonSchema());
});

it('lets fields be added, and asks for those that scripts rely on', () => {
  const schema = reportJsonSchema() as { required: string[]; additionalProperties?: boolean; properties: Record<string, unknown> };
  expect(schema.required).toEqual(['schema', 'generator', 'captures', 'connections', 'listeners', 'findings']);
  expect(schema.additionalProperties).not.toBe(false);
});
