import type { LiveFinding } from '../../shared/contract/live';
import { liveFindingText } from '../../shared/locales/live-words';
import { useWorkbench } from '../app/workbench';
import { NamedText } from '../names/endpoint';
import { formatDuration } from '../theme/format';
import { SeverityLabel } from '../theme/severity';
import { useTexts } from '../theme/use-texts';

/** Findings of a live capture, the newest first; each leads to its packets. */
export function LiveFindingList({ findings }: { readonly findings: readonly LiveFinding[] }) {
  const { t } = useTexts();
  const showEvidence = useWorkbench((state) => state.showEvidence);
  if (findings.length === 0) return <p className="muted">{t('live.bar.noFindings')}</p>;
  return (
    <ul>
      {findings.map((finding) => {
        const { title, detail } = liveFindingText(finding, t);
        return (
          <li key={finding.id} className={finding.resolved ? 'live-resolved' : ''}>
            <button type="button" onClick={() => showEvidence({ kind: 'frames', frames: finding.frames }, finding.frames.at(-1) ?? null)}>
              <SeverityLabel severity={finding.severity} />
              <strong>
                <NamedText text={title} />
              </strong>
              <span className="muted number">{formatDuration(Math.round(finding.timeMs))}</span>
              <span className="live-finding-detail">
                <NamedText text={detail} />
              </span>
            </button>
          </li>
        );
      })}
    </ul>
  );
}
