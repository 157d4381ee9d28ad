/** A recording of any source in a folder of the test's own, through the real recorder process. */
import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { RecordingRequest } from '../../src/platform/live/recorder-protocol';
import { Recording } from '../../src/platform/live/recording';
import type { LiveOptions } from '../../src/shared/contract/live';
import { type CaptureContent, readCapture } from '../unit/formats/read-capture';

/** The recorder is run as it is built. */
export const isBuilt = existsSync(fileURLToPath(new URL('../../out/main/recorder.js', import.meta.url)));

export const OPTIONS: LiveOptions = {
  source: null,
  remote: null,
  interface: 'lo',
  filter: '',
  snapLength: null,
  promiscuous: true,
  bufferMiB: 4,
  stopAfter: { seconds: null, bytes: null, packets: null },
  ring: null,
  file: null,
  elevate: false,
};

export type RecordChoices = Partial<Omit<RecordingRequest, 'options'>> & { readonly folder: string; readonly options?: Partial<LiveOptions> };

export function record({ options, ...request }: RecordChoices): Recording {
  const id = randomBytes(12).toString('hex');
  const owner = { process: process.pid, session: 'test' };
  return new Recording(
    { id, owner, source: 'dumpcap', command: null, pipe: null, comments: [], beginWithinMs: 5000, ...request, options: { ...OPTIONS, ...options } },
    true,
  );
}

/** Process id of its recorder. */
export function recorderOf({ request: { folder, id } }: Recording): number {
  return (JSON.parse(readFileSync(join(folder, `${id}.json`), 'utf8')) as { recorder: number }).recorder;
}

/** Resolves when the recording has ended by itself. */
export async function ended(recording: Recording): Promise<void> {
  while (recording.progress.end === null) {
    await new Promise<void>((resolve) => {
      const stopListening = recording.onChange(() => {
        stopListening();
        resolve();
      });
    });
  }
}

/** Resolves when so many packets are in the recording. */
export async function holding(recording: Recording, packets: number): Promise<void> {
  while (recording.progress.packets < packets) {
    if (recording.progress.end !== null) throw new Error(`ended with ${JSON.stringify(recording.progress.end)}`);
    await new Promise<void>((resolve) => {
      const stopListening = recording.onChange(() => {
        stopListening();
        resolve();
      });
    });
  }
}

/** What the file holds. Throws when it is damaged anywhere. */
export function contentOf(path: string): CaptureContent {
  const content = readCapture(new Uint8Array(readFileSync(path)));
  if (content === null) throw new Error(`${path} is no capture`);
  const damage = content.issues.filter(({ code }) => code !== 'time-backwards' && code !== 'empty');
  if (damage.length > 0) throw new Error(JSON.stringify(damage));
  return content;
}
