import { type ReactNode, useId } from 'react';
import type { FindingRow } from '../../shared/contract/finding-rows';
import { EmptyState } from '../app/empty-state';
import { Term } from '../glossary/term';
import { CodeText } from '../names/code-text';
import { NamedText } from '../names/endpoint';
import { FindingJudgement } from '../project/finding-judgement';
import { SeverityLabel } from '../theme/severity';
import { useTexts } from '../theme/use-texts';
import { Advice } from './advice';
import { Confidence } from './confidence';
import { Evidence } from './evidence';

/** One finding in full: what happened, what the applications saw, what it was not and why, what to do, and the packets that say so. */
export function FindingDetail({ finding }: { readonly finding: FindingRow | null }) {
  const { t } = useTexts();
  const titleId = useId();
  if (!finding) return <EmptyState title={t('ui.findings.chooseTitle')} advice={t('ui.findings.chooseAdvice')} />;
  const { severity, confidence, code, title, detail, applicationSees, ruledOut, advice } = finding;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a long text is scrolled by keyboard.
    <section className="finding" aria-labelledby={titleId} tabIndex={0}>
      <p className="finding-kind">
        <SeverityLabel severity={severity} />
        <span>
          <Term name="confidence">{t('ui.findings.confidence')}</Term> <Confidence value={confidence} />
        </span>
        <span className="mono muted">{code}</span>
      </p>
      <h3 id={titleId}>
        <NamedText text={title} />
      </h3>
      {detail && (
        <p>
          <CodeText text={detail} />
        </p>
      )}
      <Part title={t('ui.findings.evidence')}>
        <Evidence finding={finding} />
      </Part>
      {applicationSees && (
        <Part title={t('ui.findings.applicationSees')}>
          <p>
            <CodeText text={applicationSees} />
          </p>
        </Part>
      )}
      {ruledOut.length > 0 && (
        <Part title={t('ui.findings.ruledOut')}>
          <ul>
            {ruledOut.map(({ alternative, because }) => (
              <li key={alternative}>
                <strong>{t('ui.findings.not', { alternative })}</strong> <CodeText text={t('ui.findings.because', { because })} />
              </li>
            ))}
          </ul>
        </Part>
      )}
      <FindingJudgement finding={finding} />
      <Part title={t('ui.findings.advice')}>
        <Advice text={advice} />
      </Part>
    </section>
  );
}

function Part({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <div className="finding-part">
      <h4>{title}</h4>
      {children}
    </div>
  );
}
