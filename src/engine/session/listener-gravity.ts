import type { ListenerVerdict } from '../../shared/contract/report-listener';

/** Verdicts from the most telling to the least. */
const MOST_TELLING_FIRST: readonly ListenerVerdict[] = [
  'accept-queue-overflow',
  'syn-queue-overflow',
  'syn-flood',
  'closed',
  'half-open',
  'lossy-path',
  'filtered',
  'refused',
  'defer-accept',
  'unknown',
  'healthy',
];

/** Place of a verdict among all, from the most telling, 0, on. */
export function verdictPlace(verdict: ListenerVerdict): number {
  return MOST_TELLING_FIRST.indexOf(verdict);
}
