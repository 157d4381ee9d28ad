/** The options of `tcpulse capture` and `tcpulse interfaces`, as commander reads them. */
import { type Command, InvalidArgumentError, Option } from 'commander';
import { LIVE_SOURCES, LIVE_THRESHOLD_LIMITS, LIVE_THRESHOLDS, type LiveThreshold } from '../shared/contract/choices';
import type { LiveRemote, LiveRing, LiveThresholds } from '../shared/contract/live';
import type { Translate } from '../shared/locales/texts';

export interface CaptureArguments {
  readonly interface: string;
  readonly filter: string;
  readonly write?: string;
  readonly samples?: string;
  readonly ring?: LiveRing;
  readonly duration?: number;
  readonly packets?: number;
  readonly size?: number;
  readonly snapLength?: number;
  readonly buffer: number;
  readonly promiscuous: boolean;
  readonly source?: (typeof LIVE_SOURCES)[number];
  readonly remote?: LiveRemote;
  readonly sudo?: boolean;
  readonly threshold: LiveThresholds;
  readonly json?: boolean;
}

/** Of the kernel's buffer, in MiB: some seconds of a busy gigabit link in small packets. */
const BUFFER_MIB = 32;
const UNITS: Readonly<Record<string, number>> = {
  '': 1,
  k: 1e3,
  kb: 1e3,
  kib: 1024,
  m: 1e6,
  mb: 1e6,
  mib: 1024 ** 2,
  g: 1e9,
  gb: 1e9,
  gib: 1024 ** 3,
};
const SHORTEST_SNAP_LENGTH = 64;
const LONGEST_SNAP_LENGTH = 262_144;
const LARGEST_PORT = 65_535;

export function addCaptureOptions(command: Command, t: Translate): Command {
  const text = (name: string): string => t(`cli.capture.option.${name}`);
  const number = (name: string, least: number, most: number) => (value: string) => parseNumber(value, t(`cli.capture.bad.${name}`), least, most);
  return command
    .addOption(new Option('-i, --interface <name>', text('interface')).makeOptionMandatory())
    .addOption(new Option('-f, --filter <expression>', text('filter')).default('', ''))
    .addOption(new Option('-w, --write <file>', text('write')).argParser((value) => parseFileName(value, t)))
    .addOption(new Option('--samples <file>', text('samples')).argParser((value) => parseFileName(value, t)))
    .addOption(new Option('--ring <limits>', text('ring')).argParser((value) => parseRing(value, t)))
    .addOption(new Option('--duration <seconds>', text('duration')).argParser(number('duration', 0.001, 1e9)))
    .addOption(new Option('--packets <number>', text('packets')).argParser((value) => Math.floor(number('packets', 1, 1e15)(value))))
    .addOption(new Option('--size <bytes>', text('size')).argParser((value) => parseBytes(value, t)))
    .addOption(
      new Option('--snap-length <bytes>', text('snapLength')).argParser((value) =>
        Math.floor(number('snapLength', SHORTEST_SNAP_LENGTH, LONGEST_SNAP_LENGTH)(value)),
      ),
    )
    .addOption(new Option('--buffer <MiB>', text('buffer')).argParser((value) => Math.floor(number('buffer', 1, 2048)(value))).default(BUFFER_MIB))
    .option('--no-promiscuous', text('noPromiscuous'))
    .addOption(new Option('--source <name>', text('source')).choices(LIVE_SOURCES))
    .addOption(remoteOption(t))
    .option('--sudo', text('sudo'))
    .addOption(
      new Option('--threshold <name=value>', text('threshold'))
        .argParser((value, known: LiveThresholds) => parseThreshold(value, known, t))
        .default(
          LIVE_THRESHOLDS,
          Object.entries(LIVE_THRESHOLDS)
            .map((pair) => pair.join('='))
            .join(' '),
        ),
    )
    .option('--json', text('json'));
}

export function addInterfacesOptions(command: Command, t: Translate): Command {
  return command
    .addOption(new Option('--source <name>', t('cli.capture.option.source')).choices(LIVE_SOURCES))
    .addOption(remoteOption(t))
    .option('--sudo', t('cli.capture.option.sudo'))
    .option('--json', t('cli.capture.option.interfacesJson'));
}

