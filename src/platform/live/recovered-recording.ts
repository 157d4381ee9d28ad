import { closeSync, openSync } from 'node:fs';
import type { LiveProgress, LiveRecording } from '../../engine/session/live-host';
import type { LiveSourceKind } from '../../shared/contract/choices';
import { LiveBytes } from './live-bytes';
import { type RecordingNote, removeRecording } from './recordings-folder';
import { cutToWholeBlocks } from './whole-blocks';

/** A recording whose owner died before it was saved. */
export class RecoveredRecording implements LiveRecording {
  readonly bytes: LiveBytes;
  readonly host = null;
  readonly startFault = null;
  readonly kernelTimes: boolean;
  #saved = false;

  constructor(
    readonly note: RecordingNote,
    paths: readonly string[],
    readonly folder: string,
  ) {
    this.kernelTimes = note.source !== 'cap';
    this.bytes = new LiveBytes(`${note.interface} (${note.source})`, note.interface);
    let start = 0;
    for (const [index, path] of paths.entries()) {
      const descriptor = openSync(path, 'r+');
      const length = cutToWholeBlocks(descriptor, path, 0);
      closeSync(descriptor);
      this.bytes.addPart(index + 1, path, start);
      start += length;
    }
    this.bytes.grow(start);
    this.bytes.end();
  }

  get source(): LiveSourceKind {
    return this.note.source;
  }

  get interface(): string {
    return this.note.interface;
  }

  get filter(): string {
    return this.note.filter;
  }

  get startedMs(): number {
    return this.note.startedMs;
  }

  get unsaved(): boolean {
    return !this.#saved;
  }

  get progress(): LiveProgress {
    const { available, paths } = this.bytes;
    const end = { code: 'owner-lost', detail: '' } as const;
    return {
      recording: false,
      stopping: false,
      elapsedMs: 0,
      packets: 0,
      lost: 0,
      bytes: available,
      dropped: null,
      clockSteps: 0,
      end,
      files: paths,
    };
  }

  /** Nothing changes any more. */
  onChange(): () => void {
    return () => {};
  }

  async stop(): Promise<void> {}

  markSaved(): void {
    this.#saved = true;
  }

  remove(): void {
    removeRecording(this.folder, this.note.id);
  }
}
