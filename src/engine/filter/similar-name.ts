/** Finds what may have been meant by a name that is not known. */

const FARTHEST = 3;

/** The name that takes the fewest changed, added or left out characters, if they are few; empty when there is none. */
export function similarName(name: string, names: Iterable<string>): string {
  let best = '';
  let least = Math.min(FARTHEST, Math.ceil(name.length / 3)) + 1;
  const wanted = name.toLowerCase();
  for (const candidate of names) {
    if (Math.abs(candidate.length - wanted.length) >= least) continue;
    const distance = editDistance(wanted, candidate.toLowerCase());
    if (distance < least) {
      least = distance;
      best = candidate;
    }
  }
  return best;
}

/** Levenshtein distance. */
function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const change = (row[j - 1] as number) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(change, (row[j] as number) + 1, (next[j - 1] as number) + 1));
    }
    row = next;
  }
  return row[b.length] as number;
}
