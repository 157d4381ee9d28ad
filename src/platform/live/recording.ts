import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, existsSync, openSync } from 'node:fs';
import { dirname } from 'node:path';
import type { LiveProgress, LiveRecording } from '../../engine/session/live-host';
import type { LiveSourceKind } from '../../shared/contract/choices';
import { AppError } from '../../shared/contract/errors';
import type { LiveEnd } from '../../shared/contract/live';
import { scriptPath } from '../application-folder';
import { AS_NODE } from './cap-invocation';
import { LiveBytes } from './live-bytes';
import { jsonLines, type RecorderCommand, type RecorderEvent, type RecordingRequest } from './recorder-protocol';
import { removeRecording } from './recordings-folder';
import { cutToWholeBlocks } from './whole-blocks';

/** Where electron-vite puts the recorder. */
const RECORDER_SCRIPT = scriptPath('recorder.js');

/** Ends that are no fault of the recording, however little it holds. */
const UNFORCED_ENDS: ReadonlySet<LiveEnd['code']> = new Set(['stopped', 'limit', 'source-ended', 'owner-lost']);

/** The owner's side of a recording: starts its recorder and follows what it tells. */
export class Recording implements LiveRecording {
  readonly bytes: LiveBytes;
  readonly startedMs = Date.now();
  readonly #recorder: ChildProcess;
  readonly #listeners = new Set<() => void>();
  #begun = false;
  #stopping = false;
  #packets = 0;
  #lost = 0;
  #dropped: number | null = null;
  #clockSteps = 0;
  readonly #startedAt = performance.now();
  #endedAt: number | null = null;
  #end: LiveEnd | null = null;
  #saved: boolean;
  #lastPart: { readonly path: string; readonly start: number } | null = null;
  readonly #ended: Promise<void>;

  constructor(
    readonly request: RecordingRequest,
    readonly kernelTimes: boolean,
  ) {
    const { options } = request;
    this.#saved = options.file !== null;
    this.bytes = new LiveBytes(options.file ?? `${options.interface} (${request.source})`, options.file ?? options.interface);
    const input = request.pipe === '-' ? 0 : 'ignore';
    // In a session of its own: Ctrl+C in a terminal is for the owner, who asks the recorder to stop.
    this.#recorder = spawn(process.execPath, [RECORDER_SCRIPT], {
      stdio: ['pipe', 'pipe', 'inherit', input],
      env: { ...process.env, ...AS_NODE },
      detached: true,
    });
    this.#recorder.stdin?.on('error', () => {});
    this.#recorder.stdout?.on(
      'data',
      jsonLines<RecorderEvent>((event) => this.#heard(event)),
    );
    this.#ended = new Promise((resolve) => {
      this.#recorder.on('error', (error) => {
        this.#finish({ code: 'recorder-lost', detail: error.message });
        resolve();
      });
      this.#recorder.on('close', () => {
        this.#finish({ code: 'recorder-lost', detail: '' });
        resolve();
      });
    });
    this.#send({ do: 'start', request });
  }

  get source(): LiveSourceKind {
    return this.request.source;
  }

  get interface(): string {
    return this.request.options.interface;
  }

  get filter(): string {
    return this.request.options.filter;
  }

  get host(): string | null {
    return this.request.options.remote?.destination ?? null;
  }

  get unsaved(): boolean {
    return !this.#saved;
  }

  get startFault(): AppError | null {
    if (this.#end === null || this.#packets > 0 || UNFORCED_ENDS.has(this.#end.code)) return null;
    return startError(this.#end, { source: this.source, file: this.request.options.file });
  }

  get progress(): LiveProgress {
    return {
      recording: this.#begun && this.#end === null,
      stopping: this.#stopping && this.#end === null,
      elapsedMs: (this.#endedAt ?? performance.now()) - this.#startedAt,
      packets: this.#packets,
      lost: this.#lost,
      bytes: this.bytes.available,
      dropped: this.#dropped,
      clockSteps: this.#clockSteps,
      end: this.#end,
      files: this.bytes.paths,
    };
  }

  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Resolves when the stream has begun, or the recording has ended before. */
  async begun(): Promise<void> {
    while (!this.#begun && this.#end === null) {
      await new Promise<void>((resolve) => {
        const stopListening = this.onChange(() => {
          stopListening();
          resolve();
        });
      });
    }
  }

  async stop(): Promise<void> {
    this.#stopping = true;
    this.#send({ do: 'stop' });
    this.#changed();
    await this.#ended;
  }

  markSaved(): void {
    this.#saved = true;
    this.#changed();
  }

  remove(): void {
    if (this.request.options.file === null) removeRecording(this.request.folder, this.request.id);
  }

  #heard(event: RecorderEvent): void {
    switch (event.tell) {
      case 'file':
        this.#lastPart = event;
        this.bytes.addPart(event.file, event.path, event.start);
        this.#send({ do: 'opened', file: event.file });
        break;
      case 'removed':
        this.bytes.removePart(event.file);
        break;
      case 'begun':
        this.#begun = true;
        break;
      case 'written':
        this.#packets = event.packets;
        this.#lost = event.lost;
        this.#dropped = event.dropped;
        this.#clockSteps = event.clockSteps;
        this.bytes.grow(event.bytes);
        break;
      case 'ended':
        this.#finish(event);
        return;
    }
    this.#changed();
  }

  #finish({ code, detail }: LiveEnd): void {
    if (this.#end !== null) return;
    this.#end = { code, detail };
    this.#endedAt = performance.now();
    if (code === 'recorder-lost') this.#salvage();
    this.bytes.end();
    this.#changed();
  }

  /** The recorder was killed: what it wrote after its last word is there too, the last block perhaps in part. */
  #salvage(): void {
    const part = this.#lastPart;
    if (part === null) return;
    try {
      const descriptor = openSync(part.path, 'r+');
      this.bytes.grow(part.start + cutToWholeBlocks(descriptor, part.path, Math.max(0, this.bytes.available - part.start)));
      closeSync(descriptor);
    } catch {
      // The file is gone with its folder: what was analysed is all there is.
    }
  }

  #send(command: RecorderCommand): void {
    this.#recorder.stdin?.write(`${JSON.stringify(command)}\n`);
  }

  #changed(): void {
    for (const listener of [...this.#listeners]) listener();
  }
}

/** Why a recording from `source` that never began did not, as an error; `file`: where it was to be kept, null for a private place. */
export function startError({ code, detail }: LiveEnd, { source, file }: { readonly source: LiveSourceKind; readonly file: string | null }): AppError {
  if (code === 'bad-filter') return new AppError('bad-capture-filter', { message: detail });
  if (code === 'not-permitted') return new AppError('live-source-not-ready', { source, reason: detail });
  if (code === 'not-writable' && file !== null) {
    const folder = dirname(file);
    return existsSync(folder) ? new AppError('file-not-writable', { path: file, reason: detail }) : new AppError('file-not-found', { path: folder });
  }
  if (code === 'disk-full') return new AppError('disk-full', {});
  return new AppError('live-start-failed', { source, code, reason: detail });
}