function remoteOption(t: Translate): Option {
  return new Option('--remote <host>', t('cli.capture.option.remote')).argParser((value) => parseRemote(value, t));
}

function parseNumber(value: string, problem: string, least: number, most: number): number {
  const number = Number(value);
  if (!/^\d+(\.\d+)?$/.test(value) || number < least || number > most) throw new InvalidArgumentError(problem);
  return number;
}

/** tcpdump and dumpcap write to standard output when the file is `-`; ours holds what is found. */
function parseFileName(value: string, t: Translate): string {
  if (value === '-') throw new InvalidArgumentError(t('cli.capture.bad.standardOutput'));
  return value;
}

/** `10MB`, `64KiB`, `1000`. */
export function parseBytes(value: string, t: Translate): number {
  const [, digits, unit = ''] = /^(\d+(?:\.\d+)?)\s*([a-z]*)$/i.exec(value) ?? [];
  const factor = UNITS[unit.toLowerCase()];
  const bytes = Math.floor(Number(digits) * (factor ?? Number.NaN));
  if (!(bytes >= 1) || !Number.isSafeInteger(bytes)) throw new InvalidArgumentError(t('cli.capture.bad.size'));
  return bytes;
}

/** `files:5,size:10MB,duration:60`: any of the three, a size or a duration at least. */
export function parseRing(value: string, t: Translate): LiveRing {
  const ring: { files: number | null; bytes: number | null; seconds: number | null } = { files: null, bytes: null, seconds: null };
  const problem = t('cli.capture.bad.ring');
  for (const part of value.split(',')) {
    const [name, limit = ''] = part.split(':', 2);
    if (name === 'files') ring.files = Math.floor(parseNumber(limit, problem, 2, 100_000));
    else if (name === 'size') ring.bytes = Math.max(4096, parseBytes(limit, t));
    else if (name === 'duration') ring.seconds = parseNumber(limit, problem, 0.1, 1e9);
    else throw new InvalidArgumentError(problem);
  }
  if (ring.bytes === null && ring.seconds === null) throw new InvalidArgumentError(problem);
  return ring;
}

/** `probeUnansweredMs=500`, beside what was set before it. */
export function parseThreshold(value: string, known: LiveThresholds, t: Translate): LiveThresholds {
  const [name = '', limit = ''] = value.split('=', 2);
  const limits = isThreshold(name) ? LIVE_THRESHOLD_LIMITS[name] : null;
  const problem = t('cli.capture.bad.threshold', { names: Object.keys(LIVE_THRESHOLD_LIMITS).join(', ') });
  if (limits === null) throw new InvalidArgumentError(problem);
  const number = parseNumber(limit, problem, limits.least, limits.most);
  if (limits.whole && !Number.isInteger(number)) throw new InvalidArgumentError(problem);
  return { ...known, [name]: number };
}

function isThreshold(name: string): name is LiveThreshold {
  return Object.hasOwn(LIVE_THRESHOLD_LIMITS, name);
}

/** `host:port`, `user@[2001:db8::1]:port`: an address of several colons has a port only behind its brackets. */
const HOST_AND_PORT = /^([^\s:]+):(\d{1,5})$/;
const BRACKETED = /^([^\s[\]]*)\[([^\s[\]]+)\](?::(\d{1,5}))?$/;

/** `user@host`, `host:port`, an IPv6 address, a name of ssh's configuration. */
function parseRemote(value: string, t: Translate): LiveRemote {
  const [, user, address, bracketedPort] = BRACKETED.exec(value) ?? [];
  const [, host = value, plainPort] = HOST_AND_PORT.exec(value) ?? [];
  const destination = address === undefined ? host : `${user}${address}`;
  const port = address === undefined ? plainPort : bracketedPort;
  const number = Number(port ?? 1);
  if (!/^[^-\s][^\s]*$/.test(destination) || number < 1 || number > LARGEST_PORT) throw new InvalidArgumentError(t('cli.capture.bad.remote'));
  return { destination, port: port === undefined ? null : number, sudo: false };
}
