/** Keep-alive settings and idle timeouts seen in the field: data with their sources in `resources/presets.json`. */
import presets from '../../../resources/presets.json';

export interface KeepAlivePreset {
  readonly id: string;
  readonly name: string;
  readonly idleMs: number;
  readonly intervalMs: number;
  /** Null: not told by the source. */
  readonly count: number | null;
  /** Bytes in a probe; null: that of the system it runs on. */
  readonly payloadBytes: number | null;
  readonly source: string;
}

/** A device on the path that forgets idle connections. */
export interface IdleTimeoutPreset {
  readonly id: string;
  readonly name: string;
  readonly timeoutMs: number;
  /** What the ends notice when it forgets: nothing, or a reset in answer to the next segment. */
  readonly then: string;
  readonly source: string;
}

export const KEEP_ALIVE_PRESETS: readonly KeepAlivePreset[] = presets.keepAlive;
export const IDLE_TIMEOUT_PRESETS: readonly IdleTimeoutPreset[] = presets.idleTimeouts;

/** Share by which an inferred duration may differ from a preset's. */
const TOLERANCE = 0.03;

/** Ids of the presets that nothing seen speaks against; needs an idle time, or an interval and a count. */
export function matchingPresets(
  seen: { readonly idleMs: number | null; readonly intervalMs: number | null; readonly count: number | null },
  payloadBytes: number,
): string[] {
  if (seen.idleMs === null && (seen.intervalMs === null || seen.count === null)) return [];
  const ids: string[] = [];
  for (const preset of KEEP_ALIVE_PRESETS) {
    if (!fits(seen.idleMs, preset.idleMs) || !fits(seen.intervalMs, preset.intervalMs)) continue;
    const counts = seen.count === null || preset.count === null || seen.count === preset.count;
    if (counts && (preset.payloadBytes === null || preset.payloadBytes === payloadBytes)) ids.push(preset.id);
  }
  return ids;
}

function fits(value: number | null, preset: number): boolean {
  return value === null || Math.abs(value - preset) <= TOLERANCE * preset;
}

/** Devices whose idle timeout lies above the longest silence that the connection survived and at or below the one that it did not. */
export function devicesBetween(survivedMs: number, fatalMs: number): readonly IdleTimeoutPreset[] {
  return IDLE_TIMEOUT_PRESETS.filter(({ timeoutMs }) => timeoutMs > survivedMs && timeoutMs <= fatalMs);
}
