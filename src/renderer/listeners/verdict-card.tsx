import type { FindingRow } from '../../shared/contract/finding-rows';
import type { ListenerDetail } from '../../shared/contract/listener-rows';
import { Advice } from '../findings/advice';
import { Confidence } from '../findings/confidence';
import { Term } from '../glossary/term';
import { SeverityLabel } from '../theme/severity';
import { useTexts } from '../theme/use-texts';

interface VerdictCardProps {
  readonly detail: ListenerDetail;
  readonly onShow: (frames: readonly number[]) => void;
}

/** The verdict in words, what the applications saw, what it was not and why, what to do; then what else was found about the listener. */
export function VerdictCard({ detail, onShow }: VerdictCardProps) {
  const { t } = useTexts();
  const { verdict } = detail.listener;
  if (detail.findings.length > 0) return detail.findings.map((finding) => <FindingCard key={finding.id} finding={finding} onShow={onShow} />);
  return (
    <section className="fact-card" aria-label={t('ui.listeners.verdict')}>
      <h3>{t(`ui.listeners.verdicts.${verdict}`)}</h3>
      <p>{t(`ui.listeners.plain.${verdict === 'healthy' ? 'healthy' : 'unknown'}`)}</p>
    </section>
  );
}

function FindingCard({ finding, onShow }: { readonly finding: FindingRow; readonly onShow: (frames: readonly number[]) => void }) {
  const { t } = useTexts();
  const { severity, confidence, title, detail, applicationSees, ruledOut, advice, frames } = finding;
  return (
    <section className="fact-card" aria-label={title}>
      <h3>{title}</h3>
      <p className="verdict-kind">
        <SeverityLabel severity={severity} />
        <span>
          <Term name="confidence">{t('ui.findings.confidence')}</Term> <Confidence value={confidence} />
        </span>
        {frames.length > 0 && (
          <button type="button" className="text-link" onClick={() => onShow(frames)}>
            {t('ui.dock.ofFrames', { count: frames.length })}
          </button>
        )}
      </p>
      <p>{detail}</p>
      {applicationSees && (
        <>
          <h4>{t('ui.findings.applicationSees')}</h4>
          <p>{applicationSees}</p>
        </>
      )}
      {ruledOut.length > 0 && (
        <>
          <h4>{t('ui.findings.ruledOut')}</h4>
          <ul>
            {ruledOut.map(({ alternative, because }) => (
              <li key={alternative}>
                <strong>{t('ui.findings.not', { alternative })}</strong> {t('ui.findings.because', { because })}
              </li>
            ))}
          </ul>
        </>
      )}
      <h4>{t('ui.findings.advice')}</h4>
      <Advice text={advice} />
    </section>
  );
}
