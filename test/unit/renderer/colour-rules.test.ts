import { describe, expect, it } from 'vitest';
import { contrast, perceivedDistance } from '../../../src/shared/base/colour';
import { DEFAULT_COLOUR_RULES } from '../../../src/shared/contract/colour-rules';
import { PACKET_MARK, type PacketMark } from '../../../src/shared/contract/packet-marks';
import { colourRuleSchema } from '../../../src/shared/contract/settings';

const THEMES = ['light', 'dark'] as const;
const SURFACE = { light: '#ffffff', dark: '#1c2127' } as const;
/** WCAG 2.2, 1.4.6 (AAA). */
const READABLE = 7;
/** CIE76 difference of colours that are told apart side by side; 2.3 is just noticeable. */
const TOLD_APART = 9;

describe('the colour rules that come with TCPulse', () => {
  it.each(DEFAULT_COLOUR_RULES)('$name is a rule about marks that there are', (rule) => {
    expect(colourRuleSchema.safeParse(rule).success).toBe(true);
    for (const mark of rule.marks) expect(PACKET_MARK[mark as PacketMark]).toBeGreaterThan(0);
  });

  it.each(THEMES)('are readable in the %s theme', (theme) => {
    for (const rule of DEFAULT_COLOUR_RULES) expect(contrast(rule[theme].text, rule[theme].background), rule.name).toBeGreaterThanOrEqual(READABLE);
  });

  it.each(THEMES.flatMap((theme) => (['normal', 'protanopia', 'deuteranopia', 'tritanopia'] as const).map((vision) => [theme, vision] as const)))(
    'are told apart in the %s theme by eyes with %s vision',
    (theme, vision) => {
      const backgrounds = [...DEFAULT_COLOUR_RULES.map((rule) => [rule.name, rule[theme].background] as const), ['surface', SURFACE[theme]] as const];
      for (const [i, [name, colour]] of backgrounds.entries()) {
        for (const [other, otherColour] of backgrounds.slice(0, i)) {
          expect(perceivedDistance(colour, otherColour, vision), `${name} and ${other}`).toBeGreaterThan(TOLD_APART);
        }
      }
    },
  );
});

it('contrast and distance are those of the definitions', () => {
  expect(contrast('#000000', '#ffffff')).toBeCloseTo(21, 5);
  expect(contrast('#777777', '#ffffff')).toBeCloseTo(4.48, 2);
  expect(perceivedDistance('#000000', '#ffffff', 'normal')).toBeCloseTo(100, 0);
  expect(perceivedDistance('#ff0000', '#ff0000', 'deuteranopia')).toBe(0);
});
