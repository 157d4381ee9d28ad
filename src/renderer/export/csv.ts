/** Tables for spreadsheets. */

/** What begins a formula (OWASP, CSV injection); tab and carriage return are skipped by spreadsheets that look for it. */
const FORMULA = /^[=+@\t\r-]/;
const NUMBER = /^[+-]?\d+(\.\d+)?$/;

/** A text that a spreadsheet would take for a formula with a quote before it: what a capture says is never run. */
export function harmless(text: string): string {
  return FORMULA.test(text) && !NUMBER.test(text) ? `'${text}` : text;
}

/** RFC 4180: cells that hold a comma, quote or line break are quoted. */
export function csvOf(rows: readonly (readonly (string | number)[])[]): string {
  return rows.map((row) => row.map(cellOf).join(',')).join('\r\n');
}

function cellOf(value: string | number): string {
  const text = typeof value === 'number' ? String(value) : harmless(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
