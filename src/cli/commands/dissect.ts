import { engineContract } from '../../shared/contract/methods';
import { copyOut } from '../copy-out';
import { type DecodeAsOptions, decodeAsOf } from '../decode-as-arguments';
import { dissectionJson } from '../dissection-json';
import { dissectionText } from '../dissection-text';
import type { Environment } from '../environment';
import { EXIT, type ExitStatus } from '../exit-status';
import { readCaptureTellingDamage, withEngine } from '../open-captures';

export interface DissectOptions extends DecodeAsOptions {
  readonly frame: number;
  readonly json?: boolean;
}

/** `tcpulse dissect FILE --frame N`: one packet, every field with its bytes. */
export async function dissect(environment: Environment, path: string, options: DissectOptions): Promise<ExitStatus> {
  return await withEngine(environment, engineContract, async (engine) => {
    const { progress, damage } = await readCaptureTellingDamage(engine, environment, path, decodeAsOf(options));
    const dissection = await engine.client['packets.dissect']({ capture: progress.capture, frame: options.frame }, environment.signal);
    const text = options.json === true ? dissectionJson(dissection) : dissectionText(dissection, environment.texts.t);
    await copyOut(one(new TextEncoder().encode(text)), environment.output);
    return damage !== null ? EXIT.readInPart : EXIT.done;
  });
}

async function* one(chunk: Uint8Array): AsyncGenerator<Uint8Array> {
  yield chunk;
}
