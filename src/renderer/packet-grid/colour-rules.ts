import { useEffect, useMemo } from 'react';
import { type ColourTest, DEFAULT_COLOUR_RULES } from '../../shared/contract/colour-rules';
import type { ColourRule } from '../../shared/contract/settings';
import { usePreferences } from '../theme/preferences';

/** The rules in force. */
export function useColourRules(): readonly ColourRule[] {
  return usePreferences((preferences) => preferences.colourRules) ?? DEFAULT_COLOUR_RULES;
}

/** The tests of the rules that are switched on; the same array until one of them is another. Rows of the class `colour-rule-N` get the colours of the N-th, from 1. */
export function useColourTests(): readonly ColourTest[] {
  const rules = useColourRules();
  const enabled = useMemo(() => rules.filter((rule) => rule.enabled), [rules]);
  useRuleStyles(enabled);
  const key = JSON.stringify(enabled.map(({ marks, filter }) => ({ marks, filter: filter.trim() })));
  return useMemo(() => JSON.parse(key) as ColourTest[], [key]);
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
  const row = `.grid-row.colour-rule-${place + 1}:not(.grid-selected)`;
  return `${row}{color:${light.text};background:${light.background}}.bp6-dark ${row}{color:${dark.text};background:${dark.background}}`;
}
