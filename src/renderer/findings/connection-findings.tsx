import { SEVERITIES } from '../../shared/contract/finding-rows';
import { useCurrentCapture, useWorkbench } from '../app/workbench';
import { useQuery } from '../connection/use-query';
import { NamedText } from '../names/endpoint';
import { SeverityLabel } from '../theme/severity';
import { useTexts } from '../theme/use-texts';
import { listFindingsOfConnection, useFindingSelection } from './finding-selection';

/** More would push the rest out of sight: the findings view lists them all. */
const MOST_SHOWN = 5;

/** What was found about a connection, in one sentence each. */
export function ConnectionFindings({ connection }: { readonly connection: number }) {
  const { t, language } = useTexts();
  const progress = useCurrentCapture();
  const capture = progress?.capture ?? 0;
  const showView = useWorkbench((state) => state.showView);
  const found = useQuery(
    `findings of ${capture} ${connection} ${language}`,
    ({ engine }, signal) =>
      engine['findings.rows'](
        {
          capture,
          connection,
          language,
          from: 0,
          count: MOST_SHOWN,
          sort: 'severity',
          descending: false,
          severities: [...SEVERITIES],
          code: null,
          fromMs: null,
          toMs: null,
        },
        signal,
      ),
    progress?.findings ?? 0,
  ).value;
  if (!found || found.total === 0) return null;
  const open = (chosen: number): void => {
    listFindingsOfConnection(capture, connection);
    useFindingSelection.setState({ chosen });
    showView('findings');
  };
  return (
    <section className="fact-card" aria-label={t('ui.nav.findings')}>
      <h3>{t('ui.nav.findings')}</h3>
      <ul className="card-list">
        {found.rows.map(({ id, severity, title }) => (
          <li key={id}>
            <SeverityLabel severity={severity} />{' '}
            <button type="button" className="text-link" onClick={() => open(id)}>
              <NamedText text={title} />
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}
