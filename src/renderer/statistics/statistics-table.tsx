import { Button } from '@blueprintjs/core';
import { Download } from '@blueprintjs/icons';
import { useState } from 'react';
import { EmptyState } from '../app/empty-state';
import { type ReadList, useListRows } from '../app/list-rows';
import { SearchedList } from '../app/searched-list';
import { spanOf, useCurrentCapture, useWorkbench } from '../app/workbench';
import { exportCsv } from '../charts/export-chart';
import { toAppError } from '../connection/app-error';
import { useConnection } from '../connection/connection';
import type { GridColumn } from '../data-grid/columns';
import { FilterMenu, openMenuAt } from '../filter-bar/filter-menu';
import { useFilter } from '../filter-bar/filter-state';
import { useDark } from '../theme/use-dark';
import { useTexts } from '../theme/use-texts';
import { allRows } from './all-rows';

interface StatisticsRow {
  readonly id: number;
  readonly filter: string;
  readonly firstFrame?: number;
  readonly connection?: number | null;
}

interface StatisticsTableProps<Row, Sort extends string> {
  readonly id: string;
  readonly label: string;
  readonly columns: readonly GridColumn<Row>[];
  /** The same function at every call. */
  readonly read: ReadList<Row, Sort>;
  /** Fields of a row in an exported file. */
  readonly fields: readonly (keyof Row & string)[];
}

/** A table of rows that each stand for packets: Enter or a double click shows these, the menu filters by them. */
export function StatisticsTable<Row extends StatisticsRow, Sort extends string>({
  id,
  label,
  columns,
  read,
  fields,
}: StatisticsTableProps<Row, Sort>) {
  const { t } = useTexts();
  const dark = useDark();
  const { engine } = useConnection();
  const capture = useCurrentCapture()?.capture ?? 0;
  const list = useListRows(id, read, 'bytes' as Sort, true);
  const [chosen, setChosen] = useState<number | null>(null);
  const exportRows = async (): Promise<void> => {
    const { search, sort } = list;
    const query = { capture, sort: sort.column as Sort, descending: sort.descending, search, filter: null, ...spanOf(useWorkbench.getState().range) };
    try {
      const rows = await allRows((from, count) => read(engine, { ...query, from, count }, { cancelled: false, onCancel: () => () => undefined }));
      exportCsv([[...fields], ...rows.map((row) => fields.map((field) => (row[field] ?? '') as string | number))], label);
    } catch (thrown) {
      useWorkbench.getState().notify(toAppError(thrown));
    }
  };
  return (
    <SearchedList
      id={id}
      list={list}
      searchLabel={t('statistics.search')}
      tools={
        <Button
          variant="minimal"
          size="small"
          icon={<Download size={14} />}
          aria-label={t('statistics.csv')}
          title={t('statistics.csv')}
          onClick={() => void exportRows()}
        />
      }
      label={label}
      columns={columns}
      keyOf={(row) => row.id}
      selectedKey={chosen}
      onSelect={(row) => {
        setChosen(row.id);
        if (row.firstFrame !== undefined) showFirst(row.connection ?? null, row.firstFrame);
      }}
      onActivate={(row) => useFilter.getState().apply(row.filter)}
      onMenu={(event, row) => openMenuAt(event, <FilterMenu t={t} test={row.filter} value={null} />, dark)}
      empty={<EmptyState title={t('statistics.emptyTitle')} advice={t('statistics.emptyAdvice')} />}
    />
  );
}

/** The dock shows the first packet of a row; over TCP among all of its connection. */
function showFirst(connection: number | null, frame: number): void {
  const { selectFrame, showEvidence } = useWorkbench.getState();
  if (connection === null) selectFrame(frame);
  else showEvidence({ kind: 'connection', connection }, frame);
}
