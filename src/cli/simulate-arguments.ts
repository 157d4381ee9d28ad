/** Arguments of `tcpulse simulate MODEL`: one subcommand a model. */
import { type Command, InvalidArgumentError, Option } from 'commander';
import type { Translate } from '../shared/locales/texts';

export const SIMULATED_MODELS = ['keepalive', 'synack', 'syn', 'queue'] as const;
export type SimulatedModel = (typeof SIMULATED_MODELS)[number];

const MOST_RETRIES = 255;
const MOST = 1_000_000_000;

/** `configure` sets a new command up as the others are; `run` gets what commander parsed. */
export function addSimulations(
  group: Command,
  t: Translate,
  configure: (command: Command) => void,
  run: (model: SimulatedModel, options: Readonly<Record<string, unknown>>) => Promise<void>,
): void {
  const add = (model: SimulatedModel): Command => {
    const command = group.command(model).description(t(`cli.simulate.command.${model}`));
    configure(command);
    return command.option('--json', t('cli.simulate.option.json')).action((options) => run(model, options));
  };
  const count = (flags: string, key: string, most = MOST) =>
    new Option(flags, t(`cli.simulate.option.${key}`)).argParser((value) => parseCount(value, most, t));

  const seconds = (flags: string, key: string) => new Option(flags, t(`cli.simulate.option.${key}`)).argParser((value) => parseSeconds(value, t));

  add('keepalive')
    .addOption(seconds('--idle <seconds>', 'idle'))
    .addOption(seconds('--interval <seconds>', 'interval'))
    .addOption(new Option('--count <number>', t('cli.simulate.option.count')).argParser((value) => parseProbes(value, t)))
    .addOption(seconds('--user-timeout <seconds>', 'userTimeout'))
    .addOption(seconds('--device-timeout <seconds>', 'deviceTimeout'))
    .addOption(seconds('--heartbeat <seconds>', 'heartbeat'));
  add('synack').addOption(count('--retries <number>', 'retries', MOST_RETRIES));
  add('syn')
    .addOption(count('--retries <number>', 'synRetries', MOST_RETRIES))
    .addOption(count('--linear <number>', 'linear', MOST_RETRIES));
  add('queue')
    .option('--capture <file>', t('cli.simulate.option.capture'))
    .option('--listener <endpoint>', t('cli.simulate.option.listener'))
    .addOption(count('--clients <number>', 'clients'))
    .addOption(count('--rate <number>', 'rate'))
    .addOption(count('--flood <rate>', 'flood'))
    .addOption(count('--backlog <number>', 'backlog'))
    .addOption(count('--somaxconn <number>', 'somaxconn'))
    .addOption(count('--max-syn-backlog <number>', 'maxSynBacklog'))
    .addOption(new Option('--syncookies <value>', t('cli.simulate.option.syncookies')).choices(['0', '1', '2']))
    .option('--abort-on-overflow', t('cli.simulate.option.abort'))
    .addOption(count('--synack-retries <number>', 'synAckRetries', MOST_RETRIES))
    .addOption(count('--syn-retries <number>', 'synRetries', MOST_RETRIES))
    .addOption(count('--syn-linear <number>', 'linear', MOST_RETRIES))
    .addOption(new Option('--accept-every <ms>', t('cli.simulate.option.acceptEvery')).argParser((value) => parseAccept(value, t)))
    .addOption(new Option('--rtt <ms>', t('cli.simulate.option.roundTrip')).argParser((value) => parseMilliseconds(value, t)))
    .addOption(seconds('--duration <seconds>', 'duration'))
    .option('--old-kernel', t('cli.simulate.option.oldKernel'));
}

function parseCount(value: string, most: number, t: Translate): number {
  if (!/^\d{1,10}$/.test(value) || Number(value) > most) throw new InvalidArgumentError(t('cli.simulate.usage.badCount', { most }));
  return Number(value);
}

function parseAccept(value: string, t: Translate): number {
  return value === 'never' ? Number.POSITIVE_INFINITY : parseMilliseconds(value, t);
}

function parseMilliseconds(value: string, t: Translate): number {
  if (!/^\d{1,10}(\.\d+)?$/.test(value)) throw new InvalidArgumentError(t('cli.simulate.usage.badAccept'));
  return Number(value);
}

/** Seconds above 0, to the millisecond. */
function parseSeconds(value: string, t: Translate): number {
  const seconds = Number(value);
  if (!/^\d+(\.\d{1,3})?$/.test(value) || seconds <= 0 || seconds > MOST)
    throw new InvalidArgumentError(t('cli.simulate.usage.badSeconds', { most: MOST }));
  return seconds;
}

/** Linux takes 1 to 127 probes (TCP_KEEPCNT). */
const MOST_PROBES = 127;

function parseProbes(value: string, t: Translate): number {
  const count = Number(value);
  if (!/^\d{1,3}$/.test(value) || count < 1 || count > MOST_PROBES)
    throw new InvalidArgumentError(t('cli.simulate.usage.badProbes', { most: MOST_PROBES }));
  return count;
}
