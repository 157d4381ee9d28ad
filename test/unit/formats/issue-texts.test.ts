import { describe, expect, it } from 'vitest';
import type { CaptureIssueCode } from '../../../src/engine/formats/format';
import { isDamage } from '../../../src/engine/formats/issue-log';
import { issues } from '../../../src/shared/locales/en/issues';
import { createTexts, LANGUAGES } from '../../../src/shared/locales/texts';

/** Every code there is: the type checker holds this table to the union. */
const CODES: Readonly<Record<CaptureIssueCode, { readonly damage: boolean }>> = {
  'truncated-file': { damage: true },
  'truncated-header': { damage: true },
  'bad-magic': { damage: true },
  'unknown-version': { damage: false },
  'impossible-length': { damage: true },
  'captured-longer-than-original': { damage: false },
  'beyond-snap-length': { damage: false },
  'bad-block': { damage: true },
  'bad-option': { damage: false },
  'unknown-interface': { damage: true },
  'unknown-block': { damage: false },
  resynchronised: { damage: true },
  'time-backwards': { damage: false },
  'time-invalid': { damage: false },
  'mixed-link-types': { damage: false },
  'compressed-damaged': { damage: true },
  'unreadable-line': { damage: true },
  'missing-bytes': { damage: true },
  'cut-headers': { damage: false },
  empty: { damage: false },
};

describe('every issue has its words', () => {
  it('no text is without a code', () => expect(Object.keys(issues).sort()).toEqual(Object.keys(CODES).sort()));
  for (const language of LANGUAGES) {
    const { t } = createTexts(language);
    for (const code of Object.keys(CODES)) {
      it(`${language} ${code}`, () => {
        const text = t(`issue.${code}`, { offset: 4711, frame: 12, detail: 'the detail' });
        expect(text).not.toBe(`issue.${code}`);
        expect(text).not.toContain('{{');
        if (code !== 'empty') expect(text).toContain('the detail');
      });
    }
  }
  it('damage is told from oddities', () => {
    for (const [code, { damage }] of Object.entries(CODES)) expect(isDamage(code as CaptureIssueCode), code).toBe(damage);
  });
});
