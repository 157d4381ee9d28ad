/** What live capture needs of the machine; `platform` gives it, tests give a double. */
import type { CancelSignal } from '../../shared/base/cancellation';
import type { LiveSourceKind } from '../../shared/contract/choices';
import type { AppError } from '../../shared/contract/errors';
import type {
  LiveEnd,
  LiveFilterCheck,
  LiveInterface,
  LiveOptions,
  LiveRecovery,
  LiveRemote,
  LiveSources,
  LiveTarget,
  LiveTraffic,
} from '../../shared/contract/live';
import type { CaptureBytes } from './host';

export interface LiveHost {
  sources(): Promise<LiveSources>;
  /** `source`: null takes the best. Throws AppError `no-live-source`, `live-source-not-ready`, `remote-failed`. */
  interfaces(source: LiveSourceKind | null, remote: LiveRemote | null): Promise<{ source: LiveSourceKind; interfaces: LiveInterface[] }>;
  traffic(signal: CancelSignal): AsyncIterable<LiveTraffic>;
  checkFilter(target: LiveTarget): Promise<LiveFilterCheck>;
  /** Resolves when the source's stream has begun. Throws AppError `no-live-source`, `live-source-not-ready`, `bad-capture-filter`, `live-start-failed`, `file-not-found` (a folder), `file-not-writable`, `disk-full`. */
  start(options: LiveOptions): Promise<LiveRecording>;
  /** Recordings that were left behind. */
  recoveries(): LiveRecovery[];
  /** Takes one over. Throws AppError `no-such-live-recording`. */
  recover(id: string): LiveRecording;
  /** Removes one. Throws AppError `no-such-live-recording`. */
  discard(id: string): void;
}

/** A recording that is being made, or was. */
export interface LiveRecording {
  readonly bytes: CaptureBytes;
  readonly source: LiveSourceKind;
  readonly kernelTimes: boolean;
  readonly interface: string;
  readonly filter: string;
  readonly host: string | null;
  /** Milliseconds since the epoch. */
  readonly startedMs: number;
  readonly progress: LiveProgress;
  /** What kept all of it from being recorded; null where something was, or where nothing came. */
  readonly startFault: AppError | null;
  /** True while it is nowhere but in the folder of unsaved recordings. */
  readonly unsaved: boolean;
  /** Calls after every change of `progress`; returns a function that stops it. */
  onChange(listener: () => void): () => void;
  /** Resolves when it has ended. */
  stop(): Promise<void>;
  markSaved(): void;
  /** Removes the temporary files; does nothing to a file that the user named. Call when the bytes are closed. */
  remove(): void;
}

export interface LiveProgress {
  readonly recording: boolean;
  readonly stopping: boolean;
  /** Since it was started, or until it ended. */
  readonly elapsedMs: number;
  /** Whole packets in the recording's files. */
  readonly packets: number;
  /** Packets that were received and could not be written. */
  readonly lost: number;
  readonly bytes: number;
  readonly dropped: number | null;
  readonly clockSteps: number;
  readonly end: LiveEnd | null;
  readonly files: readonly string[];
}
