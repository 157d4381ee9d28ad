import { type CaptureContract, captureContract } from '../../shared/contract/capture-methods';
import type { AnalyzerId } from '../../shared/contract/choices';
import { copyOut } from '../copy-out';
import { type DecodeAsOptions, decodeAsOf } from '../decode-as-arguments';
import type { Engine, Environment } from '../environment';
import { EXIT, type ExitStatus } from '../exit-status';
import { checkPaths, type ReadCapture, readCapture, readOrTell, withEngine } from '../open-captures';

export interface AnalyzeOptions extends DecodeAsOptions {
  readonly json?: boolean;
  readonly ndjson?: boolean;
  readonly failOn?: 'error';
  readonly allConnections?: boolean;
  /** Of a metered link, in any currency. */
  readonly pricePerGb?: number;
  readonly without?: readonly AnalyzerId[];
}

/** `tcpulse analyze FILE…`: one report of all files that can be read; a message for each that cannot. */
export async function analyze(environment: Environment, paths: readonly string[], options: AnalyzeOptions): Promise<ExitStatus> {
  checkPaths(paths, environment);
  return await withEngine(environment, captureContract, async (engine) => {
    const { captures, failure } = await readAll(engine, environment, paths, options);
    if (captures.length === 0) return failure ?? EXIT.unreadable;
    const report = engine.client['report.write'](
      {
        captures: captures.map(({ progress }) => progress.capture),
        format: options.json === true ? 'json' : options.ndjson === true ? 'ndjson' : 'text',
        allConnections: options.allConnections === true,
        pricePerGb: options.pricePerGb ?? null,
        language: environment.texts.language,
      },
      environment.signal,
    );
    await copyOut(report, environment.output);
    if (options.failOn === 'error' && captures.some(({ progress }) => progress.errorFindings > 0)) return EXIT.findings;
    return failure !== null || captures.some(({ damage }) => damage !== null) ? EXIT.readInPart : EXIT.done;
  });
}

/** Reads one file after the other. `failure`: exit status of the first that could not be read, null when all could. */
async function readAll(
  engine: Engine<CaptureContract>,
  environment: Environment,
  paths: readonly string[],
  options: AnalyzeOptions,
): Promise<{ captures: ReadCapture[]; failure: ExitStatus | null }> {
  const captures: ReadCapture[] = [];
  let failure: ExitStatus | null = null;
  for (const path of paths) {
    const read = await readOrTell(readCapture(engine, environment, path, decodeAsOf(options), options.without), environment);
    if (typeof read === 'number') failure ??= read;
    else captures.push(read);
  }
  return { captures, failure };
}
