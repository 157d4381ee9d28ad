import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { analyzers } from '../../../src/engine/analyzers/index';

it('docs/findings.md explains every finding', () => {
  const document = readFileSync(new URL('../../../docs/findings.md', import.meta.url), 'utf8');
  // A row may stand for several codes of one kind, a verdict for its finding.
  const isExplained = (code: string) =>
    [code, code.slice(code.indexOf('.')), code.replace(/^listener\./, '')].some((name) => document.includes(`\`${name}\``));
  expect(analyzers.flatMap(({ findings }) => findings).filter((code) => !isExplained(code))).toEqual([]);
});
