/** The marked frame after (or before) `from`, round the end; null when none is marked. */
export function nextMark(marked: readonly number[], from: number, backwards: boolean): number | null {
  if (marked.length === 0) return null;
  const found = backwards ? marked.findLast((frame) => frame < from) : marked.find((frame) => frame > from);
  return found ?? (backwards ? marked.at(-1) : marked[0]) ?? null;
}
