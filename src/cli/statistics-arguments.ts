/** Arguments of `tcpulse statistics`. */
import { type Command, Option } from 'commander';
import { STATISTICS_LAYERS } from '../shared/contract/choices';
import type { Translate } from '../shared/locales/texts';

export function addStatisticsArguments(command: Command, t: Translate): Command {
  return command
    .argument('<file>', t('cli.argument.file'))
    .addOption(new Option('--conversations <layer>', t('statistics.option.conversations')).choices(STATISTICS_LAYERS))
    .addOption(new Option('--endpoints <layer>', t('statistics.option.endpoints')).choices(STATISTICS_LAYERS))
    .option('--hierarchy', t('statistics.option.hierarchy'))
    .option('--filter <expression>', t('statistics.option.filter'))
    .option('--json', t('statistics.option.json'));
}
