/** A capture that is open: its bytes, its pass, and how far that is. */
import { CancelSource } from '../../shared/base/cancellation';
import type { CaptureProgress } from '../../shared/contract/capture-methods';
import { AppError, type ErrorData } from '../../shared/contract/errors';
import type { DerivedPackets, FormatReader } from '../formats/format';
import { CapturePass, type PassChoices, type PassExtra } from './capture-pass';
import { openReader, readAll } from './capture-reading';
import type { DecodeRules } from './decode-rules';
import type { CaptureBytes, SessionHost } from './host';

export type { PassChoices, PassExtra };

export class OpenedCapture {
  readonly pass: CapturePass;
  readonly #cancel = new CancelSource();
  readonly #watchers = new Set<() => void>();
  #reader: FormatReader | null = null;
  #state: CaptureProgress['state'] = 'reading';
  #bytesRead = 0;
  #error: { code: string; data: ErrorData } | null = null;
  #done: Promise<void> = Promise.resolve();

  private constructor(
    readonly id: number,
    readonly bytes: CaptureBytes,
    readonly host: SessionHost,
    choices: PassChoices,
  ) {
    this.pass = new CapturePass(choices);
  }

  /** Tells the format, then reads on in the background. Throws AppError `not-a-capture`, `foreign-capture`, `file-not-readable`. */
  static async open(id: number, bytes: CaptureBytes, host: SessionHost, choices: PassChoices = {}): Promise<OpenedCapture> {
    const capture = new OpenedCapture(id, bytes, host, choices);
    capture.#reader = await openReader(bytes, capture.pass);
    capture.#done = capture.#read(capture.#reader);
    return capture;
  }

  /** What a person decided about the dissection of this capture. */
  get rules(): DecodeRules {
    return this.pass.rules;
  }

  get reader(): FormatReader {
    return this.#reader as FormatReader;
  }

  /** Packets made from text; null for binary formats. */
  get derived(): DerivedPackets | null {
    return this.reader.derived;
  }

  get state(): CaptureProgress['state'] {
    return this.#state;
  }

  /** Another number for each state of what was read: it grows, and is complete at last. */
  get version(): number {
    return this.pass.packets.length * 2 + (this.#state === 'reading' ? 0 : 1);
  }

  progress(): CaptureProgress {
    return {
      capture: this.id,
      name: this.bytes.name,
      state: this.#state,
      bytesRead: this.#bytesRead,
      bytesTotal: this.bytes.ended ? this.bytes.available : null,
      packets: this.pass.packets.length,
      connections: this.pass.tracker.connections.length,
      keepAliveConnections: this.pass.keepAlive.probes.connectionCount,
      findings: this.pass.findings.length + this.pass.findingsBetween.length,
      errorFindings: this.pass.findings.reduce((count, { severity }) => count + (severity === 'error' ? 1 : 0), 0),
      issues: this.pass.issues.length,
      error: this.#error,
    };
  }

  /** Calls after each slice of the pass and once at its end; returns a function that stops it. */
  watch(listener: () => void): () => void {
    this.#watchers.add(listener);
    return () => this.#watchers.delete(listener);
  }

  cancel(): void {
    this.#cancel.cancel();
  }

  async close(): Promise<void> {
    this.#cancel.cancel();
    await this.#done;
    await this.bytes.close();
  }

  /** Resolves when nothing more is read. */
  done(): Promise<void> {
    return this.#done;
  }

  /** Bytes of a frame (1-based), read back from where they are. Throws AppError `no-such-frame`, `file-not-readable`. */
  frameBytes(frame: number): Uint8Array<ArrayBuffer> {
    const { packets } = this.pass;
    if (frame < 1 || frame > packets.length) throw new AppError('no-such-frame', { frame, packets: packets.length });
    const target = new Uint8Array(packets.capturedLength.get(frame - 1));
    const offset = packets.offset(frame - 1);
    if (this.derived) {
      target.set(this.derived.bytes.subarray(offset, offset + target.length));
      return target;
    }
    const got = this.bytes.read(offset, target, 0, target.length);
    return got === target.length ? target : target.slice(0, got);
  }

  async #read(reader: FormatReader): Promise<void> {
    // The caller gets its answer before the first slice of work.
    await this.host.pause();
    try {
      await readAll(this.bytes, reader, this.host, this.#cancel, (used) => {
        this.#bytesRead = used;
        this.#tell();
      });
      if (this.bytes.issue !== null) this.pass.issue(this.bytes.issue);
      this.pass.finish();
      this.#state = this.#cancel.cancelled ? 'cancelled' : 'done';
    } catch (error) {
      this.#state = 'failed';
      this.#error = error instanceof AppError ? { code: error.code, data: error.data } : { code: 'internal', data: { message: String(error) } };
    }
    this.#tell();
  }

  #tell(): void {
    for (const watcher of this.#watchers) watcher();
  }
}
