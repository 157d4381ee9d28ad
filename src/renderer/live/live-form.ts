import type { LiveSourceKind } from '../../shared/contract/choices';
import type { LiveOptions } from '../../shared/contract/live';
import type { Settings } from '../../shared/contract/settings';

/** What the dialog holds; numbers as they are typed. */
export interface LiveForm {
  readonly source: LiveSourceKind | null;
  readonly interface: string | null;
  readonly filter: string;
  readonly remote: string;
  readonly sudo: boolean;
  readonly snapLength: string;
  readonly promiscuous: boolean;
  readonly bufferMiB: string;
  readonly seconds: string;
  readonly megabytes: string;
  readonly packets: string;
  readonly ring: boolean;
  readonly ringFiles: string;
  readonly ringMegabytes: string;
  readonly ringSeconds: string;
}

const DEFAULT_BUFFER_MIB = 32;
const DEFAULT_RING_FILES = 10;

const EMPTY_FORM: LiveForm = {
  source: null,
  interface: null,
  filter: '',
  remote: '',
  sudo: false,
  snapLength: '',
  promiscuous: true,
  bufferMiB: String(DEFAULT_BUFFER_MIB),
  seconds: '',
  megabytes: '',
  packets: '',
  ring: false,
  ringFiles: String(DEFAULT_RING_FILES),
  ringMegabytes: '100',
  ringSeconds: '',
};

/** What the user set for captures to come; the filter used last where the settings name none. */
export function firstForm({ snapLength, promiscuous, filter }: Settings['capture'], lastFilter: string): LiveForm {
  return { ...EMPTY_FORM, snapLength: snapLength === 0 ? '' : String(snapLength), promiscuous, filter: filter === '' ? lastFilter : filter };
}

const BYTES_PER_MEGABYTE = 1_000_000;

/** What may stand in a field; `whole`: no fraction. */
interface NumberLimits {
  readonly least: number;
  readonly most: number;
  readonly whole: boolean;
}

const MORE_THAN_NOTHING: NumberLimits = { least: Number.MIN_VALUE, most: Number.MAX_SAFE_INTEGER, whole: false };

/** Every field may also be empty: no limit, or what it is otherwise. */
export const NUMBER_FIELDS = {
  snapLength: { least: 64, most: 262_144, whole: true },
  bufferMiB: { least: 1, most: 2048, whole: true },
  seconds: MORE_THAN_NOTHING,
  megabytes: MORE_THAN_NOTHING,
  packets: { least: 1, most: Number.MAX_SAFE_INTEGER, whole: true },
  ringFiles: { least: 2, most: 100_000, whole: true },
  ringMegabytes: MORE_THAN_NOTHING,
  ringSeconds: MORE_THAN_NOTHING,
} as const satisfies Partial<Record<keyof LiveForm, NumberLimits>>;
type NumberField = keyof typeof NUMBER_FIELDS;
const RING_FIELDS: readonly NumberField[] = ['ringFiles', 'ringMegabytes', 'ringSeconds'];

export type LiveField = NumberField | 'remote';

/** Fields with what cannot be used: nothing that was typed is passed over in silence. A ring needs to know when its next file begins. */
export function wrongFields(form: LiveForm): readonly LiveField[] {
  const asked = (Object.keys(NUMBER_FIELDS) as NumberField[]).filter((name) => form.ring || !RING_FIELDS.includes(name));
  const wrong: LiveField[] = asked.filter((name) => !isUsable(form[name], NUMBER_FIELDS[name]));
  if (form.ring && isEmpty(form.ringMegabytes) && isEmpty(form.ringSeconds)) wrong.push('ringMegabytes');
  if (!isEmpty(form.remote) && remoteOf(form) === null) wrong.push('remote');
  return wrong;
}

function isUsable(text: string, { least, most, whole }: NumberLimits): boolean {
  const value = Number(text);
  return isEmpty(text) || (value >= least && value <= most && (!whole || Number.isInteger(value)));
}

function isEmpty(text: string): boolean {
  return text.trim() === '';
}

/** Null while no interface is chosen, or a field is wrong. */
export function liveOptionsOf(form: LiveForm, elevate = false): LiveOptions | null {
  if (form.interface === null || wrongFields(form).length > 0) return null;
  const remote = remoteOf(form);
  const ring = {
    files: numberOf(form.ringFiles) ?? DEFAULT_RING_FILES,
    bytes: scaled(numberOf(form.ringMegabytes)),
    seconds: numberOf(form.ringSeconds),
  };
  return {
    source: remote === null ? form.source : 'ssh',
    remote,
    interface: form.interface,
    filter: form.filter.trim(),
    snapLength: numberOf(form.snapLength),
    promiscuous: form.promiscuous,
    bufferMiB: numberOf(form.bufferMiB) ?? DEFAULT_BUFFER_MIB,
    stopAfter: { seconds: numberOf(form.seconds), bytes: scaled(numberOf(form.megabytes)), packets: numberOf(form.packets) },
    ring: form.ring ? ring : null,
    file: null,
    elevate,
  };
}

/** `host`, `user@host`, either with `:port`. */
export function remoteOf({ remote, sudo }: LiveForm): LiveOptions['remote'] {
  const [, destination, port] = /^([^\s-][^\s]*?)(?::(\d{1,5}))?$/.exec(remote.trim()) ?? [];
  return destination === undefined ? null : { destination, port: port === undefined ? null : Number(port), sudo };
}

function numberOf(text: string): number | null {
  return isEmpty(text) ? null : Number(text);
}

function scaled(megabytes: number | null): number | null {
  return megabytes === null ? null : Math.max(4096, Math.round(megabytes * BYTES_PER_MEGABYTE));
}
