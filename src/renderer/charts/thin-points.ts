/**
 * Indices of the points that are worth drawing: all when there are at most `limit`; else, of each of `limit / 2` equal parts, the lowest and the highest, and
 * every point that `keep` names. Without this a hundred thousand probes would be drawn on some thousand px.
 */
export function thinPoints(values: ArrayLike<number>, limit: number, keep: (index: number) => boolean): number[] {
  if (values.length <= limit) return Array.from(values, (_, index) => index);
  const kept = new Set<number>();
  const part = values.length / Math.floor(limit / 2);
  for (let start = 0; start < values.length; start += part) {
    const end = Math.min(values.length, Math.floor(start + part));
    let lowest = Math.floor(start);
    let highest = lowest;
    for (let index = lowest; index < end; index++) {
      const value = values[index] ?? 0;
      if (value < (values[lowest] ?? 0) || Number.isNaN(values[lowest] ?? Number.NaN)) lowest = index;
      if (value > (values[highest] ?? 0) || Number.isNaN(values[highest] ?? Number.NaN)) highest = index;
      if (keep(index)) kept.add(index);
    }
    kept.add(lowest).add(highest);
  }
  return [...kept].sort((left, right) => left - right);
}
