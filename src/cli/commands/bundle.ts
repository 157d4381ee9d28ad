import { randomBytes } from 'node:crypto';
import { engineContract } from '../../shared/contract/methods';
import type { Environment } from '../environment';
import { EXIT, type ExitStatus } from '../exit-status';
import { checkPaths, withEngine } from '../open-captures';
import { openInput } from '../open-input';
import { handOut } from '../write-out';

export interface BundleCommandOptions {
  /** Standard output when absent or `-`. */
  readonly out?: string;
  readonly anonymize?: boolean;
  readonly cutPayload?: boolean;
}

const KEY_BYTES = 16;

/** `tcpulse bundle FILE…|PROJECT`: one file with the captures inside. What could not be read is left out, and told by the status. */
export async function bundle(environment: Environment, paths: readonly string[], options: BundleCommandOptions): Promise<ExitStatus> {
  checkPaths(paths, environment);
  return await withEngine(environment, engineContract, async (engine) => {
    const { project, captures, status } = await openInput(engine, environment, paths, options.out);
    if (status === EXIT.unreadable) return status;
    const anonymize = options.anonymize === true;
    const chunks = engine.client['bundle.write'](
      {
        project: { ...project, savedMs: Date.now() },
        captures: [...captures],
        options: { anonymize, cutPayload: anonymize || options.cutPayload === true },
        key: new Uint8Array(randomBytes(KEY_BYTES)),
      },
      environment.signal,
    );
    await handOut(options.out, chunks, environment);
    return status;
  });
}
