/** Rows of one call. */
const WINDOW = 1000;
/** Rows that an exported file holds at most: what a spreadsheet takes. */
const MOST_ROWS = 1_000_000;

/** Every row of a table that the engine gives in windows. */
export async function allRows<Row>(
  read: (from: number, count: number) => Promise<{ readonly total: number; readonly rows: readonly Row[] }>,
): Promise<Row[]> {
  const all: Row[] = [];
  for (;;) {
    const { total, rows } = await read(all.length, WINDOW);
    all.push(...rows);
    if (rows.length === 0 || all.length >= Math.min(total, MOST_ROWS)) return all;
  }
}
