import { Checkbox, FormGroup, InputGroup } from '@blueprintjs/core';
import { useId } from 'react';
import { PACKET_MARK, type PacketMark } from '../../shared/contract/packet-marks';
import type { ColourRule } from '../../shared/contract/settings';
import { filterMessage } from '../../shared/locales/filter-message';
import { useFilterCheck } from '../filter-bar/use-filter-check';
import { useTexts } from '../theme/use-texts';
import { ruleName } from './rule-name';

/** Marks that say nothing to a reader of a list, or are there for other rules of the workbench. */
const NO_CHOICE: readonly PacketMark[] = ['reverse', 'sequenceUnknown', 'noTime', 'wrapped'];
const CHOICES = (Object.keys(PACKET_MARK) as PacketMark[]).filter((mark) => !NO_CHOICE.includes(mark));

interface ColourRuleFormProps {
  readonly rule: ColourRule;
  onChange(rule: ColourRule): void;
}

/** What a rule fits and how it looks; a change is in force at once. */
export function ColourRuleForm({ rule, onChange }: ColourRuleFormProps) {
  const { t } = useTexts();
  const id = useId();
  const { issue } = useFilterCheck(rule.filter);
  const fitsNothing = rule.filter.trim() === '' && rule.marks.length === 0;
  const toggle = (mark: PacketMark): void => {
    const marks = rule.marks.includes(mark) ? rule.marks.filter((name) => name !== mark) : [...rule.marks, mark];
    onChange({ ...rule, marks });
  };
  return (
    <div className="rule-form">
      <FormGroup label={t('settings.ruleName')} labelFor={`${id}-name`}>
        <InputGroup
          id={`${id}-name`}
          size="small"
          maxLength={100}
          value={ruleName(rule, t)}
          onChange={({ target }) => target.value !== '' && onChange({ ...rule, name: target.value })}
        />
      </FormGroup>
      <FormGroup
        label={t('settings.ruleFilter')}
        labelFor={`${id}-filter`}
        intent={issue === null ? 'none' : 'danger'}
        helperText={issue === null ? t('settings.ruleFilterAdvice') : filterMessage(issue, t).problem}
      >
        <InputGroup
          id={`${id}-filter`}
          size="small"
          className="mono"
          spellCheck={false}
          aria-invalid={issue !== null}
          value={rule.filter}
          onChange={({ target }) => onChange({ ...rule, filter: target.value })}
        />
      </FormGroup>
      <fieldset className="rule-marks">
        <legend>{t('settings.ruleMarks')}</legend>
        {CHOICES.map((mark) => (
          <Checkbox key={mark} checked={rule.marks.includes(mark)} label={t(`ui.mark.${mark}`)} onChange={() => toggle(mark)} />
        ))}
      </fieldset>
      {fitsNothing && <p role="status">{t('settings.ruleFitsNothing')}</p>}
      <div className="rule-themes">
        <Colours rule={rule} theme="light" onChange={onChange} />
        <Colours rule={rule} theme="dark" onChange={onChange} />
      </div>
    </div>
  );
}

interface ColoursProps extends ColourRuleFormProps {
  readonly theme: 'light' | 'dark';
}

function Colours({ rule, theme, onChange }: ColoursProps) {
  const { t } = useTexts();
  const name = ruleName(rule, t);
  return (
    <span className="rule-colours">
      {t(`ui.theme.${theme}`)}
      {(['text', 'background'] as const).map((part) => (
        <input
          key={part}
          type="color"
          value={rule[theme][part]}
          title={t(`settings.rulePart.${part}`, { name, theme: t(`ui.theme.${theme}`) })}
          aria-label={t(`settings.rulePart.${part}`, { name, theme: t(`ui.theme.${theme}`) })}
          onChange={(event) => onChange({ ...rule, [theme]: { ...rule[theme], [part]: event.target.value } })}
        />
      ))}
    </span>
  );
}
