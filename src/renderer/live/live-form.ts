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

const EMPTY_FORM: LiveForm = {
  source: null,
  interface: null,
  filter: '',
  remote: '',
  sudo: false,
  snapLength: '',
  promiscuous: true,
  bufferMiB: '32',
  seconds: '',
  megabytes: '',
  packets: '',
  ring: false,
  ringFiles: '10',
  ringMegabytes: '100',
  ringSeconds: '',
};

/** What the user set for captures to come; the filter used last where the settings name none. */
export function firstForm({ snapLength, promiscuous, filter }: Settings['capture'], lastFilter: string): LiveForm {
  return { ...EMPTY_FORM, snapLength: snapLength === 0 ? '' : String(snapLength), promiscuous, filter: filter === '' ? lastFilter : filter };
}

const BYTES_PER_MEGABYTE = 1_000_000;
const SHORTEST_SNAP_LENGTH = 64;
const LONGEST_SNAP_LENGTH = 262_144;
const LARGEST_BUFFER_MIB = 2048;
const DEFAULT_BUFFER_MIB = 32;

/** Null while no interface is chosen. What is no number counts as nothing. */
export function liveOptionsOf(form: LiveForm, elevate = false): LiveOptions | null {
  if (form.interface === null) return null;
  const snapLength = numberOf(form.snapLength);
  const megabytes = numberOf(form.megabytes);
  const packets = numberOf(form.packets);
  const ring = {
    files: Math.max(2, Math.floor(numberOf(form.ringFiles) ?? 2)),
    bytes: scaled(numberOf(form.ringMegabytes)),
    seconds: numberOf(form.ringSeconds),
  };
  return {
    source: form.remote.trim() === '' ? form.source : 'ssh',
    remote: remoteOf(form),
    interface: form.interface,
    filter: form.filter.trim(),
    snapLength: snapLength === null ? null : Math.min(LONGEST_SNAP_LENGTH, Math.max(SHORTEST_SNAP_LENGTH, Math.floor(snapLength))),
    promiscuous: form.promiscuous,
    bufferMiB: Math.min(LARGEST_BUFFER_MIB, Math.max(1, Math.floor(numberOf(form.bufferMiB) ?? DEFAULT_BUFFER_MIB))),
    stopAfter: { seconds: numberOf(form.seconds), bytes: scaled(megabytes), packets: packets === null ? null : Math.max(1, Math.floor(packets)) },
    ring: form.ring && (ring.bytes !== null || ring.seconds !== null) ? ring : null,
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
  const value = Number(text.trim());
  return text.trim() !== '' && Number.isFinite(value) && value > 0 ? value : null;
}

function scaled(megabytes: number | null): number | null {
  return megabytes === null ? null : Math.max(4096, Math.round(megabytes * BYTES_PER_MEGABYTE));
}
