import { Button, Checkbox } from '@blueprintjs/core';
import { ArrowDown, ArrowUp, Edit, Plus, Trash } from '@blueprintjs/icons';
import { useState } from 'react';
import { NEW_COLOURS } from '../../shared/contract/colour-rules';
import type { ColourRule } from '../../shared/contract/settings';
import { useColourRules } from '../packet-grid/colour-rules';
import { usePreferences } from '../theme/preferences';
import { useTexts } from '../theme/use-texts';
import { ColourRuleForm } from './colour-rule-form';
import { RulePreview } from './colour-rule-preview';
import { ruleName } from './rule-name';

/** The rules in order: the first that fits colours a packet. */
export function ColourRuleList() {
  const { t } = useTexts();
  const rules = useColourRules();
  const change = usePreferences((preferences) => preferences.change);
  /** Place of the rule whose form is open. */
  const [edited, setEdited] = useState<number | null>(null);
  const replace = (place: number, changed: ColourRule): void => change({ colourRules: rules.map((rule, i) => (i === place ? changed : rule)) });
  const swap = (a: number, b: number): void => {
    setEdited(edited === a ? b : edited === b ? a : edited);
    change({ colourRules: swapped(rules, a, b) });
  };
  const add = (): void => {
    change({ colourRules: [{ name: t('settings.ruleNew'), marks: [], filter: '', enabled: true, ...NEW_COLOURS }, ...rules] });
    setEdited(0);
  };
  const remove = (place: number): void => {
    change({ colourRules: rules.filter((_, i) => i !== place) });
    setEdited(null);
  };
  return (
    <>
      <p className="muted">{t('settings.ruleAdvice')}</p>
      <ul className="rule-list">
        {rules.map((rule, place) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: names may be the same, and what a rule is, is its place.
          <li key={place}>
            <div className="rule-row">
              <Checkbox
                checked={rule.enabled}
                label={ruleName(rule, t)}
                onChange={(event) => replace(place, { ...rule, enabled: event.currentTarget.checked })}
              />
              <RulePreview rule={rule} theme="light" />
              <RulePreview rule={rule} theme="dark" />
              <RuleButtons
                name={ruleName(rule, t)}
                first={place === 0}
                last={place === rules.length - 1}
                edited={edited === place}
                onEdit={() => setEdited(edited === place ? null : place)}
                onUp={() => swap(place, place - 1)}
                onDown={() => swap(place, place + 1)}
                onRemove={() => remove(place)}
              />
            </div>
            {edited === place && <ColourRuleForm rule={rule} onChange={(changed) => replace(place, changed)} />}
          </li>
        ))}
      </ul>
      <div className="rule-actions">
        <Button size="small" icon={<Plus size={14} />} text={t('settings.ruleAdd')} disabled={rules.length >= MOST_RULES} onClick={add} />
        <Button
          size="small"
          variant="minimal"
          text={t('settings.ruleReset')}
          onClick={() => {
            change({ colourRules: null });
            setEdited(null);
          }}
        />
      </div>
    </>
  );
}

/** As the schema of the settings allows. */
const MOST_RULES = 100;

function swapped(rules: readonly ColourRule[], a: number, b: number): ColourRule[] {
  const moved = [...rules];
  const [first, second] = [rules[a], rules[b]];
  if (first === undefined || second === undefined) return moved;
  moved[a] = second;
  moved[b] = first;
  return moved;
}

interface RuleButtonsProps {
  readonly name: string;
  readonly first: boolean;
  readonly last: boolean;
  readonly edited: boolean;
  onEdit(): void;
  onUp(): void;
  onDown(): void;
  onRemove(): void;
}

function RuleButtons({ name, first, last, edited, onEdit, onUp, onDown, onRemove }: RuleButtonsProps) {
  const { t } = useTexts();
  const common = { size: 'small', variant: 'minimal' } as const;
  return (
    <span className="rule-buttons">
      <Button {...common} icon={<Edit size={14} />} aria-expanded={edited} aria-label={t('settings.ruleEdit', { name })} onClick={onEdit} />
      <Button {...common} icon={<ArrowUp size={14} />} disabled={first} aria-label={t('settings.ruleUp', { name })} onClick={onUp} />
      <Button {...common} icon={<ArrowDown size={14} />} disabled={last} aria-label={t('settings.ruleDown', { name })} onClick={onDown} />
      <Button {...common} icon={<Trash size={14} />} aria-label={t('settings.ruleRemove', { name })} onClick={onRemove} />
    </span>
  );
}
