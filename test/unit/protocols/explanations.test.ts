import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { dissect } from '../../../src/engine/protocols/dissect';
import type { SegmentFacts } from '../../../src/engine/protocols/dissection';
import { registry } from '../../../src/engine/protocols/index';
import type { Explanation } from '../../../src/shared/contract/dissection';
import { explain as english } from '../../../src/shared/locales/en/explain';
import { createTexts } from '../../../src/shared/locales/texts';
import { explain as chinese } from '../../../src/shared/locales/zh-CN/explain';
import { plainFacts } from './capture-frames';
import { allNodes } from './nodes';
import { ETHERNET_SPECIMENS } from './specimens';

const SOURCES = new URL('../../../src/engine/protocols/', import.meta.url);
const MARKS = [...registry.fields()]
  .map(([name]) => name)
  .filter((name) => /^(tcp\.analysis\.|keepalive\.)/.test(name) && name !== 'tcp.analysis.flags');

const segment = (marks: readonly string[], known: boolean): SegmentFacts => ({
  connection: 3,
  senderBase: known ? 1 : null,
  receiverBase: known ? 0 : null,
  windowScale: known ? 7 : null,
  marks: marks.map((name) => ({ name, frame: 5 })),
  sincePrevious: 1.5,
  sinceFirst: 2.5,
  sequenceUnknown: false,
});

/** Explanations met in packets of every kind, with each mark, with and without a handshake. */
function met(): Explanation[] {
  const explanations: Explanation[] = [];
  const segments = [null, segment([], true), segment([], false), ...MARKS.map((name) => segment([name], true))];
  for (const { bytes } of ETHERNET_SPECIMENS) {
    for (const facts of segments) {
      const packet = dissect(bytes, { ...plainFacts(2, 1, bytes.length + 4), segment: facts, duplicateOf: 1 }, registry);
      for (const node of allNodes(packet)) if (node.explanation) explanations.push(node.explanation);
    }
  }
  return explanations;
}

describe('explanations', () => {
  const explanations = met();

  it('have words in both languages, with a value for every blank', () => {
    const codes = new Map(explanations.map((explanation) => [explanation.code, explanation]));
    expect(codes.size).toBeGreaterThan(90);
    for (const language of ['en', 'zh-CN']) {
      const { t } = createTexts(language);
      for (const { code, data } of codes.values()) {
        const said = t(`explain.${code}`, data);
        expect(said, `${language} ${code}`).not.toBe(`explain.${code}`);
        expect(said, `${language} ${code}`).not.toMatch(/\{\{|\}\}|undefined|NaN/);
      }
    }
  });

  it('have a text for every code written in the sources', () => {
    const written = new Set<string>();
    for (const file of readdirSync(SOURCES, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.ts'))) {
      for (const match of readFileSync(new URL(file, SOURCES), 'utf8').matchAll(/code: (?:[^,'`]*\? )?'([a-z0-9-]+)'(?: : '([a-z0-9-]+)')?/g)) {
        for (const code of match.slice(1)) if (code) written.add(code);
      }
    }
    expect(written.size).toBeGreaterThan(80);
    expect([...written].filter((code) => !(code in english))).toEqual([]);
    expect(Object.keys(chinese).sort()).toEqual(Object.keys(english).sort());
  });

  it('use the same blanks in both languages', () => {
    const blanks = (text: string) => [...new Set(text.match(/\{\{[^}]+\}\}/g))].sort();
    for (const code of Object.keys(english) as (keyof typeof english)[]) {
      expect(
        blanks(chinese[code]).filter((blank) => !blanks(english[code]).includes(blank)),
        code,
      ).toEqual([]);
    }
  });

  it('say numbers as people write them', () => {
    const { t } = createTexts('en');
    expect(t('explain.tcp-window-scaled', { window: 229, factor: 128, shift: 7, bytes: 29312 })).toContain('29,312 bytes');
  });
});
