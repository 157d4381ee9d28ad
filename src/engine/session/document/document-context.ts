/** What every part of a report to hand on knows: the captures, what the report is about, the reader's language and zone. */
import { secondsAndFraction } from '../../../shared/base/time';
import type { ReportAnnotations, ReportScope } from '../../../shared/contract/export-methods';
import type { CaptureReport } from '../../../shared/contract/report-capture';
import type { Translate } from '../../../shared/locales/texts';
import type { PlacedFinding } from '../keep-alive-between';
import type { OpenedCapture } from '../opened-capture';

export interface DocumentContext {
  readonly captures: readonly OpenedCapture[];
  readonly scope: ReportScope;
  readonly annotations: ReportAnnotations;
  readonly version: string;
  readonly language: string;
  readonly timeZone: string;
  readonly t: Translate;
}

/** A finding of capture `capture`, an index into the context's captures. */
export interface JudgedFinding extends PlacedFinding {
  /** Why the user dismissed it; null: it stands. */
  readonly dismissed: string | null;
}

/** Index of an engine's capture among those of the report. */
export function indexOf(capture: number, { captures }: DocumentContext): number {
  return captures.findIndex(({ id }) => id === capture);
}

/** Says which of several captures a connection or listener is of; they count anew in each. */
export function ofCapture({ bytes }: OpenedCapture, { captures }: DocumentContext): string {
  return captures.length > 1 ? ` (${bytes.name})` : '';
}

/** An end with the name that the user gave it: `web (10.0.0.1:80)`. */
export function end(address: string | undefined, port: number | undefined, { annotations }: DocumentContext): string {
  if (address === undefined) return '';
  const name = annotations.addresses[address];
  const plain = address.includes(':') ? `[${address}]:${port}` : `${address}:${port}`;
  return name === undefined || name === '' ? plain : `${name} (${plain})`;
}

/** A decimal string of seconds in the reader's zone; as it is where the capture holds no date. */
export function moment(time: string, timeBase: CaptureReport['timeBase'], { language, timeZone }: DocumentContext): string {
  if (timeBase !== 'epoch') return `${time} s`;
  const { seconds, fraction } = secondsAndFraction(time);
  const format = new Intl.DateTimeFormat(language, {
    timeZone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    hourCycle: 'h23',
    timeZoneName: 'short',
  });
  const date = new Date(seconds * 1000);
  if (Number.isNaN(date.getTime())) return `${time} s`;
  return format
    .formatToParts(date)
    .map(({ type, value }) => (type === 'second' && fraction !== '' ? `${value}.${fraction.slice(0, 3)}` : value))
    .join('');
}
