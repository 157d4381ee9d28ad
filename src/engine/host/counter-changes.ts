/** What moved between two samples of one host. */
import type { HostChange, HostSample } from '../../shared/contract/host';
import { HOST_COUNTERS } from '../../shared/contract/host-counters';

/**
 * The counters that rose, in the order of `HOST_COUNTERS`. Empty where a sample holds none, and where one fell: the host (or the namespace) began
 * anew, and nothing can be said about the time between.
 */
export function counterChanges(before: HostSample, after: HostSample): HostChange[] {
  if (before.counters === null || after.counters === null || beganAnew(before, after)) return [];
  const seconds = secondsBetween(before, after);
  const changes: HostChange[] = [];
  for (const { name, alarming } of HOST_COUNTERS) {
    const from = before.counters[name];
    const to = after.counters[name];
    if (from === undefined || to === undefined || to === from) continue;
    changes.push({ name, before: from, after: to, delta: to - from, perSecond: seconds === null ? null : (to - from) / seconds, alarming });
  }
  return changes;
}

/** A counter fell: these are not two looks at the same running kernel. */
export function beganAnew({ counters: before }: HostSample, { counters: after }: HostSample): boolean {
  if (before === null || after === null) return false;
  return Object.entries(after).some(([name, value]) => value < (before[name] ?? 0));
}

/** Null: a sample has no time, or they do not follow each other. */
function secondsBetween(before: HostSample, after: HostSample): number | null {
  if (before.timeMs === null || after.timeMs === null || after.timeMs <= before.timeMs) return null;
  return (after.timeMs - before.timeMs) / 1000;
}

/** How much a counter rose; 0 when it did not move, null when the samples do not tell. */
export function riseOf(name: string, before: HostSample, after: HostSample): number | null {
  const from = before.counters?.[name];
  const to = after.counters?.[name];
  return from === undefined || to === undefined || to < from ? null : to - from;
}
