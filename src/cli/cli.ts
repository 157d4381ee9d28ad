/** Entry of the command `tcpulse`. What a command needs is loaded when it runs, so that --version and --help are quick. */
import { applicationVersion } from '../platform/application-folder';
import { CancelSource } from '../shared/base/cancellation';
import { createTexts } from '../shared/locales/texts';
import type { AnalyzeOptions } from './commands/analyze';
import type { DissectOptions } from './commands/dissect';
import type { PacketsOptions } from './commands/packets';
import type { ServeOptions } from './commands/serve';
import type { Environment } from './environment';
import { EXIT, type ExitStatus, statusOfError } from './exit-status';
import { languageOf } from './language';
import { errorMessage } from './messages';
import { StreamOutput } from './output';
import { type Commands, runProgram } from './program';

const texts = createTexts(languageOf(process.argv.slice(2), process.env));
const cancellation = new CancelSource();

const environment: Environment = {
  version: applicationVersion(),
  texts,
  output: new StreamOutput(process.stdout),
  messages: { isTerminal: process.stderr.isTTY === true, write: (text) => process.stderr.write(text) },
  signal: cancellation,
  startEngine: async () => (await import('./engine-thread')).startEngineThread(),
};

const commands: Commands = {
  analyze: async (paths, options) => (await import('./commands/analyze')).analyze(environment, paths, options as AnalyzeOptions),
  packets: async (path, options) => (await import('./commands/packets')).packets(environment, path, options as PacketsOptions),
  dissect: async (path, options) => (await import('./commands/dissect')).dissect(environment, path, options as unknown as DissectOptions),
  serve: async (path, options) => (await import('./commands/serve')).serve(environment, path, options as unknown as ServeOptions),
};

/** The first signal cancels what is under way; the second does not wait for it. */
function interrupt(): void {
  if (cancellation.cancelled) process.exit(EXIT.interrupted);
  cancellation.cancel();
}

function report(error: unknown): ExitStatus {
  process.stderr.write(`tcpulse: ${errorMessage(error, texts)}\n`);
  return statusOfError(error);
}

process.on('SIGINT', interrupt);
process.on('SIGTERM', interrupt);
process.on('uncaughtException', (error) => process.exit(report(error)));

process.exit(await runProgram(process.argv.slice(2), { ...environment, help: process.stdout }, commands).catch(report));
