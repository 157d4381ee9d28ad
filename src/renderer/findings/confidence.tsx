import { numberFormat } from '../theme/format';
import { useTexts } from '../theme/use-texts';

/** How sure an inference is, as a share of certainty. */
export function Confidence({ value }: { readonly value: number }) {
  const { t, language } = useTexts();
  const share = numberFormat(language, { style: 'percent', maximumFractionDigits: 0 }).format(value);
  return (
    <span className="number" title={t(value > 0.8 ? 'ui.findings.confident' : 'ui.findings.notConfident')}>
      {share}
    </span>
  );
}
