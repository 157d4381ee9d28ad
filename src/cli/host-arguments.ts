/** Arguments of `tcpulse host`. */
import { type Command, InvalidArgumentError, Option } from 'commander';
import { MAX_HOST_INTERVAL_MS, MIN_HOST_INTERVAL_MS, NETNS_NAME, SSH_DESTINATION } from '../shared/contract/choices';
import type { Translate } from '../shared/locales/texts';

export function addHostArguments(command: Command, t: Translate): Command {
  const option = (flags: string, key: string) => new Option(flags, t(`cli.host.option.${key}`));
  return command
    .argument('[file...]', t('cli.host.argument'))
    .addOption(option('--watch', 'watch'))
    .addOption(option('--json', 'json'))
    .addOption(option('--netns <name>', 'netns').argParser((value) => parseTarget(value, 'netns', t('cli.host.usage.badNetns'))))
    .addOption(option('--ssh <destination>', 'ssh').argParser((value) => parseTarget(value, 'ssh', t('cli.host.usage.badSsh'))))
    .addOption(option('--interval <ms>', 'interval').argParser((value) => parseInterval(value, t)))
    .addOption(option('--capture <file>', 'capture'));
}

function parseTarget(value: string, part: 'netns' | 'ssh', problem: string): string {
  if (!(part === 'netns' ? NETNS_NAME : SSH_DESTINATION).test(value)) throw new InvalidArgumentError(problem);
  return value;
}

function parseInterval(value: string, t: Translate): number {
  const ms = Number(value);
  if (!/^\d{1,5}$/.test(value) || ms < MIN_HOST_INTERVAL_MS || ms > MAX_HOST_INTERVAL_MS)
    throw new InvalidArgumentError(t('cli.host.usage.badInterval'));
  return ms;
}
