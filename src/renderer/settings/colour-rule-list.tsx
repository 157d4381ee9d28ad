import { Button, Checkbox } from '@blueprintjs/core';
import { ArrowDown, ArrowUp, Trash } from '@blueprintjs/icons';
import { contrast } from '../../shared/base/colour';
import type { ColourRule } from '../../shared/contract/settings';
import { useColourRules } from '../packet-grid/colour-rules';
import { usePreferences } from '../theme/preferences';
import { useTexts } from '../theme/use-texts';

/** Readable enough (WCAG 2.2, 1.4.3). */
const LEAST_CONTRAST = 4.5;

/** The rules in order: the first that fits colours a packet. */
export function ColourRuleList() {
  const { t } = useTexts();
  const rules = useColourRules();
  const change = usePreferences((preferences) => preferences.change);
  const replace = (place: number, changed: ColourRule): void => change({ colourRules: rules.map((rule, i) => (i === place ? changed : rule)) });
  const swap = (a: number, b: number): void => {
    const moved = [...rules];
    const [first, second] = [rules[a], rules[b]];
    if (!first || !second) return;
    moved[a] = second;
    moved[b] = first;
    change({ colourRules: moved });
  };
  return (
    <>
      <p className="muted">{t('settings.ruleAdvice')}</p>
      <ul className="rule-list">
        {rules.map((rule, place) => (
          <li key={rule.name}>
            <Checkbox
              checked={rule.enabled}
              label={nameOf(rule, t)}
              onChange={(event) => replace(place, { ...rule, enabled: event.currentTarget.checked })}
            />
            <Colours rule={rule} theme="light" onChange={(changed) => replace(place, changed)} />
            <Colours rule={rule} theme="dark" onChange={(changed) => replace(place, changed)} />
            <Button
              size="small"
              variant="minimal"
              icon={<ArrowUp size={14} />}
              disabled={place === 0}
              aria-label={t('settings.ruleUp', { name: nameOf(rule, t) })}
              onClick={() => swap(place, place - 1)}
            />
            <Button
              size="small"
              variant="minimal"
              icon={<ArrowDown size={14} />}
              disabled={place === rules.length - 1}
              aria-label={t('settings.ruleDown', { name: nameOf(rule, t) })}
              onClick={() => swap(place, place + 1)}
            />
            <Button
              size="small"
              variant="minimal"
              icon={<Trash size={14} />}
              aria-label={t('settings.ruleRemove', { name: nameOf(rule, t) })}
              onClick={() => change({ colourRules: rules.filter((_, i) => i !== place) })}
            />
          </li>
        ))}
      </ul>
      <Button size="small" text={t('settings.ruleReset')} onClick={() => change({ colourRules: null })} />
    </>
  );
}

function nameOf({ name }: ColourRule, t: (key: string) => string): string {
  const key = `settings.rule.${name}`;
  const text = t(key);
  return text === key ? name : text;
}

interface ColoursProps {
  readonly rule: ColourRule;
  readonly theme: 'light' | 'dark';
  onChange(rule: ColourRule): void;
}

function Colours({ rule, theme, onChange }: ColoursProps) {
  const { t } = useTexts();
  const { text, background } = rule[theme];
  const set = (part: 'text' | 'background', value: string): void => onChange({ ...rule, [theme]: { ...rule[theme], [part]: value } });
  const name = nameOf(rule, t);
  return (
    <span className="rule-colours" style={{ color: text, background }}>
      <span>{t(`ui.theme.${theme}`)}</span>
      {(['text', 'background'] as const).map((part) => (
        <input
          key={part}
          type="color"
          value={rule[theme][part]}
          aria-label={t(`settings.rulePart.${part}`, { name, theme: t(`ui.theme.${theme}`) })}
          onChange={(event) => set(part, event.target.value)}
        />
      ))}
      {contrast(text, background) < LEAST_CONTRAST && <strong role="alert">{t('settings.ruleContrast')}</strong>}
    </span>
  );
}
