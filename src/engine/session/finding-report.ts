/** A finding in words. */
import { formatBytes, formatDuration } from '../../shared/base/quantity';
import type { FindingReport } from '../../shared/contract/report';
import type { Translate } from '../../shared/locales/texts';
import type { Finding } from '../analyzers/analyzer';
import { adviceText } from './finding-advice';

/** `capture`: index in the report. The words are those of `t`. */
export function findingReport(finding: Finding, capture: number, t: Translate): FindingReport {
  const { wording, ruledOut, applicationSees, ...rest } = finding;
  const words = shownData(finding.data, t);
  const context = wording === undefined ? {} : { context: wording };
  const text = (part: 'title' | 'detail' | 'advice') => t(`finding.${finding.code}.${part}`, { ...words, ...context });
  return {
    ...rest,
    capture,
    ruledOut: ruledOut.map(({ reason, data }) => ({
      alternative: t(`finding.ruledOut.${reason}.alternative`, { ...words, ...shownData(data ?? {}, t) }),
      because: t(`finding.ruledOut.${reason}.because`, { ...words, ...shownData(data ?? {}, t) }),
    })),
    applicationSees: applicationSees === null ? null : t(`finding.sees.${applicationSees}`, words),
    title: text('title'),
    detail: text('detail'),
    advice: adviceText(finding, text('advice'), t),
  };
}

/** Durations and byte counts with their units, ends by name. */
function shownData(data: Readonly<Record<string, unknown>>, t: Translate): Record<string, unknown> {
  const shown: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(data)) {
    if (typeof value === 'number' && key.endsWith('Ms')) shown[key] = formatDuration(rounded(value));
    else if (typeof value === 'number' && key.endsWith('Bytes')) shown[key] = formatBytes(value);
    else if (value === 'client' || value === 'server') shown[key] = t(`finding.end.${value}`);
    else if (value === null) shown[key] = t('finding.unknown');
    else shown[key] = Array.isArray(value) ? value.join(', ') : value;
  }
  return shown;
}

/** Whole milliseconds above one second: what is said of timers is never finer. */
function rounded(ms: number): number {
  return Math.abs(ms) >= 1000 ? Math.round(ms) : ms;
}
