import { useWorkbench } from '../app/workbench';
import { useQuery } from '../connection/use-query';
import { Advice } from '../findings/advice';
import { SeverityLabel } from '../theme/severity';
import { useTexts } from '../theme/use-texts';

/** What the capture shown tells of its listeners against what the kernel counted in that time. */
export function ComparedCard({ recording, capture }: { readonly recording: number; readonly capture: number }) {
  const { t, language } = useTexts();
  const { value } = useQuery(`host-findings ${capture} ${recording} ${language}`, ({ engine }, signal) =>
    engine['host.findings']({ capture, recording, language }, signal),
  );
  const showEvidence = useWorkbench((state) => state.showEvidence);
  const showView = useWorkbench((state) => state.showView);
  if (value === null) return null;
  return (
    <section className="fact-card" aria-label={t('host.view.compared')}>
      <h3>{t('host.view.compared')}</h3>
      {value.length === 0 && <p className="muted">{t('host.view.nothingCompared')}</p>}
      <ul className="card-list">
        {value.map((finding) => {
          const [frame] = finding.frames;
          return (
            <li key={`${finding.code} ${finding.listener}`}>
              <SeverityLabel severity={finding.severity} /> <strong>{finding.title}</strong>
              {frame !== undefined && (
                <button
                  type="button"
                  className="frame-link"
                  onClick={() => {
                    showEvidence({ kind: 'frames', frames: finding.frames }, frame);
                    showView('packets');
                  }}
                >
                  {t('ui.dock.frame', { frame })}
                </button>
              )}
              <br />
              <span className="muted">{finding.detail}</span>
              <Advice text={finding.advice} />
            </li>
          );
        })}
      </ul>
    </section>
  );
}
