/** Numbers as people read them: short, with units, in the language given. */

const UNITS = ['B', 'kB', 'MB', 'GB', 'TB'] as const;

const formats = new Map<string, Intl.NumberFormat>();

/** Made once for each way of writing: making one takes longer than a hundred uses. */
export function numberFormat(language: string, options: Intl.NumberFormatOptions): Intl.NumberFormat {
  const key = `${language} ${JSON.stringify(options)}`;
  const known = formats.get(key);
  if (known) return known;
  const format = new Intl.NumberFormat(language, options);
  formats.set(key, format);
  return format;
}

/** Decimal units, three significant figures: `283 MB`. */
export function formatBytes(bytes: number, language: string): string {
  let value = bytes;
  let unit = 0;
  while (value >= 1000 && unit < UNITS.length - 1) {
    value /= 1000;
    unit++;
  }
  return `${numberFormat(language, { maximumSignificantDigits: unit === 0 ? 4 : 3 }).format(value)} ${UNITS[unit]}`;
}

export function formatCount(count: number, language: string): string {
  return numberFormat(language, {}).format(count);
}

/** As short as fits beside a name: `812`, `20K`. */
export function formatShortCount(count: number, language: string): string {
  return numberFormat(language, { notation: count < 10_000 ? 'standard' : 'compact' }).format(count);
}

/** Three significant digits, in groups: `0.25`, `27,900`. */
export function formatSignificant(value: number, language: string): string {
  return numberFormat(language, { maximumSignificantDigits: 3 }).format(value);
}

/** As short as an axis needs it, without the noise of binary fractions: `0.0003`, `800M`. */
export function formatRate(rate: number, language: string): string {
  return rate < 1 ? String(Number(rate.toPrecision(6))) : formatShortCount(rate, language);
}

/** `0.084 ms`, `12.3 ms`, `5.056 s`, `2 min 5 s`, `3 h 12 min`, `5 d 4 h`. */
export function formatDuration(ms: number): string {
  if (!Number.isFinite(ms)) return '';
  if (ms < 0) return `-${formatDuration(-ms)}`;
  if (ms < 1) return `${trim(ms.toFixed(3))} ms`;
  if (ms < 1000) return `${trim(ms.toPrecision(4))} ms`;
  if (ms < 120_000) return `${trim((ms / 1000).toFixed(3))} s`;
  const seconds = Math.round(ms / 1000);
  if (ms < 7_200_000) return joinUnits(Math.floor(seconds / 60), 'min', seconds % 60, 's');
  const minutes = Math.round(seconds / 60);
  if (ms < 172_800_000) return joinUnits(Math.floor(minutes / 60), 'h', minutes % 60, 'min');
  const hours = Math.round(minutes / 60);
  return joinUnits(Math.floor(hours / 24), 'd', hours % 24, 'h');
}

function joinUnits(high: number, highUnit: string, low: number, lowUnit: string): string {
  return low === 0 ? `${high} ${highUnit}` : `${high} ${highUnit} ${low} ${lowUnit}`;
}

function trim(text: string): string {
  return text.includes('.') ? text.replace(/\.?0+$/, '') : text;
}

const PARTS_OF_A_SECOND = ['s', 'ms', 'µs', 'ns', 'ps', 'fs'] as const;

/** The report's parts of a second as their length: `1e6` is `1 µs`, `1e7` `100 ns`; those that are no power of ten stay as they are, `1/2^20 s`. */
export function formatResolution(partsPerSecond: string): string {
  const exponent = Number(/^1e(\d+)$/.exec(partsPerSecond)?.[1] ?? Number.NaN);
  const unit = PARTS_OF_A_SECOND[Math.ceil(exponent / 3)];
  return unit === undefined ? `1/${partsPerSecond} s` : `${10 ** (Math.ceil(exponent / 3) * 3 - exponent)} ${unit}`;
}

/** `10.0.0.1:80`, `[2001:db8::1]:80`. */
export function formatEndpoint(address: string, port: number): string {
  return address.includes(':') ? `[${address}]:${port}` : `${address}:${port}`;
}

interface Ends {
  readonly client: string;
  readonly clientPort: number;
  readonly server: string;
  readonly serverPort: number;
}

/** Both ends of a connection, `10.0.0.1:40010 - 10.0.0.2:80`; `endpoint` says how one is called. */
export function formatEnds({ client, clientPort, server, serverPort }: Ends, endpoint = formatEndpoint): string {
  return `${endpoint(client, clientPort)} - ${endpoint(server, serverPort)}`;
}
