import { useCallback, useEffect, useMemo, useState, useSyncExternalStore } from 'react';
import { type FindingRow, type FindingSort, SEVERITIES } from '../../shared/contract/finding-rows';
import { EmptyState } from '../app/empty-state';
import { spanOf, useCurrentCapture, useWorkbench } from '../app/workbench';
import { useConnection } from '../connection/connection';
import type { GridColumn } from '../data-grid/columns';
import { DataGrid } from '../data-grid/data-grid';
import type { GridSort } from '../data-grid/grid-header';
import { RowPages } from '../data-grid/row-pages';
import { useFilter } from '../filter-bar/filter-state';
import { NamedText } from '../names/endpoint';
import { useThresholds } from '../project/thresholds';
import { formatDuration } from '../theme/format';
import { SeverityLabel } from '../theme/severity';
import { useTexts } from '../theme/use-texts';
import { Confidence } from './confidence';
import { placesOf } from './finding-places';
import { useFindingSelection } from './finding-selection';
import { openConnection } from './open-connection';

/** Findings in words, one a row. Choosing one shows its packets; Enter opens its connection. */
export function FindingList({ onChosen }: { readonly onChosen: (finding: FindingRow | null) => void }) {
  const { t } = useTexts();
  const [sort, setSort] = useState<GridSort>({ column: 'severity', descending: false });
  const progress = useCurrentCapture();
  const capture = progress?.capture ?? 0;
  const pages = useFindingPages(sort);
  const version = useSyncExternalStore(pages.subscribe, pages.version);
  const chosen = useFindingSelection((state) => state.chosen);
  const showEvidence = useWorkbench((state) => state.showEvidence);
  const columns = useFindingColumns(capture);

  const choose = useCallback(
    (finding: FindingRow) => {
      useFindingSelection.setState({ chosen: finding.id });
      const [{ frames, connection }] = placesOf(finding, capture);
      // Of what is missing in this capture the connection is shown instead.
      const isMissing = frames.length === 0 && connection !== null;
      showEvidence(isMissing ? { kind: 'connection', connection } : { kind: 'frames', frames, connection }, frames[0] ?? null);
    },
    [capture, showEvidence],
  );

  // The gravest is chosen at once; what was chosen before is shown in the words of the present language.
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new version may hold the rows that were on their way.
  useEffect(() => {
    const index = chosen === null ? -1 : pages.find(({ id }) => id === chosen);
    const shown = index >= 0 ? pages.row(index) : pages.row(0);
    onChosen(shown);
    if (shown !== null && shown.id !== chosen) choose(shown);
  }, [pages, version, chosen, choose, onChosen]);

  return (
    <DataGrid
      id="findings"
      label={t('ui.findings.grid')}
      columns={columns}
      pages={pages}
      keyOf={({ id }) => id}
      selectedKey={chosen}
      onSelect={choose}
      onActivate={openConnection}
      sort={sort}
      onSort={setSort}
      revision={progress?.findings ?? 0}
      empty={<NoFindings />}
    />
  );
}

function useFindingPages(sort: GridSort): RowPages<FindingRow> {
  const { language } = useTexts();
  const { engine } = useConnection();
  const capture = useCurrentCapture()?.capture ?? 0;
  const range = useWorkbench((state) => state.range);
  const filter = useFilter((state) => state.applied);
  const severities = useFindingSelection((state) => state.severities);
  const code = useFindingSelection((state) => state.code);
  const connection = useFindingSelection((state) => state.connection);
  const { minConfidence, severity: least } = useThresholds();
  const shown = useMemo(() => severities.filter((severity) => SEVERITIES.indexOf(severity) <= SEVERITIES.indexOf(least)), [severities, least]);
  const pages = useMemo(() => {
    const query = {
      capture,
      sort: sort.column as FindingSort,
      descending: sort.descending,
      severities: shown,
      code,
      connection,
      minConfidence,
      language,
      filter,
      ...spanOf(range),
    };
    return new RowPages<FindingRow>((from, count, signal) => engine['findings.rows']({ ...query, from, count }, signal));
  }, [engine, capture, sort, shown, code, connection, minConfidence, language, filter, range]);
  useEffect(() => () => pages.dispose(), [pages]);
  return pages;
}

/** Why there are none. */
function NoFindings() {
  const { t } = useTexts();
  const progress = useCurrentCapture();
  if (progress?.state === 'reading') return <EmptyState title={t('ui.findings.readingTitle')} advice={t('ui.findings.readingAdvice')} />;
  if ((progress?.findings ?? 0) > 0) return <EmptyState title={t('ui.findings.filteredTitle')} advice={t('ui.findings.filteredAdvice')} />;
  return <EmptyState title={t('ui.findings.emptyTitle')} advice={t('ui.findings.emptyAdvice')} />;
}

function useFindingColumns(capture: number): readonly GridColumn<FindingRow>[] {
  const { t } = useTexts();
  return useMemo(
    (): readonly GridColumn<FindingRow>[] => [
      {
        id: 'severity',
        label: t('ui.findings.severity'),
        width: 88,
        sortable: true,
        render: ({ severity }) => <SeverityLabel severity={severity} />,
      },
      {
        id: 'confidence',
        label: t('ui.findings.confidence'),
        width: 100,
        align: 'right',
        mono: true,
        sortable: true,
        render: ({ confidence }) => <Confidence value={confidence} />,
      },
      {
        id: 'time',
        label: t('ui.keepAlive.time'),
        width: 104,
        align: 'right',
        mono: true,
        sortable: true,
        render: ({ timeMs }) => formatDuration(timeMs),
      },
      { id: 'title', label: t('ui.findings.title'), width: 192, grow: true, render: ({ title }) => <NamedTitle title={title} /> },
      { id: 'code', label: t('ui.findings.code'), width: 176, mono: true, initially: false, render: ({ code }) => code },
      {
        id: 'connection',
        label: t('ui.packets.connection'),
        width: 80,
        align: 'right',
        mono: true,
        initially: false,
        render: (finding) => placesOf(finding, capture)[0].connection,
      },
    ],
    [t, capture],
  );
}

/** One line, whole in its tip. */
function NamedTitle({ title }: { readonly title: string }) {
  return (
    <span title={title}>
      <NamedText text={title} />
    </span>
  );
}
