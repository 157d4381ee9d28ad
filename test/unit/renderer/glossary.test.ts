import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { resources } from '../../../src/shared/locales/texts';

const document = readFileSync(join(import.meta.dirname, '../../../docs/glossary.md'), 'utf8');

it.each(Object.entries({ ...resources.en.glossary.terms }))('docs/glossary.md explains %s as the workbench does', (name, { term, text }) => {
  const chinese = resources['zh-CN'].glossary.terms[name as keyof typeof resources.en.glossary.terms];
  expect(document).toContain(`**${term}** (${chinese.term})\n\n${text}\n\n${chinese.text}`);
});
