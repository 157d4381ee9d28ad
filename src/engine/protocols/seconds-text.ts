const UNITS = [
  [86_400, 'day'],
  [3_600, 'hour'],
  [60, 'minute'],
  [1, 'second'],
] as const;

/** Whole seconds as Wireshark writes them: `1 day, 2 hours`; 2^32-1 stands for no end in several protocols. */
export function secondsText(seconds: number): string {
  if (seconds === 0xffffffff) return 'infinity';
  const parts: string[] = [];
  let rest = Math.abs(seconds);
  for (const [size, unit] of UNITS) {
    const count = Math.floor(rest / size);
    rest -= count * size;
    if (count > 0) parts.push(`${count} ${unit}${count === 1 ? '' : 's'}`);
  }
  return `${seconds < 0 ? '-' : ''}${parts.join(', ') || '0 seconds'}`;
}
