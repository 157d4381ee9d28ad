import { engineContract } from '../../shared/contract/methods';
import { copyOut } from '../copy-out';
import { type DecodeAsOptions, decodeAsOf } from '../decode-as-arguments';
import type { Environment } from '../environment';
import { EXIT, type ExitStatus } from '../exit-status';
import { checkPaths, readCaptureTellingDamage, withEngine } from '../open-captures';

export interface PacketsOptions extends DecodeAsOptions {
  readonly fields?: readonly string[];
  readonly json?: boolean;
  /** A display filter. */
  readonly filter?: string;
}

/** `tcpulse packets FILE`: one line a packet. */
export async function packets(environment: Environment, path: string, options: PacketsOptions): Promise<ExitStatus> {
  checkPaths([path], environment);
  return await withEngine(environment, engineContract, async (engine) => {
    const { progress, damage } = await readCaptureTellingDamage(engine, environment, path, decodeAsOf(options));
    const lines = engine.client['packets.write'](
      {
        capture: progress.capture,
        fields: options.fields === undefined ? null : [...options.fields],
        format: options.json === true ? 'json' : 'text',
        filter: options.filter ?? null,
      },
      environment.signal,
    );
    await copyOut(lines, environment.output);
    return damage !== null ? EXIT.readInPart : EXIT.done;
  });
}
