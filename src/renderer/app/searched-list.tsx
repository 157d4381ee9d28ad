import type { ReactNode } from 'react';
import { DataGrid, type DataGridProps } from '../data-grid/data-grid';
import type { ListRows } from './list-rows';
import { SearchField } from './search-field';

type GridProps<Row> = Omit<DataGridProps<Row>, 'pages' | 'sort' | 'onSort'>;

interface SearchedListProps<Row> extends GridProps<Row> {
  readonly list: ListRows<Row>;
  readonly searchLabel: string;
  /** Behind the search field. */
  readonly tools?: ReactNode;
}

/** A list that is sorted and searched by the engine: a search field over a grid. */
export function SearchedList<Row>({ list, searchLabel, tools, ...grid }: SearchedListProps<Row>) {
  return (
    <div className="searched-grid">
      <div className="grid-tools">
        <SearchField label={searchLabel} initial={list.search} onSearch={list.setSearch} />
        {tools}
      </div>
      <DataGrid {...grid} pages={list.pages} sort={list.sort} onSort={list.setSort} />
    </div>
  );
}
