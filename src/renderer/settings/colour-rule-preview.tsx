import { contrast } from '../../shared/base/colour';
import type { ColourRule } from '../../shared/contract/settings';
import { useTexts } from '../theme/use-texts';

/** Readable enough (WCAG 2.2, 1.4.3). */
const LEAST_CONTRAST = 4.5;

interface RulePreviewProps {
  readonly rule: ColourRule;
  readonly theme: 'light' | 'dark';
}

/** How a row of the rule looks in a theme, whichever theme is in force. */
export function RulePreview({ rule, theme }: RulePreviewProps) {
  const { t } = useTexts();
  const { text, background } = rule[theme];
  return (
    <span className="rule-preview" style={{ color: text, background }}>
      <span>{t('settings.rulePreview', { theme: t(`ui.theme.${theme}`) })}</span>
      {contrast(text, background) < LEAST_CONTRAST && <strong role="alert">{t('settings.ruleContrast')}</strong>}
    </span>
  );
}
