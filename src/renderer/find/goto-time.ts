/** Where in a capture a time is that a person wrote. */

/** What a capture's times are counted from. */
export interface TimeOrigin {
  /** Whole seconds since the epoch; null where the times are of no known day. */
  readonly baseSeconds: number | null;
  /** The first packet's milliseconds beyond `baseSeconds`. */
  readonly offsetMs: number;
}

/** Milliseconds since the first packet of `12.5` (seconds since it), `+12.5`, `11:02:03.5` or `2026-11-22 11:02:03` (UTC); null for what is none. */
export function parseGotoTime(text: string, { baseSeconds, offsetMs }: TimeOrigin): number | null {
  const wanted = text.trim();
  const seconds = /^\+?(\d+(?:\.\d+)?)\s*s?$/.exec(wanted);
  if (seconds) return Number(seconds[1]) * 1000;
  if (baseSeconds === null) return null;
  const first = baseSeconds * 1000 + offsetMs;
  const clock = /^(\d{1,2}):(\d{2})(?::(\d{2}(?:\.\d+)?))?$/.exec(wanted);
  if (clock) {
    const day = Math.floor(first / 86_400_000) * 86_400_000;
    const time = day + (Number(clock[1]) * 3600 + Number(clock[2]) * 60 + Number(clock[3] ?? 0)) * 1000;
    return (time < first - 1000 ? time + 86_400_000 : time) - first;
  }
  if (!/^\d{4}-\d{2}-\d{2}/.test(wanted)) return null;
  const zoned = /(?:Z|[+-]\d{2}:?\d{2})$/.test(wanted) ? wanted : `${wanted.replace(' ', 'T')}${wanted.length > 10 ? 'Z' : ''}`;
  const time = Date.parse(zoned);
  return Number.isNaN(time) ? null : time - first;
}
