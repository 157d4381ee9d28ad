/** The command line of this process. What a command needs is loaded when it runs, so that --version and --help are quick. */
import { applicationVersion } from '../platform/application-folder';
import { CancelSource } from '../shared/base/cancellation';
import { createTexts } from '../shared/locales/texts';
import { createClient } from '../shared/rpc/client';
import { CHANNEL } from '../shared/rpc/transport';
import type { CaptureArguments } from './capture-arguments';
import type { AnalyzeOptions } from './commands/analyze';
import type { BundleCommandOptions } from './commands/bundle';
import type { DissectOptions } from './commands/dissect';
import type { FollowOptions } from './commands/follow';
import type { HostOptions } from './commands/host';
import type { InterfacesOptions } from './commands/interfaces';
import type { PacketsOptions } from './commands/packets';
import type { ReportOptions } from './commands/report';
import type { ServeOptions } from './commands/serve';
import type { KeepAliveOptions } from './commands/simulate-keep-alive';
import type { QueueCommandOptions } from './commands/simulate-queue';
import type { ScheduleOptions } from './commands/simulate-schedules';
import type { StatisticsOptions } from './commands/statistics';
import type { EngineThread } from './engine-thread';
import type { Environment } from './environment';
import { EXIT, type ExitStatus, statusOfError } from './exit-status';
import { languageOf } from './language';
import { errorMessage } from './messages';
import { StreamOutput } from './output';
import { type Commands, runProgram } from './program';

/** Runs the command that `args` (without `node` and script) ask for, on this process's streams and signals. */
export async function runCommandLine(args: readonly string[], startThread: () => EngineThread): Promise<ExitStatus> {
  const texts = createTexts(languageOf(args, process.env));
  const cancellation = new CancelSource();
  const environment: Environment = {
    version: applicationVersion(),
    texts,
    output: new StreamOutput(process.stdout),
    messages: { isTerminal: process.stderr.isTTY === true, write: (text) => process.stderr.write(text) },
    signal: cancellation,
    startEngine: async (contract) => {
      const { transport, death, close } = startThread();
      return { client: createClient(contract, transport, CHANNEL.engine), death, close };
    },
  };
  const report = (error: unknown): ExitStatus => {
    process.stderr.write(`tcpulse: ${errorMessage(error, texts)}\n`);
    return statusOfError(error);
  };
  process.on('uncaughtException', (error) => process.exit(report(error)));
  cancelOnSignals(cancellation);
  return await runProgram(args, { ...environment, help: process.stdout }, commandsIn(environment)).catch(report);
}

/** The first signal cancels what is under way; the second does not wait for it. */
function cancelOnSignals(cancellation: CancelSource): void {
  const interrupt = (): void => {
    if (cancellation.cancelled) process.exit(EXIT.interrupted);
    cancellation.cancel();
  };
  process.on('SIGINT', interrupt);
  process.on('SIGTERM', interrupt);
}

function commandsIn(environment: Environment): Commands {
  return {
    analyze: async (paths, options) => (await import('./commands/analyze')).analyze(environment, paths, options as AnalyzeOptions),
    packets: async (path, options) => (await import('./commands/packets')).packets(environment, path, options as PacketsOptions),
    dissect: async (path, options) => (await import('./commands/dissect')).dissect(environment, path, options as unknown as DissectOptions),
    statistics: async (path, options) => (await import('./commands/statistics')).statistics(environment, path, options as StatisticsOptions),
    follow: async (path, options) => (await import('./commands/follow')).follow(environment, path, options as unknown as FollowOptions),
    host: async (paths, options) => (await import('./commands/host')).host(environment, paths, options as HostOptions),
    simulate: async (model, options) => {
      if (model === 'keepalive')
        return await (await import('./commands/simulate-keep-alive')).simulateKeepAlive(environment, options as KeepAliveOptions);
      if (model === 'queue') return await (await import('./commands/simulate-queue')).simulateQueue(environment, options as QueueCommandOptions);
      const schedules = await import('./commands/simulate-schedules');
      return await schedules[model === 'syn' ? 'simulateSyn' : 'simulateSynAck'](environment, options as ScheduleOptions);
    },
    report: async (paths, options) => (await import('./commands/report')).report(environment, paths, options as ReportOptions),
    bundle: async (paths, options) => (await import('./commands/bundle')).bundle(environment, paths, options as BundleCommandOptions),
    capture: async (options) => (await import('./commands/capture')).capture(environment, options as unknown as CaptureArguments),
    interfaces: async (options) => (await import('./commands/interfaces')).interfaces(environment, options as InterfacesOptions),
    serve: async (path, options) => (await import('./commands/serve')).serve(environment, path, options as unknown as ServeOptions),
  };
}
