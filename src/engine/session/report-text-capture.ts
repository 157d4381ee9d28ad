/** What was read, and what was wrong with it, as lines of text. */
import { formatBytes, formatCount, formatDuration } from '../../shared/base/quantity';
import { secondsAndFraction } from '../../shared/base/time';
import type { CaptureReport } from '../../shared/contract/report-capture';
import type { Translate } from '../../shared/locales/texts';

/** Issues shown; the rest are counted. */
const MAX_ISSUES = 20;
/** Interfaces shown; a router's capture may have hundreds. */
const MAX_INTERFACES = 8;

/** The lines about one capture, the first of them its path, behind its `index` where there are several: connections and findings name it. */
export function* captureLines(capture: CaptureReport, index: number | null, t: Translate): Generator<string> {
  const path = capture.path === '-' ? t('cli.report.standardInput') : capture.path;
  yield index === null ? path : `${t('cli.report.captureNumber', { capture: index })}: ${path}`;
  const read = { format: capture.format, packets: formatCount(capture.packets), bytes: formatBytes(capture.bytes), count: capture.packets };
  yield `  ${t('cli.report.read', read)}`;
  const times = timeLine(capture, t);
  if (times !== null) yield `  ${times}`;
  for (const item of capture.interfaces.slice(0, MAX_INTERFACES)) yield `  ${interfaceLine(item, t)}`;
  yield* remainder(capture.interfaces.length, MAX_INTERFACES, t);
  if (capture.duplicateFrames > 0)
    yield `  ${t('cli.report.duplicates', { frames: formatCount(capture.duplicateFrames), count: capture.duplicateFrames })}`;
  if (capture.issues.length === 0) return;
  yield `  ${t('cli.report.issues', { issues: formatCount(capture.issues.length) })}`;
  for (const issue of capture.issues.slice(0, MAX_ISSUES)) {
    const text = t(`issue.${issue.code}`, { frame: issue.frame ?? '-', offset: issue.offset, detail: issue.detail });
    yield `    ${issue.code}: ${text}`;
  }
  yield* remainder(capture.issues.length, MAX_ISSUES, t);
}

function* remainder(total: number, shown: number, t: Translate): Generator<string> {
  if (total > shown) yield `    ${t('cli.report.more', { rest: formatCount(total - shown) })}`;
}

function interfaceLine(item: CaptureReport['interfaces'][number], t: Translate): string {
  const title = item.name === null ? 'cli.report.interface' : 'cli.report.namedInterface';
  const parts = [t(title, { id: item.id, name: item.name, linkType: item.linkType })];
  if (item.snapLength > 0) parts.push(t('cli.report.snapLength', { bytes: formatCount(item.snapLength) }));
  if (item.dropped !== null && item.dropped > 0) parts.push(t('cli.report.dropped', { packets: formatCount(item.dropped), count: item.dropped }));
  return parts.join(', ');
}

function timeLine(capture: CaptureReport, t: Translate): string | null {
  if (capture.firstTime === null || capture.lastTime === null) return null;
  const durationMs = (Number(capture.lastTime) - Number(capture.firstTime)) * 1000;
  const first = formatTime(capture.firstTime, capture.timeBase);
  const last = formatTime(capture.lastTime, capture.timeBase);
  return t(`cli.report.times.${capture.timeBase}`, { first, last, duration: formatDuration(roundToMicroseconds(durationMs)) });
}

/** Doubles hold the seconds of today to about a quarter of a microsecond: less than that is noise in a difference. */
function roundToMicroseconds(ms: number): number {
  return Math.round(ms * 1000) / 1000;
}

const SECONDS_PER_DAY = 86_400;
/** What Date can show (ECMAScript 2023, 21.4.1.1). */
const MAX_DATE_SECONDS = 8.64e12;

/** A decimal string of seconds as a UTC date and time, as a time of day, or as it is. The digits of the fraction are kept. */
export function formatTime(time: string, timeBase: CaptureReport['timeBase']): string {
  const { seconds, fraction } = secondsAndFraction(time);
  if (timeBase === 'relative' || Math.abs(seconds) > MAX_DATE_SECONDS) return `${time} s`;
  const text = new Date(seconds * 1000).toISOString();
  const [date = '', clock = ''] = text.split('T');
  const digits = clock.slice(0, 'hh:mm:ss'.length) + (fraction === '' ? '' : `.${fraction}`);
  if (timeBase === 'epoch') return `${date} ${digits}`;
  const days = Math.floor(seconds / SECONDS_PER_DAY);
  return days > 0 ? `${digits} (+${days} d)` : digits;
}
