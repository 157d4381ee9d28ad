/** Live capture on this machine: sources, interfaces, recordings. */
import { randomBytes } from 'node:crypto';
import { resolve } from 'node:path';
import type { LiveHost, LiveRecording } from '../../engine/session/live-host';
import type { LiveSourceKind } from '../../shared/contract/choices';
import { AppError } from '../../shared/contract/errors';
import type { LiveOptions, LiveRemote, LiveSource, LiveSources, LiveTarget } from '../../shared/contract/live';
import { type Confinement, confinedPath } from '../confinement';
import { CAP_COMMENT } from './cap-comment';
import { checkFilter } from './check-filter';
import { detectSources } from './detect-sources';
import { interfaceTraffic } from './interface-traffic';
import { listInterfaces, listRemoteInterfaces, systemInterfaces } from './list-interfaces';
import { type Machine, thisMachine } from './machine';
import type { RecordingRequest } from './recorder-protocol';
import { Recording, startError } from './recording';
import { leftRecording, leftRecordings, recordingsFolder, removeRecording, writeRecordingNote } from './recordings-folder';
import { RecoveredRecording } from './recovered-recording';
import { pipeCommand, sourceCommand } from './source-command';

export interface LiveHostOptions {
  /** What may be read; where a root confines it, no files to write may be named either. */
  readonly confinement: Confinement;
  /** Whether the path `-` of a pipe is this process's standard input. */
  readonly standardInput: boolean;
}

const ID_BYTES = 12;
const DETECTED_FOR_MS = 60_000;
/** A local program opens its interface at once; a remote host is reached first. */
const BEGIN_WITHIN_MS = 10_000;
const REMOTE_BEGIN_WITHIN_MS = 30_000;
/** pkexec asks for a password first. */
const PASSWORD_WITHIN_MS = 120_000;

export function createLiveHost(options: LiveHostOptions, machine: Machine = thisMachine()): LiveHost {
  return new MachineLiveHost(options, machine);
}

class MachineLiveHost implements LiveHost {
  /** What was found last: starting a capture does not ask every program again. */
  #detected: { readonly found: Promise<LiveSources>; readonly atMs: number } | null = null;
  #name: string | null = null;

  constructor(
    readonly options: LiveHostOptions,
    readonly machine: Machine,
  ) {}

  /** Tells our recordings from those of a session that ended. */
  get #session(): string {
    this.#name ??= randomBytes(ID_BYTES).toString('hex');
    return this.#name;
  }

  sources(): Promise<LiveSources> {
    this.#detected = { found: detectSources(this.machine), atMs: performance.now() };
    return this.#detected.found;
  }

  async interfaces(kind: LiveSourceKind | null, remote: LiveRemote | null) {
    // dumpcap may be started through pkexec: what it could then capture on is chosen before.
    const source = await this.#source(kind, remote, kind === 'dumpcap');
    if (source.state !== 'ready') return { source: source.kind, interfaces: systemInterfaces() };
    const interfaces = source.kind === 'ssh' && remote !== null ? await listRemoteInterfaces(remote) : await listInterfaces(source);
    return { source: source.kind, interfaces };
  }

  traffic = interfaceTraffic;

  async checkFilter(target: LiveTarget) {
    if (target.source === 'pipe') return { valid: target.filter === '', checked: true, message: target.filter === '' ? null : 'pipe' };
    return await checkFilter(target, await this.#source(target.source, target.remote));
  }

  async start(options: LiveOptions): Promise<LiveRecording> {
    const isConfined = this.options.confinement.root !== null;
    if (options.file !== null && isConfined) throw new AppError('outside-root', { path: options.file });
    const isPipe = options.source === 'pipe';
    // dumpcap takes the path of a pipe for an interface.
    if (!isPipe && options.remote === null && isConfined && options.interface.includes('/'))
      throw new AppError('outside-root', { path: options.interface });
    const pipe = isPipe ? await this.#pipe(options.interface) : null;
    const source = isPipe ? null : await this.#source(options.source, options.remote, options.elevate);
    const recording = new Recording(this.#request(options, source, pipe), source?.kernelTimes ?? true);
    if (isPipe) return recording;
    await recording.begun();
    const { end, packets } = recording.progress;
    if (end === null || packets > 0) return recording;
    await recording.bytes.close();
    recording.remove();
    throw startError(end, { source: recording.source, file: options.file });
  }

  recoveries() {
    return leftRecordings(recordingsFolder(), this.#session);
  }

  recover(id: string): LiveRecording {
    const folder = recordingsFolder();
    const { paths, ...note } = leftRecording(folder, id);
    const owned = { ...note, owner: { process: process.pid, session: this.#session } };
    writeRecordingNote(folder, owned);
    return new RecoveredRecording(owned, paths, folder);
  }

  discard(id: string): void {
    const folder = recordingsFolder();
    leftRecording(folder, id);
    removeRecording(folder, id);
  }

  /** Where the stream of a pipe is read. */
  async #pipe(path: string): Promise<string> {
    if (path !== '-') return await confinedPath(path, this.options.confinement);
    if (!this.options.standardInput) throw new AppError('file-not-readable', { path, reason: 'no standard input' });
    return path;
  }

  /** `pipe`: null with a source. */
  #request(options: LiveOptions, source: LiveSource | null, pipe: string | null): RecordingRequest {
    const kind = source?.kind ?? 'pipe';
    const command = kind === 'pipe' ? pipeCommand(pipe ?? '-', this.machine.platform) : sourceCommand(kind, source?.program ?? kind, options);
    return {
      id: randomBytes(ID_BYTES).toString('hex'),
      owner: { process: process.pid, session: this.#session },
      source: kind,
      command,
      pipe,
      options: { ...options, file: options.file === null ? null : resolve(options.file) },
      folder: recordingsFolder(),
      comments: kind === 'cap' ? [CAP_COMMENT] : [],
      beginWithinMs: options.elevate ? PASSWORD_WITHIN_MS : kind === 'ssh' ? REMOTE_BEGIN_WITHIN_MS : BEGIN_WITHIN_MS,
    };
  }

  /** The source asked for, or the best. `elevated`: one that may not capture may be made to by pkexec. */
  async #source(kind: LiveSourceKind | null, remote: LiveRemote | null, elevated = false): Promise<LiveSource> {
    const known = this.#detected;
    const recent = known !== null && performance.now() - known.atMs < DETECTED_FOR_MS ? await known.found : null;
    const usable = (found: LiveSources | null): LiveSource | undefined => {
      const wanted = kind ?? (remote === null ? found?.chosen : 'ssh') ?? (elevated ? 'dumpcap' : null);
      return found?.sources.find(
        (source) => source.kind === wanted && (source.state === 'ready' || (elevated && source.kind === 'dumpcap' && source.program !== null)),
      );
    };
    const found = usable(recent) === undefined ? await this.sources() : recent;
    const source = usable(found);
    if (source !== undefined) return source;
    const refused = found?.sources.find((candidate) => candidate.kind === kind);
    if (found === null || refused === undefined) throw new AppError('no-live-source');
    throw new AppError('live-source-not-ready', {
      source: refused.kind,
      state: refused.state,
      platform: found.platform,
      user: found.user,
      reason: refused.said,
    });
  }
}
