import { useEffect, useMemo } from 'react';
import { DEFAULT_COLOUR_RULES } from '../../shared/contract/colour-rules';
import { PACKET_MARK, type PacketMark } from '../../shared/contract/packet-marks';
import type { ColourRule } from '../../shared/contract/settings';
import { usePreferences } from '../theme/preferences';
import type { PacketRow } from './packet-row';

/** Bits of the marks that a rule names; 0 of none that is known. */
export function markBits({ marks }: Pick<ColourRule, 'marks'>): number {
  return marks.reduce((bits, mark) => bits | (PACKET_MARK[mark as PacketMark] ?? 0), 0);
}

/** Place of the first rule that is switched on and matches; -1 without one. */
export function ruleOf(marks: number, rules: readonly Pick<ColourRule, 'marks' | 'enabled'>[]): number {
  return rules.findIndex((rule) => rule.enabled && (marks & markBits(rule)) !== 0);
}

/** The rules in force. */
export function useColourRules(): readonly ColourRule[] {
  return usePreferences((preferences) => preferences.colourRules) ?? DEFAULT_COLOUR_RULES;
}

/** The class that colours a packet's row. */
export function useRowColours(): (row: PacketRow) => string {
  const rules = useColourRules();
  useRuleStyles(rules);
  return useMemo(() => {
    const bits = rules.map((rule) => (rule.enabled ? markBits(rule) : 0));
    return ({ marks }: PacketRow): string => {
      const place = bits.findIndex((own) => (marks & own) !== 0);
      return place < 0 ? '' : `colour-rule-${place}`;
    };
  }, [rules]);
}

const sheet = new CSSStyleSheet();

/** One sheet for every grid. Adopted, since the content security policy allows no style elements. */
function useRuleStyles(rules: readonly ColourRule[]): void {
  useEffect(() => {
    sheet.replaceSync(rules.map(styleOf).join('\n'));
    if (!document.adoptedStyleSheets.includes(sheet)) document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
  }, [rules]);
}

function styleOf({ light, dark }: ColourRule, place: number): string {
  const row = `.grid-row.colour-rule-${place}:not(.grid-selected)`;
  return `${row}{color:${light.text};background:${light.background}}.bp6-dark ${row}{color:${dark.text};background:${dark.background}}`;
}
