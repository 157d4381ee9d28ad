import type { GridColumn } from '../data-grid/columns';
import { useFilter } from '../filter-bar/filter-state';
import { formatBytes, formatCount } from '../theme/format';
import { useTexts } from '../theme/use-texts';

/** Shows the packets of a row. */
export function FilterLink({ filter }: { readonly filter: string }) {
  const { t } = useTexts();
  return (
    <button
      type="button"
      className="text-link mono"
      title={t('statistics.filter')}
      onClick={(event) => {
        // The row is left, not chosen.
        event.stopPropagation();
        useFilter.getState().apply(filter);
      }}
    >
      {filter}
    </button>
  );
}

/** Columns of numbers, which all statistics are made of. */
export function numberColumns<Row>(t: (key: string) => string, language: string) {
  const column = (id: string, width: number, render: GridColumn<Row>['render']): GridColumn<Row> => ({
    id,
    label: t(`statistics.column.${id}`),
    width,
    align: 'right',
    mono: true,
    sortable: true,
    render,
  });
  return {
    column,
    count: (id: string, value: (row: Row) => number | null, width = 80): GridColumn<Row> =>
      column(id, width, (row) => {
        const number = value(row);
        return number === null ? '' : formatCount(number, language);
      }),
    bytes: (id: string, value: (row: Row) => number, width = 80): GridColumn<Row> => column(id, width, (row) => formatBytes(value(row), language)),
  };
}
