import { type CancelSignal, CancelSource } from '../../shared/base/cancellation';
import type { AppError } from '../../shared/contract/errors';
import { isCancelled, toAppError } from '../connection/app-error';

export interface RowWindow<Row> {
  readonly total: number;
  readonly rows: readonly Row[];
}
export type LoadRows<Row> = (from: number, count: number, signal: CancelSignal) => Promise<RowWindow<Row>>;

interface Page<Row> {
  rows: readonly Row[] | null;
  request: CancelSource | null;
  stale: boolean;
}

const PAGE_ROWS = 200;
const MAX_PAGES = 60;

/** Rows of a table that the engine holds, fetched in pages as they come in sight; what scrolls out of sight before it arrived is cancelled. */
export class RowPages<Row> {
  readonly #pages = new Map<number, Page<Row>>();
  readonly #listeners = new Set<() => void>();
  #total: number | null = null;
  #error: AppError | null = null;
  #version = 0;

  constructor(private readonly load: LoadRows<Row>) {}

  /** Null until the first answer. */
  get total(): number | null {
    return this.#total;
  }

  get error(): AppError | null {
    return this.#error;
  }

  /** Changes with every change; for `useSyncExternalStore`. */
  readonly version = (): number => this.#version;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  row(index: number): Row | null {
    return this.#pages.get(Math.floor(index / PAGE_ROWS))?.rows?.[index % PAGE_ROWS] ?? null;
  }

  /** Index of a row that is here already and fits, or -1. */
  find(fits: (row: Row) => boolean): number {
    for (const [number, page] of this.#pages) {
      const index = page.rows?.findIndex(fits) ?? -1;
      if (index >= 0) return number * PAGE_ROWS + index;
    }
    return -1;
  }

  /** Fetches what is missing of rows `[first, end)` and gives up on what lies outside. */
  want(first: number, end: number): void {
    const firstPage = Math.floor(first / PAGE_ROWS);
    const lastPage = Math.floor(Math.max(first, end - 1) / PAGE_ROWS);
    for (const [number, page] of this.#pages) {
      if (page.request && (number < firstPage || number > lastPage)) {
        page.request.cancel();
        page.request = null;
        if (!page.rows) this.#pages.delete(number);
      }
    }
    for (let number = firstPage; number <= lastPage; number++) this.#fetch(number);
    this.#forget(firstPage, lastPage);
  }

  /** The table may have grown: what is shown stays until its newer version is here. */
  refresh(first: number, end: number): void {
    for (const page of this.#pages.values()) page.stale ||= (page.rows?.length ?? 0) < PAGE_ROWS;
    this.#fetch(Math.floor(first / PAGE_ROWS), true);
    this.want(first, end);
  }

  retry(): void {
    this.#error = null;
    this.#pages.clear();
    this.#changed();
  }

  dispose(): void {
    for (const page of this.#pages.values()) page.request?.cancel();
    this.#pages.clear();
    this.#listeners.clear();
  }

  #fetch(number: number, forTotal = false): void {
    const page = this.#pages.get(number) ?? { rows: null, request: null, stale: true };
    this.#pages.delete(number);
    this.#pages.set(number, page);
    if (page.request || this.#error || !(page.stale || forTotal)) return;
    const request = new CancelSource();
    page.request = request;
    this.load(number * PAGE_ROWS, PAGE_ROWS, request).then(
      (window) => {
        if (page.request !== request) return;
        page.request = null;
        page.stale = false;
        page.rows = window.rows;
        this.#total = window.total;
        this.#changed();
      },
      (thrown) => {
        if (page.request !== request) return;
        page.request = null;
        if (isCancelled(thrown)) return;
        this.#error = toAppError(thrown);
        this.#changed();
      },
    );
  }

  /** The map is in order of use, oldest first. */
  #forget(firstPage: number, lastPage: number): void {
    for (const [number, page] of this.#pages) {
      if (this.#pages.size <= MAX_PAGES) return;
      if (number >= firstPage && number <= lastPage) continue;
      page.request?.cancel();
      this.#pages.delete(number);
    }
  }

  #changed(): void {
    this.#version++;
    for (const listener of this.#listeners) listener();
  }
}
