/** A live finding in words. */
import { formatDuration } from '../base/quantity';
import type { LiveFinding } from '../contract/live';
import type { Translate } from './texts';

export function liveFindingText({ rule, data, resolved }: LiveFinding, t: Translate): { readonly title: string; readonly detail: string } {
  const shown: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(data)) {
    if (typeof value === 'number' && key.endsWith('Ms')) shown[key] = formatDuration(value >= 1000 ? Math.round(value / 100) * 100 : value);
    else shown[key] = key === 'end' ? t(`live.${String(value)}`) : value;
  }
  const detail = t(`live.rule.${rule}.detail`, shown);
  return { title: t(`live.rule.${rule}.title`, shown), detail: resolved ? `${detail} ${t('live.resolved')}` : detail };
}
