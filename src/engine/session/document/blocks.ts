/** What a report to hand on consists of, whatever the format it is written in. Texts are plain: a writer escapes them. */
import type { Severity } from '../../../shared/contract/finding-rows';
import type { SvgChart } from './svg-chart';

export interface Table {
  readonly caption: string;
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
  /** Places of the columns that hold numbers. */
  readonly numbers?: readonly number[];
}

export type Block =
  /** `id`: what links may point at. */
  | { readonly kind: 'heading'; readonly level: 1 | 2 | 3 | 4; readonly text: string; readonly id?: string; readonly severity?: Severity }
  | { readonly kind: 'paragraph'; readonly text: string; readonly label?: string }
  | { readonly kind: 'facts'; readonly rows: readonly (readonly [string, string])[] }
  | { readonly kind: 'table'; readonly table: Table }
  | {
      readonly kind: 'list';
      readonly label?: string;
      readonly items: readonly { readonly text: string; readonly link?: string; readonly severity?: Severity }[];
    }
  /** The same for several systems: the reader opens it for their own. */
  | { readonly kind: 'recipes'; readonly label: string; readonly items: readonly { readonly title: string; readonly text: string }[] }
  | { readonly kind: 'note'; readonly text: string }
  /** The table says the same to those who cannot see the chart, and in formats without pictures. */
  | { readonly kind: 'figure'; readonly chart: SvgChart; readonly table: Table };

/** A whole report. */
export interface ReportDocument {
  readonly title: string;
  readonly language: string;
  /** `Error`, `Warning`, `Info` in that language. */
  readonly severities: Readonly<Record<Severity, string>>;
  /** Of the line that opens a chart's table. */
  readonly asTable: string;
  readonly blocks: Iterable<Block>;
}
