import { expect, it } from 'vitest';
import { resources } from '../../../src/shared/locales/texts';

function textsOf(part: object, path = ''): [string, string][] {
  return Object.entries(part).flatMap(([key, value]: [string, unknown]) =>
    typeof value === 'string' ? [[`${path}${key}`, value] as [string, string]] : textsOf(value as object, `${path}${key}.`),
  );
}

/** A packet is 数据包, a segment 报文段; 报文 alone is a message of HTTP. */
it('Chinese texts have one word for a packet', () => {
  const texts = textsOf(resources['zh-CN']);
  const mixed = texts.filter(([key, text]) => /报文(?!段)/.test(text) && !key.startsWith('ui.http.'));
  expect(mixed).toEqual([]);
  expect(texts.filter(([, text]) => text.includes('数据包')).length).toBeGreaterThan(100);
});

it('Chinese texts have one word for confidence', () => {
  expect(textsOf(resources['zh-CN']).filter(([, text]) => text.includes('把握'))).toEqual([]);
});
