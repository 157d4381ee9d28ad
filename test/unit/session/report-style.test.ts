import { describe, expect, it } from 'vitest';
import { REPORT_STYLE } from '../../../src/engine/session/document/report-style';

/** Of the text of a page (WCAG 2.2, criterion 1.4.3). */
const LEAST_CONTRAST = 4.5;
const TEXT = ['ink', 'muted', 'link', 'red', 'orange', 'blue', 'green'] as const;
const GROUNDS = ['paper', 'soft'] as const;

/** Colours of the light theme, then of the dark one. */
const THEMES = [...REPORT_STYLE.matchAll(/:root\{([^}]*)\}/g)].map(([, rules]) =>
  Object.fromEntries([...(rules as string).matchAll(/--(\w+):(#\w+)/g)].map(([, name, colour]) => [name, colour as string])),
);

function luminance(colour: string): number {
  const digits = colour.length === 4 ? colour.replace(/[^#]/g, '$&$&') : colour;
  const channels = [1, 3, 5].map((at) => Number.parseInt(digits.slice(at, at + 2), 16) / 255);
  const [red = 0, green = 0, blue = 0] = channels.map((value) => (value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4));
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(a: string, b: string): number {
  const [dark = 0, light = 0] = [luminance(a), luminance(b)].sort((x, y) => x - y);
  return (light + 0.05) / (dark + 0.05);
}

describe('an HTML report', () => {
  it.each([
    ['light', 0],
    ['dark', 1],
  ] as const)('can be read in the %s theme', (_, theme) => {
    const colours = THEMES[theme] as Record<string, string>;
    for (const text of TEXT) {
      for (const ground of GROUNDS) {
        expect(contrast(colours[text] as string, colours[ground] as string), `${text} on ${ground}`).toBeGreaterThanOrEqual(LEAST_CONTRAST);
      }
    }
  });
});
