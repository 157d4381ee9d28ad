/** Where recordings are that nobody has saved yet: a folder of this user's own, with a note beside each recording of who looks after it. */
import { lstatSync, mkdirSync, readdirSync, readFileSync, statSync, unlinkSync, writeFileSync } from 'node:fs';
import { tmpdir, userInfo } from 'node:os';
import { basename, join } from 'node:path';
import * as z from 'zod/mini';
import { LIVE_SOURCES } from '../../shared/contract/choices';
import { AppError } from '../../shared/contract/errors';
import type { LiveRecovery } from '../../shared/contract/live';
import { fileError } from '../file-errors';

const OWNER_ONLY_FOLDER = 0o700;
const OWNER_ONLY_FILE = 0o600;

const noteSchema = z.object({
  id: z.string().check(z.regex(/^[0-9a-f]{24}$/)),
  owner: z.object({ process: z.int(), session: z.string() }),
  recorder: z.int(),
  source: z.enum(LIVE_SOURCES),
  interface: z.string(),
  filter: z.string(),
  startedMs: z.number(),
});
export type RecordingNote = z.infer<typeof noteSchema>;

/** The folder; made when it is missing. Throws AppError when it is somebody else's. */
export function recordingsFolder(): string {
  const { uid, username } = userInfo();
  const folder = join(tmpdir(), `tcpulse-recordings-${uid < 0 ? username : uid}`);
  try {
    mkdirSync(folder, { recursive: true, mode: OWNER_ONLY_FOLDER });
    const status = lstatSync(folder);
    const isOurs = uid < 0 || (status.uid === uid && (status.mode & 0o077) === 0);
    if (!status.isDirectory() || !isOurs) throw new AppError('file-not-readable', { path: folder, reason: 'not a private folder of this user' });
  } catch (error) {
    throw fileError(error, folder);
  }
  return folder;
}

export function writeRecordingNote(folder: string, note: RecordingNote): void {
  try {
    writeFileSync(notePath(folder, note.id), JSON.stringify(note), { mode: OWNER_ONLY_FILE });
  } catch {
    // Without room for the note there is none for packets either, and that is told.
  }
}

/** Recordings whose owner is gone, the oldest first. `session`: our own, whose recordings are in good hands. */
export function leftRecordings(folder: string, session: string): LiveRecovery[] {
  return readNotes(folder)
    .filter(({ owner, recorder }) => owner.session !== session && !isAlive(recorder) && (owner.process === process.pid || !isAlive(owner.process)))
    .map((note) => ({ note, bytes: filesOf(folder, note).reduce((sum, path) => sum + statSync(path).size, 0) }))
    .filter(({ bytes }) => bytes > 0)
    .map(({ note: { id, interface: name, filter, startedMs }, bytes }) => ({ id, interface: name, filter, startedMs, bytes }))
    .sort((a, b) => a.startedMs - b.startedMs);
}

/** Throws AppError `no-such-live-recording`. */
export function leftRecording(folder: string, id: string): RecordingNote & { readonly paths: readonly string[] } {
  const note = readNotes(folder).find((known) => known.id === id);
  if (note === undefined) throw new AppError('no-such-live-recording', { id });
  return { ...note, paths: filesOf(folder, note) };
}

/** Removes the files and the note. */
export function removeRecording(folder: string, id: string): void {
  for (const name of readdirSync(folder)) if (name.startsWith(id)) unlinkSync(join(folder, name));
}

function notePath(folder: string, id: string): string {
  return join(folder, `${id}.json`);
}

/** Files of the recording that are there, in order; only such as lie in the folder. */
function filesOf(folder: string, { id }: RecordingNote): string[] {
  return readdirSync(folder)
    .filter((name) => name.startsWith(id) && name.endsWith('.pcapng'))
    .sort()
    .map((name) => join(folder, basename(name)));
}

function readNotes(folder: string): RecordingNote[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith('.json'))
    .flatMap((name) => {
      try {
        const note = noteSchema.safeParse(JSON.parse(readFileSync(join(folder, name), 'utf8')));
        return note.success ? [note.data] : [];
      } catch {
        return [];
      }
    });
}

/** EPERM: it is there, and another user's. A process that has ended and that nobody asked how is not alive: the thread that would ask may be gone. */
function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return process.platform !== 'linux' || !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
