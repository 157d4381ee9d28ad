import { describe, expect, it } from 'vitest';
import { ERROR_CODES } from '../../../src/shared/contract/errors';
import { resources } from '../../../src/shared/locales/texts';

function keys(texts: object, path = ''): string[] {
  return Object.entries(texts).flatMap(([key, value]) => (typeof value === 'string' ? [`${path}${key}`] : keys(value, `${path}${key}.`)));
}

/** Names in `{{ }}`. */
function slots(texts: object, path = ''): Record<string, string[]> {
  return Object.fromEntries(
    Object.entries(texts).flatMap(([key, value]) =>
      typeof value === 'string'
        ? [[`${path}${key}`, [...value.matchAll(/\{\{(\w+)/g)].map((match) => match[1] ?? '').sort()]]
        : Object.entries(slots(value, `${path}${key}.`)),
    ),
  );
}

describe.each(['cli', 'error', 'finding', 'shell'] as const)('the texts of %s', (namespace) => {
  it('are the same in both languages, with the same slots', () => {
    expect(slots(resources['zh-CN'][namespace])).toEqual(slots(resources.en[namespace]));
  });
});

it('every error has a text', () => {
  expect(keys(resources.en.error).sort()).toEqual([...ERROR_CODES].sort());
});
