/** Records one source into files, whatever happens to whoever asked for it: what has arrived is written, and written in whole blocks. */
import { createReadStream } from 'node:fs';
import type { Readable } from 'node:stream';
import type { LiveEnd } from '../../shared/contract/live';
import { standardInputStream } from '../capture-bytes/pipe-bytes';
import { fileError } from '../file-errors';
import { CaptureStream, MalformedStream } from './capture-stream';
import type { RecorderEvent, RecordingRequest } from './recorder-protocol';
import { RecordingFiles } from './recording-files';
import { writeRecordingNote } from './recordings-folder';
import { SourceChild } from './source-child';
import { interfaceFacts, sourceFault } from './source-fault';

/** The owner is told of what is written at most this often. */
const TELL_MS = 25;
const PIPE_DESCRIPTOR = 3;
/** libpcap waits for an interface that is down to come up again: how often its state is looked at. */
const LOOK_MS = 500;
/** A timer of Node that is set to more (24.8 days) fires at once. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

export class Recorder {
  readonly #request: RecordingRequest;
  readonly #tell: (event: RecorderEvent) => void;
  readonly #stream: CaptureStream;
  readonly #files: RecordingFiles;
  readonly #child: SourceChild | null;
  readonly #input: Readable;
  readonly #timers: NodeJS.Timeout[] = [];
  #dropped: number | null = null;
  #toldMs = Number.NEGATIVE_INFINITY;
  #tellTimer: NodeJS.Timeout | null = null;
  /** Why it ends, once that is known. */
  #end: LiveEnd | null = null;
  /** Nothing more is taken: what comes cannot be read or written. */
  #closed = false;
  /** A limit is reached: no more packets are taken. */
  #full = false;
  #ended = false;
  /** Called when everything is written and told. */
  onEnded: () => void = () => {};

  /** Throws AppError when the recording cannot be written at all. */
  constructor(request: RecordingRequest, tell: (event: RecorderEvent) => void) {
    this.#request = request;
    this.#tell = tell;
    this.#stream = new CaptureStream({ interface: request.options.interface, comments: request.comments });
    this.#files = this.#openFiles();
    if (request.command !== null) {
      this.#child = new SourceChild(request.source, request.command, {
        onDropped: (count) => {
          this.#dropped = count;
          this.#written();
        },
        onHang: () => this.#fault({ code: 'source-hangs', detail: '' }, true),
        onEnd: (status, signal) => this.#sourceEnded(status, signal),
      });
      this.#input = this.#child.stream;
    } else {
      this.#child = null;
      this.#input = request.pipe === '-' ? standardInputStream(PIPE_DESCRIPTOR) : createReadStream(request.pipe ?? '');
      this.#input.on('error', (error: NodeJS.ErrnoException) => this.#fault({ code: 'source-died', detail: error.message }));
      // A file is not closed at its end.
      for (const event of ['end', 'close'] as const) this.#input.on(event, () => this.#finish({ code: 'source-ended', detail: '' }));
    }
    this.#input.on('data', (piece: Buffer) => this.#take(piece));
    this.#watchTime();
    this.#watchInterface();
  }

  /** Ends the recording; what the source still holds is taken first. */
  stop(end: LiveEnd): void {
    this.#end ??= end;
    if (this.#child !== null) this.#child.stop();
    else this.#input.destroy();
  }

  /** The owner does not need the file's name any more. */
  release(file: number): void {
    this.#files.release(file);
  }

  releaseAll(): void {
    this.#files.releaseAll();
  }

  #openFiles(): RecordingFiles {
    const { options, folder, id } = this.#request;
    try {
      return new RecordingFiles({
        file: options.file,
        folder,
        name: id,
        ring: options.ring,
        headers: () => this.#stream.headers(),
        onFile: ({ number, path, start }) => {
          this.#tell({ tell: 'file', file: number, path, start });
          if (number === 1) this.#note();
        },
        onRemoved: ({ number }) => this.#tell({ tell: 'removed', file: number }),
      });
    } catch (error) {
      throw fileError(error, options.file ?? folder);
    }
  }

  /** A recording that nobody can find again is still a recording: a note that cannot be written ends nothing. */
  #note(): void {
    const { id, owner, options, folder, source } = this.#request;
    const { interface: name, filter } = options;
    if (options.file !== null) return;
    writeRecordingNote(folder, { id, owner, recorder: process.pid, source, interface: name, filter, startedMs: Date.now() });
  }

  #watchTime(): void {
    const { options, beginWithinMs, pipe } = this.#request;
    if (pipe === null) {
      const silent = (): void => {
        if (!this.#stream.begun) this.#fault({ code: 'source-silent', detail: this.#child?.said ?? '' }, true);
      };
      this.#timers.push(setTimeout(silent, beginWithinMs));
    }
    const { seconds } = options.stopAfter;
    if (seconds !== null) this.#stopAt(performance.now() + seconds * 1000);
  }

  #stopAt(atMs: number): void {
    const leftMs = atMs - performance.now();
    if (leftMs <= 0) this.stop({ code: 'limit', detail: 'seconds' });
    else this.#timers.push(setTimeout(() => this.#stopAt(atMs), Math.min(leftMs, LONGEST_TIMER_MS)));
  }

  /** An interface of this machine that was up and is not any more. */
  #watchInterface(): void {
    const { source, options } = this.#request;
    if (source === 'ssh' || source === 'pipe') return;
    let wasUp = false;
    const look = (): void => {
      const { exists, up } = interfaceFacts(options.interface);
      if (wasUp && exists && !up) this.#fault({ code: 'interface-down', detail: 'state DOWN' });
      wasUp = up;
    };
    this.#timers.push(setInterval(look, LOOK_MS));
  }

  #take(piece: Buffer): void {
    if (this.#closed) return;
    const { packets: mostPackets, bytes: mostBytes } = this.#request.options.stopAfter;
    const begun = this.#stream.begun;
    try {
      const more = mostPackets === null ? Number.POSITIVE_INFINITY : mostPackets - this.#stream.packets;
      const blocks = this.#full ? this.#stream.counts(piece) : this.#push(piece, more);
      this.#files.write(blocks);
      // Whoever waits for it reads the file then.
      if (!begun && this.#stream.begun) this.#tell({ tell: 'begun' });
    } catch (error) {
      this.#closed = true;
      const { code, data } = fileError(error, '');
      const detail = error instanceof MalformedStream ? error.message : String(data.reason ?? '');
      this.#fault({ code: error instanceof MalformedStream ? 'malformed-stream' : code === 'disk-full' ? 'disk-full' : 'not-writable', detail });
    }
    this.#written();
    if (this.#full) return;
    if (mostPackets !== null && this.#stream.packets >= mostPackets) this.#limit('packets');
    else if (mostBytes !== null && this.#files.bytes >= mostBytes) this.#limit('bytes');
  }

  #limit(detail: string): void {
    this.#full = true;
    // Of a source that had ended before, the counts may have come already.
    this.#take(Buffer.alloc(0));
    this.stop({ code: 'limit', detail });
  }

  #push(piece: Buffer, mostPackets: number): Uint8Array {
    try {
      return this.#stream.push(piece, mostPackets);
    } catch (error) {
      this.#files.write(this.#stream.salvaged);
      throw error;
    }
  }

  #fault(end: LiveEnd, byForce = false): void {
    this.#end ??= end;
    if (this.#child === null) this.#input.destroy();
    else if (byForce) this.#child.kill();
    else this.#child.stop();
  }

  #sourceEnded(status: number | null, signal: NodeJS.Signals | null): void {
    const { source: kind, options } = this.#request;
    const said = this.#child?.said ?? '';
    this.#finish(sourceFault({ kind, interface: options.interface, status, signal, said, packets: this.#stream.packets }));
  }

  #finish(end: LiveEnd): void {
    if (this.#ended) return;
    this.#ended = true;
    for (const timer of this.#timers) clearTimeout(timer);
    const last = this.#stream.statistics(this.#stream.packets, this.#dropped, Date.now() / 1000);
    try {
      if (last !== null) this.#files.write(last);
    } catch {
      // The disk is full: the packets are there, and the counts were told to the owner.
    }
    this.#files.close();
    if (this.#tellTimer !== null) clearTimeout(this.#tellTimer);
    this.#tellWritten();
    this.#tell({ tell: 'ended', ...(this.#end ?? end) });
    this.onEnded();
  }

  #written(): void {
    if (this.#tellTimer !== null || this.#ended) return;
    const waitMs = this.#toldMs + TELL_MS - performance.now();
    if (waitMs <= 0) this.#tellWritten();
    else this.#tellTimer = setTimeout(() => this.#tellWritten(), waitMs);
  }

  #tellWritten(): void {
    this.#tellTimer = null;
    this.#toldMs = performance.now();
    const { packets, clockSteps } = this.#stream;
    const { bytes, lostPackets: lost } = this.#files;
    this.#tell({ tell: 'written', bytes, packets: packets - lost, lost, dropped: this.#stream.dropped ?? this.#dropped, clockSteps });
  }
}
