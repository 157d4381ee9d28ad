/** The commands and their options, as commander reads them; the work is loaded when a command runs. */
import { Command, CommanderError, InvalidArgumentError, Option } from 'commander';
import { ANALYZER_IDS, type AnalyzerId } from '../shared/contract/choices';
import { addCaptureOptions, addInterfacesOptions } from './capture-arguments';
import { addDecodeAs } from './decode-as-arguments';
import type { Environment, TextOutput } from './environment';
import { EXIT, type ExitStatus } from './exit-status';
import { addBundle, addReport } from './export-arguments';
import { addHostArguments } from './host-arguments';
import { addSimulations, type SimulatedModel } from './simulate-arguments';
import { addStatisticsArguments } from './statistics-arguments';

/** The part of the environment that help and usage messages need. */
export type ProgramEnvironment = Pick<Environment, 'version' | 'texts' | 'messages'> & {
  /** Where help goes that was asked for. */
  readonly help: Pick<TextOutput, 'write'>;
};

/** What runs when the arguments are right; gets what commander parsed. */
export interface Commands {
  analyze(paths: readonly string[], options: Readonly<Record<string, unknown>>): Promise<ExitStatus>;
  packets(path: string, options: Readonly<Record<string, unknown>>): Promise<ExitStatus>;
  dissect(path: string, options: Readonly<Record<string, unknown>>): Promise<ExitStatus>;
  report(paths: readonly string[], options: Readonly<Record<string, unknown>>): Promise<ExitStatus>;
  bundle(paths: readonly string[], options: Readonly<Record<string, unknown>>): Promise<ExitStatus>;
  follow(path: string, options: Readonly<Record<string, unknown>>): Promise<ExitStatus>;
  statistics(path: string, options: Readonly<Record<string, unknown>>): Promise<ExitStatus>;
  serve(path: string | undefined, options: Readonly<Record<string, unknown>>): Promise<ExitStatus>;
  host(paths: readonly string[], options: Readonly<Record<string, unknown>>): Promise<ExitStatus>;
  capture(options: Readonly<Record<string, unknown>>): Promise<ExitStatus>;
  interfaces(options: Readonly<Record<string, unknown>>): Promise<ExitStatus>;
  simulate(model: SimulatedModel, options: Readonly<Record<string, unknown>>): Promise<ExitStatus>;
}

/** Parses the arguments (without `node` and script) and runs the command; help and usage errors are printed and told by the status. */
export async function runProgram(args: readonly string[], environment: ProgramEnvironment, commands: Commands): Promise<ExitStatus> {
  let status: ExitStatus = EXIT.done;
  const program = buildProgram(args[0], environment, commands, (result) => {
    status = result;
  });
  try {
    await program.parseAsync(args, { from: 'user' });
    return status;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.done : EXIT.usage;
    throw error;
  }
}

/** With the command that the first argument names alone, where there is one of that name: a usage text costs a hundred look-ups, and a run prints none. */
function buildProgram(
  firstArgument: string | undefined,
  environment: ProgramEnvironment,
  commands: Commands,
  finish: (status: ExitStatus) => void,
): Command {
  const { t } = environment.texts;
  const program = new Command('tcpulse')
    .description(t('cli.about'))
    .version(environment.version, '-V, --version', t('cli.option.version'))
    .option('--language <tag>', t('cli.option.language'));
  configure(program, environment);
  program.helpCommand('help [command]', t('cli.option.helpCommand')).addHelpText('after', `\n${t('cli.examples.program')}`);

  const declarations = declareCommands(environment, commands, finish);
  const names = Object.keys(declarations) as (keyof Commands)[];
  const asked = names.find((name) => name === firstArgument);
  for (const name of asked === undefined ? names : [asked]) {
    const command = program.command(name).description(t(`cli.command.${name}`));
    configure(command, environment);
    declarations[name](command.addHelpText('after', `\n${t(`cli.examples.${name}`)}`));
  }
  return program;
}

