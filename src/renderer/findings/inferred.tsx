import { numberFormat } from '../theme/format';
import { useTexts } from '../theme/use-texts';

interface InferredProps {
  readonly text: string;
  /** 0 to 1. */
  readonly confidence: number;
  /** What it was inferred from. */
  readonly note: string;
}

/** A value that was inferred looks inferred: a tilde, and how sure it is on hover. */
export function Inferred({ text, confidence, note }: InferredProps) {
  const { t, language } = useTexts();
  const share = numberFormat(language, { style: 'percent', maximumFractionDigits: 0 }).format(confidence);
  return (
    <span className="inferred number" title={`${note} (${t('ui.findings.confidence')} ${share})`}>
      ~ {text}
    </span>
  );
}
