import { printable } from '../../shared/base/printable';
import { engineContract } from '../../shared/contract/methods';
import type { End } from '../../shared/contract/report';
import type { StreamSegment } from '../../shared/contract/stream-methods';
import type { Translate } from '../../shared/locales/texts';
import { copyOut } from '../copy-out';
import { type DecodeAsOptions, decodeAsOf } from '../decode-as-arguments';
import { hexLines } from '../dissection-text';
import type { Environment } from '../environment';
import { EXIT, type ExitStatus } from '../exit-status';
import { readCaptureTellingDamage, withEngine } from '../open-captures';

export interface FollowOptions extends DecodeAsOptions {
  readonly connection: number;
  readonly hex?: boolean;
  readonly raw?: boolean;
  readonly from?: End;
}

/** `tcpulse follow FILE --connection N`: what both ends sent, in order. */
export async function follow(environment: Environment, path: string, options: FollowOptions): Promise<ExitStatus> {
  return await withEngine(environment, engineContract, async (engine) => {
    const { progress, damage } = await readCaptureTellingDamage(engine, environment, path, decodeAsOf(options));
    const { capture } = progress;
    const { connection } = options;
    const stream = engine.client['streams.follow']({ capture, connection, limitBytes: null }, environment.signal);
    await copyOut(written(stream, options, environment.texts.t), environment.output);
    return damage !== null ? EXIT.readInPart : EXIT.done;
  });
}

async function* written(
  stream: AsyncIterable<{ readonly segments: readonly StreamSegment[] }>,
  options: FollowOptions,
  t: Translate,
): AsyncGenerator<Uint8Array> {
  const encoder = new TextEncoder();
  for await (const { segments } of stream) {
    for (const segment of segments) {
      if (options.from !== undefined && segment.from !== options.from) continue;
      if (options.raw === true) yield segment.bytes;
      else yield encoder.encode(segmentText(segment, options.hex === true, t));
    }
  }
}

/** UTF-8, line by line; control characters are named. */
function textLines(bytes: Uint8Array): string[] {
  return new TextDecoder()
    .decode(bytes)
    .replace(/\r?\n$/, '')
    .split(/\r?\n/)
    .map(printable);
}

/** A line on who sent it and when, what is missing before it, then the bytes. */
function segmentText({ from, frame, timeMs, missing, bytes }: StreamSegment, hex: boolean, t: Translate): string {
  const time = timeMs === null ? '' : `  ${(timeMs / 1000).toFixed(6)} s`;
  const lines = [`${from === 'client' ? '>' : '<'} ${t(`streams.end.${from}`)}  #${frame}${time}  ${t('streams.bytes', { count: bytes.length })}`];
  if (missing > 0) lines.unshift(`! ${t('streams.missing', { count: missing })}`);
  lines.push(...(hex ? hexLines(bytes) : textLines(bytes)));
  return `${lines.join('\n')}\n\n`;
}
