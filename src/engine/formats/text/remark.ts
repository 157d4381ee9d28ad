/** Lines around the packets: what tcpdump says of itself on standard error, shell prompts, fences of pasted text. */

/** Counts that tcpdump prints when it ends. */
export interface CaptureCounts {
  readonly kind: 'captured' | 'received' | 'dropped';
  readonly packets: number;
}

const COUNTS = /^\s*(\d+) packets? (captured|received by filter|dropped by (?:kernel|interface))/;
const REMARKS: readonly RegExp[] = [
  /^\s*(?:\S+: )?(?:tcpdump|windump)\b/i,
  /\b(?:listening on|reading from file|dropped privs to|verbose output suppressed|use -v)\b/,
  /^\s*(?:\^C|```|~~~|\.\.\.|--)/,
  /^\s*\S*[$#%>]\s/,
  /^[$#%>]\s*/,
];

export function readCounts(line: string): CaptureCounts | null {
  const found = COUNTS.exec(line);
  if (!found) return null;
  const word = found[2] as string;
  return { kind: word.startsWith('captured') ? 'captured' : word.startsWith('received') ? 'received' : 'dropped', packets: Number(found[1]) };
}

export function isRemark(line: string): boolean {
  return line.trim() === '' || REMARKS.some((pattern) => pattern.test(line));
}
