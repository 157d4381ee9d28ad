/** Intervals between probes that are defaults in the field, to compare a measured one with. Sources: the vendors' documentation. */
export const REFERENCE_INTERVALS = [
  { id: 'windows', intervalMs: 1_000 },
  { id: 'chrome', intervalMs: 45_000 },
  { id: 'linux', intervalMs: 75_000 },
  { id: 'redis', intervalMs: 100_000 },
  { id: 'awsNlb', intervalMs: 350_000 },
  { id: 'linuxIdle', intervalMs: 7_200_000 },
] as const;

/** Those that lie in a chart up to `topMs` without being squeezed onto its floor. */
export function referencesInReach(topMs: number): readonly (typeof REFERENCE_INTERVALS)[number][] {
  return REFERENCE_INTERVALS.filter(({ intervalMs }) => intervalMs <= topMs && intervalMs >= topMs / 50);
}
