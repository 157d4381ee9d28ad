/** A capture that is being recorded: how it goes, how far the analysis is behind, and what is found meanwhile. */
import type { CancelSignal } from '../../shared/base/cancellation';
import type { LiveState, LiveUpdate } from '../../shared/contract/live';
import type { SessionHost } from './host';
import { LiveBacklog } from './live-backlog';
import type { LiveFindings } from './live-findings';
import type { LiveRecording } from './live-host';
import type { OpenedCapture } from './opened-capture';

const UPDATE_MS = 100;
/** An analysis further behind than this has not seen what may have answered. */
const UP_TO_DATE_MS = 500;

export class LiveCapture {
  readonly #host: SessionHost;
  readonly #backlog = new LiveBacklog();
  readonly #stopListening: () => void;

  constructor(
    readonly recording: LiveRecording,
    readonly capture: OpenedCapture,
    readonly findings: LiveFindings | null,
    host: SessionHost,
  ) {
    this.#host = host;
    this.#stopListening = recording.onChange(() => this.#note());
    this.#note();
  }

  /** Of what has been written, the packets that the analysis has not reached, and how long the first of them has waited. */
  get backlog(): { readonly packets: number; readonly ms: number } {
    const analysed = this.capture.pass.packets.length;
    const oldestMs = this.#backlog.oldestMs(analysed);
    return { packets: Math.max(0, this.recording.progress.packets - analysed), ms: oldestMs === null ? 0 : this.#host.now() - oldestMs };
  }

  state(): LiveState {
    const { recording, backlog } = this;
    const { progress } = recording;
    const written = Math.max(progress.packets, this.capture.pass.packets.length);
    return {
      capture: this.capture.id,
      phase: progress.end !== null ? 'ended' : progress.stopping ? 'stopping' : progress.recording ? 'recording' : 'starting',
      source: recording.source,
      interface: recording.interface,
      filter: recording.filter,
      host: recording.host,
      kernelTimes: recording.kernelTimes,
      startedMs: recording.startedMs,
      elapsedMs: progress.elapsedMs,
      counters: {
        received: written + progress.lost,
        written,
        bytes: progress.bytes,
        droppedByKernel: progress.dropped,
        backlogPackets: backlog.packets,
        backlogMs: backlog.ms,
        clockSteps: progress.clockSteps,
      },
      end: progress.end,
      files: [...progress.files],
      unsaved: recording.unsaved,
    };
  }

  /** The state now and then at most ten times a second, until the recording has ended and is analysed. */
  async *updates(signal: CancelSignal): AsyncGenerator<LiveUpdate> {
    let version = 0;
    while (!signal.cancelled) {
      const over = this.recording.progress.end !== null && this.capture.state !== 'reading';
      if (this.findings !== null && !over && this.backlog.ms < UP_TO_DATE_MS) this.findings.tick();
      const findings = this.findings?.since(version) ?? [];
      version = this.findings?.version ?? 0;
      yield { state: this.state(), findings };
      if (over) return;
      await this.#host.sleep(UPDATE_MS);
    }
  }

  async stop(): Promise<void> {
    await this.recording.stop();
    await this.capture.done();
  }

  /** After the capture is closed: a recording that was only ours is removed. */
  closed(): void {
    this.#stopListening();
    this.recording.remove();
  }

  #note(): void {
    this.#backlog.note(this.recording.progress.packets, this.capture.pass.packets.length, this.#host.now());
  }
}
