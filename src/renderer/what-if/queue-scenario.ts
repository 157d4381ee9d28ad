import { create } from 'zustand';
import type { CapturedSettings, QueueScenario } from '../../shared/contract/queue-simulation';

/** As typed. `acceptEvery` in ms, empty: the application never accepts; `roundTrip` in ms, `duration` in seconds. */
export const QUEUE_FIELDS = [
  'clients',
  'rate',
  'flood',
  'backlog',
  'somaxconn',
  'acceptEvery',
  'roundTrip',
  'synAckRetries',
  'synRetries',
  'synLinear',
  'maxSynBacklog',
  'duration',
] as const;
export type QueueField = (typeof QUEUE_FIELDS)[number];

/** A listener of a capture whose clients arrive again. */
export interface CapturedListener {
  readonly capture: number;
  readonly listener: number;
  /** `192.0.2.1:80`. */
  readonly endpoint: string;
  readonly file: string;
}

export interface QueueTexts extends Readonly<Record<QueueField, string>> {
  readonly syncookies: '0' | '1' | '2';
  readonly abort: boolean;
  readonly oldKernel: boolean;
  /** Null: clients arrive at a steady rate. */
  readonly captured: CapturedListener | null;
}

/** Settings of a present Linux; clients as `tcpulse simulate queue` has them. */
export const QUEUE_DEFAULTS: QueueTexts = {
  clients: '100',
  rate: '50',
  flood: '0',
  backlog: '128',
  somaxconn: '4096',
  acceptEvery: '0',
  roundTrip: '1',
  synAckRetries: '5',
  synRetries: '6',
  synLinear: '4',
  maxSynBacklog: '2048',
  duration: '60',
  syncookies: '1',
  abort: false,
  oldKernel: false,
  captured: null,
};

/** What the model of listen queues is asked: kept while other views are looked at. */
export const useQueueTexts = create<QueueTexts>()(() => QUEUE_DEFAULTS);

interface Limits {
  readonly least: number;
  readonly most: number;
  readonly whole: boolean;
}

const RETRIES: Limits = { least: 0, most: 255, whole: true };
const QUEUE: Limits = { least: 0, most: 2 ** 31 - 1, whole: true };
const FIELD_LIMITS: Readonly<Record<QueueField, Limits>> = {
  clients: { least: 0, most: 1_000_000, whole: true },
  rate: { least: 0.001, most: 1_000_000, whole: false },
  flood: { least: 0, most: 1_000_000, whole: true },
  backlog: QUEUE,
  somaxconn: QUEUE,
  acceptEvery: { least: 0, most: 86_400_000, whole: false },
  roundTrip: { least: 0, most: 86_400_000, whole: false },
  synAckRetries: RETRIES,
  synRetries: RETRIES,
  synLinear: RETRIES,
  maxSynBacklog: QUEUE,
  duration: { least: 0.001, most: 86_400, whole: false },
};

/** SYNs that are simulated within some seconds. */
const MOST_SYNS = 1_000_000;

export function queueLimits(field: QueueField): Limits {
  return FIELD_LIMITS[field];
}

export function isValidQueueField(field: QueueField, texts: QueueTexts): boolean {
  const typed = texts[field].trim();
  if (typed === '') return field === 'acceptEvery';
  const value = Number(typed);
  const { least, most, whole } = FIELD_LIMITS[field];
  if (!Number.isFinite(value) || value < least || value > most || (whole && !Number.isInteger(value))) return false;
  return field !== 'flood' || texts.captured !== null || value * Number(texts.duration) + Number(texts.clients) <= MOST_SYNS;
}

const STEADY_FIELDS: readonly QueueField[] = ['clients', 'rate', 'flood'];

/** Fields that the present arrivals have. */
export function usedFields({ captured }: Pick<QueueTexts, 'captured'>): readonly QueueField[] {
  return captured === null ? QUEUE_FIELDS : QUEUE_FIELDS.filter((field) => !STEADY_FIELDS.includes(field));
}

/** Null when a field cannot be used. */
export function queueScenarioOf(texts: QueueTexts): QueueScenario | null {
  if (!usedFields(texts).every((field) => isValidQueueField(field, texts))) return null;
  const number = (field: QueueField): number => Number(texts[field]);
  const { captured, syncookies, abort, oldKernel } = texts;
  return {
    arrivals:
      captured === null
        ? { kind: 'steady', clients: number('clients'), ratePerSecond: number('rate'), floodPerSecond: number('flood') }
        : { kind: 'captured', capture: captured.capture, listener: captured.listener },
    backlog: number('backlog'),
    somaxconn: number('somaxconn'),
    maxSynBacklog: number('maxSynBacklog'),
    syncookies: syncookies === '0' ? 0 : syncookies === '2' ? 2 : 1,
    abortOnOverflow: abort,
    synAckRetries: number('synAckRetries'),
    synRetries: number('synRetries'),
    synLinearTimeouts: number('synLinear'),
    acceptEveryMs: texts.acceptEvery.trim() === '' ? null : number('acceptEvery'),
    roundTripMs: number('roundTrip'),
    oldKernel,
    durationMs: number('duration') * 1000,
  };
}

/** Begins with what a captured listener showed. */
export function askAboutListener(captured: CapturedListener, known: CapturedSettings): void {
  const typed = (value: number | null, other: string): string => (value === null ? other : String(Number(value.toPrecision(6))));
  useQueueTexts.setState({
    ...QUEUE_DEFAULTS,
    captured,
    backlog: typed(known.limitAtMost, QUEUE_DEFAULTS.backlog),
    acceptEvery: known.acceptEveryMs === null ? '' : typed(known.acceptEveryMs, ''),
    roundTrip: typed(known.roundTripMs, QUEUE_DEFAULTS.roundTrip),
    synAckRetries: typed(known.synAckRetries, QUEUE_DEFAULTS.synAckRetries),
    synRetries: typed(known.synRetries, QUEUE_DEFAULTS.synRetries),
    synLinear: typed(known.synLinearTimeouts, QUEUE_DEFAULTS.synLinear),
    syncookies: known.syncookies === 0 ? '0' : '1',
    abort: known.abortOnOverflow === true,
    duration: typed(known.durationMs / 1000, QUEUE_DEFAULTS.duration),
  });
}

const FLAGS: Readonly<Record<QueueField, string>> = {
  clients: '--clients',
  rate: '--rate',
  flood: '--flood',
  backlog: '--backlog',
  somaxconn: '--somaxconn',
  acceptEvery: '--accept-every',
  roundTrip: '--rtt',
  synAckRetries: '--synack-retries',
  synRetries: '--syn-retries',
  synLinear: '--syn-linear',
  maxSynBacklog: '--max-syn-backlog',
  duration: '--duration',
};

/** `tcpulse simulate queue` with the same numbers; what is as without a flag is left out. */
export function queueCommandOf(texts: QueueTexts): string {
  const { captured, syncookies, abort, oldKernel } = texts;
  const words = ['tcpulse simulate queue'];
  if (captured !== null) words.push(`--capture '${captured.file.replaceAll("'", "'\\''")}'`, `--listener ${captured.endpoint}`);
  for (const field of usedFields(texts)) {
    const typed = texts[field].trim();
    if (captured !== null || typed !== QUEUE_DEFAULTS[field]) words.push(`${FLAGS[field]} ${typed === '' ? 'never' : typed}`);
  }
  if (captured !== null || syncookies !== QUEUE_DEFAULTS.syncookies) words.push(`--syncookies ${syncookies}`);
  if (abort) words.push('--abort-on-overflow');
  if (oldKernel) words.push('--old-kernel');
  return words.join(' ');
}