/** Arguments, options and action of each command, in the order of the help. */
function declareCommands(
  environment: ProgramEnvironment,
  commands: Commands,
  finish: (status: ExitStatus) => void,
): Readonly<Record<keyof Commands, (command: Command) => void>> {
  const { t } = environment.texts;
  return {
    analyze: (command) =>
      addDecodeAs(command, t)
        .argument('<file...>', t('cli.argument.files'))
        .addOption(new Option('--json', t('cli.option.json')).conflicts('ndjson'))
        .option('--ndjson', t('cli.option.ndjson'))
        .addOption(new Option('--fail-on <severity>', t('cli.option.failOn')).choices(['error']))
        .option('--all-connections', t('cli.option.allConnections'))
        .addOption(new Option('--price-per-gb <number>', t('cli.option.pricePerGb')).argParser((value) => parsePrice(value, environment)))
        .addOption(new Option('--without <analyzers>', t('cli.option.without')).argParser((value) => parseAnalyzers(value, environment)))
        .action(async (paths, options) => finish(await commands.analyze(paths, options))),
    packets: (command) =>
      addDecodeAs(command, t)
        .argument('<file>', t('cli.argument.file'))
        .addOption(new Option('--fields <names>', t('cli.option.fields')).argParser((value) => parseFields(value, environment)))
        .option('-Y, --filter <filter>', t('filter.cliOption'))
        .option('--json', t('cli.option.jsonLines'))
        .action(async (path, options) => finish(await commands.packets(path, options))),
    dissect: (command) =>
      addDecodeAs(command, t)
        .argument('<file>', t('cli.argument.file'))
        .addOption(new Option('--frame <number>', t('cli.option.frame')).argParser((value) => parseFrame(value, environment)).makeOptionMandatory())
        .option('--json', t('cli.option.dissectJson'))
        .action(async (path, options) => finish(await commands.dissect(path, options))),
    report: (command) => addReport(command, t, async (paths, options) => finish(await commands.report(paths, options))),
    bundle: (command) => addBundle(command, t, async (paths, options) => finish(await commands.bundle(paths, options))),
    capture: (command) => addCaptureOptions(command, t).action(async (options) => finish(await commands.capture(options))),
    interfaces: (command) => addInterfacesOptions(command, t).action(async (options) => finish(await commands.interfaces(options))),
    follow: (command) =>
      command
        .argument('<file>', t('cli.argument.file'))
        .addOption(
          new Option('--connection <number>', t('streams.option.connection'))
            .argParser((value) => parseConnection(value, environment))
            .makeOptionMandatory(),
        )
        .addOption(new Option('--hex', t('streams.option.hex')).conflicts('raw'))
        .option('--raw', t('streams.option.raw'))
        .addOption(new Option('--from <end>', t('streams.option.from')).choices(['client', 'server']))
        .action(async (path, options) => finish(await commands.follow(path, options))),
    statistics: (command) => addStatisticsArguments(command, t).action(async (path, options) => finish(await commands.statistics(path, options))),
    serve: (command) =>
      command
        .argument('[file]', t('cli.argument.openFile'))
        .addOption(new Option('--port <number>', t('cli.option.port')).argParser((value) => parsePort(value, environment)))
        .option('--root <folder>', t('cli.option.root'))
        .option('--no-open', t('cli.option.noOpen'))
        .action(async (path, options) => finish(await commands.serve(path, options))),
    host: (command) => addHostArguments(command, t).action(async (paths, options) => finish(await commands.host(paths, options))),
    simulate: (command) =>
      addSimulations(
        command,
        t,
        (model) => configure(model, environment),
        async (model, options) => finish(await commands.simulate(model, options)),
      ),
  };
}

/** Output, exit and help alike for the program and each command: a command does not inherit what is set after it was made. */
function configure(command: Command, environment: ProgramEnvironment): void {
  const { t } = environment.texts;
  command
    .exitOverride()
    .configureOutput({
      writeOut: (text) => environment.help.write(text),
      writeErr: (text) => environment.messages.write(text),
      outputError: (text, write) => write(`tcpulse: ${text.replace(/^error: /, '')}`),
    })
    .showHelpAfterError(t('cli.usage.seeHelp'))
    .helpOption('-h, --help', t('cli.option.help'))
    .configureHelp({ showGlobalOptions: true, styleTitle: (title) => t(`cli.helpTitle.${title.replace(':', '').toLowerCase()}`) });
}

function parseFields(value: string, { texts }: ProgramEnvironment): string[] {
  const names = value
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');
  if (names.length === 0) throw new InvalidArgumentError(texts.t('cli.usage.noFields'));
  return names;
}

function parseFrame(value: string, { texts }: ProgramEnvironment): number {
  if (!/^[1-9]\d{0,14}$/.test(value)) throw new InvalidArgumentError(texts.t('cli.usage.badFrame'));
  return Number(value);
}

function parseAnalyzers(value: string, { texts }: ProgramEnvironment): AnalyzerId[] {
  return value.split(',').map((name) => {
    const known = ANALYZER_IDS.find((id) => id === name.trim());
    if (known === undefined) throw new InvalidArgumentError(texts.t('cli.usage.badAnalyzer', { known: ANALYZER_IDS.join(', ') }));
    return known;
  });
}

const LARGEST_PRICE = 1e6;

function parsePrice(value: string, { texts }: ProgramEnvironment): number {
  const price = Number(value);
  if (value.trim() === '' || !(price >= 0 && price <= LARGEST_PRICE)) throw new InvalidArgumentError(texts.t('cli.usage.badPrice'));
  return price;
}

function parseConnection(value: string, { texts }: ProgramEnvironment): number {
  if (!/^\d{1,9}$/.test(value)) throw new InvalidArgumentError(texts.t('streams.usage.badConnection'));
  return Number(value);
}

const LARGEST_PORT = 65_535;

function parsePort(value: string, { texts }: ProgramEnvironment): number {
  const port = Number(value);
  if (!/^\d{1,5}$/.test(value) || port > LARGEST_PORT) throw new InvalidArgumentError(texts.t('cli.usage.badPort'));
  return port;
}
