/** Entry of the recorder's process: it outlives its owner for as long as it takes to write what has arrived. */
import { AppError } from '../../shared/contract/errors';
import { Recorder } from './recorder';
import { jsonLines, type RecorderCommand, type RecorderEvent } from './recorder-protocol';

let recorder: Recorder | null = null;

function tell(event: RecorderEvent): void {
  process.stdout.write(`${JSON.stringify(event)}\n`);
}

function start(request: Extract<RecorderCommand, { do: 'start' }>['request']): void {
  try {
    recorder = new Recorder(request, tell);
    recorder.onEnded = leave;
  } catch (error) {
    const { code, data } = error instanceof AppError ? error : new AppError('internal', { reason: String(error) });
    tell({ tell: 'ended', code: code === 'disk-full' ? 'disk-full' : 'not-writable', detail: String(data.reason ?? data.path ?? '') });
    leave();
  }
}

/** Once the last word is out; at once when nobody listens. */
function leave(): void {
  if (process.stdout.writableLength === 0 || process.stdout.destroyed) process.exit(0);
  process.stdout.once('drain', () => process.exit(0));
  setTimeout(() => process.exit(0), 500);
}

function ownerLost(): void {
  recorder?.releaseAll();
  if (recorder === null) process.exit(0);
  recorder.stop({ code: 'owner-lost', detail: '' });
}

process.stdout.on('error', () => {});
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => recorder?.stop({ code: 'stopped', detail: signal }));
process.stdin.on(
  'data',
  jsonLines<RecorderCommand>((command) => {
    if (command.do === 'start') start(command.request);
    else if (command.do === 'stop') recorder?.stop({ code: 'stopped', detail: '' });
    else recorder?.release(command.file);
  }),
);
process.stdin.on('end', ownerLost);
process.stdin.on('error', ownerLost);
