/** A table of the text report: its title, the few rows that are worth a line, and how many more there are. */
import { formatCount } from '../../shared/base/quantity';
import type { Translate } from '../../shared/locales/texts';
import { formatTable, type TextColumn } from './text-table';
import type { TopList } from './top-list';

/** Rows of each table; the rest are counted. */
export const MAX_ROWS = 20;

/** A column's title is the text `cli.report.column.<key>`. */
export interface DigestColumn {
  readonly key: string;
  readonly align: TextColumn['align'];
  /** The column is left out where no row has more to tell than a dash. */
  readonly optional?: true;
}
export const left = (key: string): DigestColumn => ({ key, align: 'left' });
export const right = (key: string): DigestColumn => ({ key, align: 'right' });

/** Title `cli.report.section.<name>`, by the number of items where it has plural forms. */
export function* section<T>(
  t: Translate,
  name: string,
  list: TopList<T>,
  columns: readonly DigestColumn[],
  cells: (item: T) => string[],
): Generator<string> {
  if (list.total === 0) return;
  yield '';
  yield t(`cli.report.section.${name}`, { total: formatCount(list.total), count: list.total });
  const rows = list.items().map(cells);
  const told = columns.map(({ optional }, index) => optional !== true || rows.some((row) => row[index] !== '-'));
  const titles = columns.map(({ key, align }) => ({ title: t(`cli.report.column.${key}`), align })).filter((_, index) => told[index]);
  const shown = rows.map((row) => row.filter((_, index) => told[index]));
  for (const line of formatTable(titles, shown)) yield `  ${line}`;
  if (list.total > list.limit) yield `  ${t('cli.report.more', { rest: formatCount(list.total - list.limit) })}`;
}
