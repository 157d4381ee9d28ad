/** Options of the commands that hand something on: `report` and `bundle`. */
import { type Command, InvalidArgumentError, Option } from 'commander';
import { REPORT_DOCUMENT_FORMATS } from '../shared/contract/choices';
import type { Translate } from '../shared/locales/texts';

type Run = (paths: readonly string[], options: Readonly<Record<string, unknown>>) => Promise<void>;

export function addReport(command: Command, t: Translate, run: Run): void {
  const number = (flags: string, key: string) => new Option(flags, t(`export.option.${key}`)).argParser((value) => parseNumber(value, t));
  command
    .argument('<file...>', t('export.argument.files'))
    .addOption(new Option('--format <format>', t('export.option.format')).choices(REPORT_DOCUMENT_FORMATS))
    .option('-o, --out <file>', t('export.option.out'))
    .addOption(number('--connection <number>', 'connection').conflicts('listener'))
    .addOption(new Option('--listener <address:port>', t('export.option.listener')).argParser((value) => parseListener(value, t)))
    .addOption(number('--capture <number>', 'capture'))
    .addOption(new Option('--time-zone <name>', t('export.option.timeZone')).argParser((value) => parseTimeZone(value, t)))
    .action(run);
}

export function addBundle(command: Command, t: Translate, run: Run): void {
  command
    .argument('<file...>', t('export.argument.files'))
    .option('-o, --out <file>', t('export.option.out'))
    .option('--anonymize', t('export.option.anonymize'))
    .option('--cut-payload', t('export.option.cutPayload'))
    .action(run);
}

function parseNumber(value: string, t: Translate): number {
  if (!/^\d{1,10}$/.test(value)) throw new InvalidArgumentError(t('export.usage.badNumber'));
  return Number(value);
}

const LARGEST_PORT = 65_535;

/** `80`, `10.0.0.1:80`, `[2001:db8::1]:80`. */
export function parseListener(value: string, t: Translate): { address: string | null; port: number } {
  const match = /^(?:(?:\[([0-9a-fA-F:.]+)\]|([0-9.]+|\*)):)?(\d{1,5})$/.exec(value);
  const port = Number(match?.[3]);
  if (match === null || port > LARGEST_PORT) throw new InvalidArgumentError(t('export.usage.badListener'));
  const address = match[1]?.toLowerCase() ?? match[2] ?? null;
  return { address: address === '*' ? null : address, port };
}

function parseTimeZone(value: string, t: Translate): string {
  if (!isKnownZone(value)) throw new InvalidArgumentError(t('export.usage.badTimeZone'));
  return value;
}

/** Systems know different zones: a project may name one that this one does not. */
export function isKnownZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}
