/** Intervals between probes that are defaults in the field, to compare a measured one with. Sources: the vendors' documentation. */
export const REFERENCE_INTERVALS = [
  { id: 'windows', intervalMs: 1_000 },
  { id: 'chrome', intervalMs: 45_000 },
  { id: 'linux', intervalMs: 75_000 },
  { id: 'redis', intervalMs: 100_000 },
  { id: 'awsNlb', intervalMs: 350_000 },
  { id: 'linuxIdle', intervalMs: 7_200_000 },
] as const;

type Reference = (typeof REFERENCE_INTERVALS)[number] & {
  /** Place of its name, from the left: names of neighbours that lie close are written beside each other. */
  readonly column: number;
};

/** Share of a chart's height that a name takes, about. */
const NAME_HEIGHT = 0.15;

/** Those that lie in a chart up to `topMs` without being squeezed onto its floor, the shortest first. */
export function referencesInReach(topMs: number): readonly Reference[] {
  const inReach = REFERENCE_INTERVALS.filter(({ intervalMs }) => intervalMs <= topMs && intervalMs >= topMs / 50);
  const placed: Reference[] = [];
  for (const reference of inReach) {
    const below = placed.at(-1);
    const isClose = below !== undefined && reference.intervalMs - below.intervalMs < topMs * NAME_HEIGHT;
    placed.push({ ...reference, column: isClose ? below.column + 1 : 0 });
  }
  return placed;
}
