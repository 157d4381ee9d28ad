/** Answers the part of the contract that is about live capture. */
import type { CancelSignal } from '../../shared/base/cancellation';
import { AppError } from '../../shared/contract/errors';
import type { LiveOptions, LiveThresholds } from '../../shared/contract/live';
import type { liveContract } from '../../shared/contract/live-methods';
import type { Handlers } from '../../shared/rpc/handlers';
import { type ExportSelection, exportPackets, isWhole } from './export-packets';
import type { CaptureBytes, SessionHost } from './host';
import { LiveCapture } from './live-capture';
import { LiveFindings } from './live-findings';
import type { LiveHost, LiveRecording } from './live-host';
import type { OpenedCapture, PassExtra } from './opened-capture';

/** What live capture needs of the session. */
export interface LiveSession {
  open(bytes: CaptureBytes, extra?: PassExtra): Promise<OpenedCapture>;
  capture(id: number): OpenedCapture;
  /** Which frames a display filter shows. Throws AppError `filter.syntax`. */
  shown(capture: OpenedCapture, filter: string): Promise<(frame: number) => boolean>;
  /** Called when a recording has begun. */
  begun(capture: OpenedCapture, options: LiveOptions): void;
}

/** The live captures of a session. */
export class LiveCaptures {
  readonly handlers: Handlers<typeof liveContract>;
  readonly #live = new Map<number, LiveCapture>();

  constructor(
    readonly host: SessionHost,
    readonly session: LiveSession,
  ) {
    this.handlers = {
      'captures.export': ({ capture, filter, ...part }, { signal }) => this.#export(capture, filter, part, signal),
      'live.sources': () => this.#machine.sources(),
      'live.interfaces': ({ source, remote }) => this.#machine.interfaces(source, remote),
      'live.traffic': (_, { signal }) => this.#machine.traffic(signal),
      'live.checkFilter': (target) => this.#machine.checkFilter(target),
      'live.start': async ({ options, thresholds }, { signal }) => {
        const recording = await this.#machine.start(options);
        // A pipe may say nothing for long.
        const takeBack = signal.onCancel(() => void recording.stop());
        try {
          const opened = await this.#open(recording, thresholds);
          this.session.begun(this.session.capture(opened.capture), options);
          return opened;
        } finally {
          takeBack();
        }
      },
      'live.setThresholds': ({ capture, thresholds }) => {
        this.#capture(capture).findings?.setThresholds(thresholds);
        return {};
      },
      'live.stop': async ({ capture }) => {
        await this.#capture(capture).stop();
        return {};
      },
      'live.updates': ({ capture }, { signal }) => this.#capture(capture).updates(signal),
      'live.recoveries': () => this.#machine.recoveries(),
      'live.recover': ({ id }) => this.#open(this.#machine.recover(id), null),
      'live.discard': ({ id }) => {
        this.#machine.discard(id);
        return {};
      },
    };
  }

  /** Call when a capture is about to be closed; the function returned, when it is. */
  async closing(capture: number): Promise<() => void> {
    const live = this.#live.get(capture);
    if (live === undefined) return () => {};
    this.#live.delete(capture);
    await live.recording.stop();
    return () => live.closed();
  }

  /** Ends every recording; those that nobody saved stay, to be offered again. */
  async dispose(): Promise<void> {
    await Promise.all(
      [...this.#live.values()].map(async ({ recording }) => {
        await recording.stop();
        if (!recording.unsaved) recording.remove();
      }),
    );
    this.#live.clear();
  }

  get #machine(): LiveHost {
    if (this.host.live === undefined) throw new AppError('no-live-source', {});
    return this.host.live;
  }

  #capture(id: number): LiveCapture {
    const live = this.#live.get(id);
    if (live === undefined) throw new AppError('not-live', { capture: id });
    return live;
  }

  /** `thresholds`: null for a recording that is over. */
  async #open(recording: LiveRecording, thresholds: LiveThresholds | null): Promise<{ capture: number }> {
    let findings: LiveFindings | null = null;
    const extra: PassExtra = (input, probes) => {
      findings = new LiveFindings(input, probes, thresholds as LiveThresholds, () => this.host.now());
      return findings;
    };
    try {
      const capture = thresholds === null ? await this.session.open(recording.bytes) : await this.session.open(recording.bytes, extra);
      this.#live.set(capture.id, new LiveCapture(recording, capture, findings, this.host));
      return { capture: capture.id };
    } catch (error) {
      await recording.stop();
      recording.remove();
      // Of a recording that holds nothing the reader knows only that it is empty.
      throw recording.startFault ?? error;
    }
  }

  async *#export(id: number, filter: string | null, part: Omit<ExportSelection, 'shown'>, signal: CancelSignal) {
    const capture = this.session.capture(id);
    const selection: ExportSelection = { ...part, shown: filter === null ? null : await this.session.shown(capture, filter) };
    yield* exportPackets(capture, selection, signal);
    const live = this.#live.get(id);
    if (isWhole(selection) && !signal.cancelled && live?.recording.progress.end !== null) live?.recording.markSaved();
  }
}
