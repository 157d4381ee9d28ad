import { Button } from '@blueprintjs/core';
import { Download } from '@blueprintjs/icons';
import { useEffect, useMemo, useState } from 'react';
import type { HierarchyNode, StatisticsScope } from '../../shared/contract/statistics';
import { EmptyState } from '../app/empty-state';
import { ErrorState } from '../app/error-state';
import { useCurrentCapture } from '../app/workbench';
import { exportCsv } from '../charts/export-chart';
import { useQuery } from '../connection/use-query';
import type { GridColumn } from '../data-grid/columns';
import { DataGrid } from '../data-grid/data-grid';
import { RowPages } from '../data-grid/row-pages';
import { FilterMenu, openMenuAt } from '../filter-bar/filter-menu';
import { useFilter } from '../filter-bar/filter-state';
import { numberFormat } from '../theme/format';
import { useDark } from '../theme/use-dark';
import { useTexts } from '../theme/use-texts';
import { FilterLink, numberColumns } from './statistics-columns';

const INDENT_PX = 16;
const SHARE_PX = 48;
const FIELDS = ['depth', 'protocol', 'packets', 'bytes', 'endPackets', 'endBytes', 'filter'] as const;

type HierarchyRow = HierarchyNode & { readonly place: number };

/** Which protocols lie in which, by the share of the packets that hold them. Not sorted otherwise: a row belongs to the one above it. */
export function HierarchyTable({ scope, revision }: { readonly scope: StatisticsScope; readonly revision: number }) {
  const { t } = useTexts();
  const dark = useDark();
  const capture = useCurrentCapture()?.capture ?? 0;
  const [chosen, setChosen] = useState<number | null>(null);
  const { value, error, reload } = useQuery(
    `hierarchy ${JSON.stringify([capture, scope])}`,
    ({ engine }, signal) => engine['statistics.hierarchy']({ capture, ...scope }, signal),
    revision,
  );
  const pages = useMemo(() => {
    const rows = (value?.nodes ?? []).map((node, place): HierarchyRow => ({ ...node, place }));
    return new RowPages<HierarchyRow>(async (from, count) => ({ total: rows.length, rows: rows.slice(from, from + count) }));
  }, [value]);
  useEffect(() => () => pages.dispose(), [pages]);
  const columns = useHierarchyColumns(value?.packets ?? 0, value?.bytes ?? 0);
  if (error) return <ErrorState error={error} onRetry={reload} />;
  if (!value) return <EmptyState title={t('ui.view.loading')} />;
  const label = t('statistics.hierarchyGrid');
  return (
    <div className="searched-grid">
      <div className="grid-tools">
        <Button
          variant="minimal"
          size="small"
          icon={<Download size={14} />}
          aria-label={t('statistics.csv')}
          title={t('statistics.csv')}
          onClick={() => exportCsv([[...FIELDS], ...value.nodes.map((node) => FIELDS.map((field) => node[field]))], label)}
        />
      </div>
      <DataGrid
        id="hierarchy"
        label={label}
        columns={columns}
        pages={pages}
        keyOf={({ place }) => place}
        selectedKey={chosen}
        onSelect={({ place }) => setChosen(place)}
        onActivate={({ filter }) => useFilter.getState().apply(filter)}
        onMenu={(event, { filter }) => openMenuAt(event, <FilterMenu t={t} test={filter} value={null} />, dark)}
        empty={<EmptyState title={t('statistics.emptyTitle')} />}
      />
    </div>
  );
}

function useHierarchyColumns(packets: number, bytes: number): readonly GridColumn<HierarchyRow>[] {
  const { t, language } = useTexts();
  return useMemo((): readonly GridColumn<HierarchyRow>[] => {
    const numbers = numberColumns<HierarchyRow>(t, language);
    const percent = numberFormat(language, { style: 'percent', maximumFractionDigits: 1 });
    const share = (id: string, of: number, value: (row: HierarchyRow) => number): GridColumn<HierarchyRow> =>
      numbers.column(id, 120, (row) => {
        const part = of === 0 ? 0 : value(row) / of;
        return (
          <>
            <span className="hierarchy-share" style={{ width: part * SHARE_PX }} />
            {percent.format(part)}
          </>
        );
      });
    const columns = [
      share('share', packets, (row) => row.packets),
      numbers.count('packets', (row) => row.packets),
      share('byteShare', bytes, (row) => row.bytes),
      numbers.bytes('bytes', (row) => row.bytes),
      numbers.count('endPackets', (row) => row.endPackets, 104),
      numbers.bytes('endBytes', (row) => row.endBytes, 96),
    ];
    return [
      {
        id: 'protocol',
        label: t('statistics.column.protocol'),
        width: 280,
        render: ({ depth, title, protocol }) => (
          <span title={protocol} style={{ paddingLeft: depth * INDENT_PX }}>
            {title}
          </span>
        ),
      },
      ...columns.map((column) => ({ ...column, sortable: false })),
      { id: 'filter', label: t('statistics.column.filter'), width: 160, grow: true, render: ({ filter }) => <FilterLink filter={filter} /> },
    ];
  }, [t, language, packets, bytes]);
}
