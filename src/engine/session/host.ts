/** What a session needs of the machine it runs on; `platform` gives it, tests give a double. */

import type { CaptureSource } from '../../shared/contract/capture-methods';
import type { HostTarget } from '../../shared/contract/host';
import type { CaptureIssue } from '../formats/format';
import type { LiveHost } from './live-host';

/** The (decompressed) bytes of a capture: random access to what is there now, and a way to wait for more. Reads are synchronous: the engine has a thread of its own. */
export interface CaptureBytes {
  /** As the report names it: the path given by the user, `-` for standard input, the name of pasted text. */
  readonly path: string;
  readonly name: string;
  /** Size of the stored file, compressed or not; null while it is not known. */
  readonly storedBytes: number | null;
  /** Bytes that can be read now. Grows until `ended`. */
  readonly available: number;
  readonly ended: boolean;
  /** True for a recording that is being made: its format is told from what is there, however little. */
  readonly live?: boolean;
  /** Where the first byte is that can still be read: a recording in a ring of files loses its oldest. 0 when absent. */
  readonly firstKept?: number;
  /** Damage found while decompressing; what came out before it is kept. */
  readonly issue: CaptureIssue | null;
  /** Copies up to `length` bytes at `offset` into `target` at `at`; returns how many. Throws AppError `file-not-readable` when the medium fails. */
  read(offset: number, target: Uint8Array, at: number, length: number): number;
  /** Resolves when `available` exceeds `size` or `ended`. */
  waitFor(size: number): Promise<void>;
  /** Frees the descriptor, removes temporary files. */
  close(): Promise<void>;
}

/** A host whose kernel is looked at again and again. Nothing is ever changed there. */
export interface HostProbe {
  /**
   * What the host prints, as `HostTextParser` reads it: the time, counters and listening sockets; `sockets`: those with a timer, `sysctls`: the settings.
   * One look at a time. Throws AppError `ssh-failed`, `no-such-namespace`, `host-not-permitted`, `host-lost`.
   */
  look(parts: { readonly sockets: boolean; readonly sysctls: boolean }): Promise<string>;
  /** Ends the programs that were started for it. */
  close(): void;
}

/** The way to the kernels of hosts. */
export interface KernelAccess {
  /** What keeps this machine from being sampled. */
  readonly missing: readonly ('not-linux' | 'no-ss')[];
  /** Names of the network namespaces of this machine. */
  namespaces(): Promise<string[]>;
  /** Throws AppError `host-not-linux`. */
  open(target: HostTarget): HostProbe;
}

export interface SessionHost {
  readonly version: string;
  readonly root: string | null;
  readonly samples: readonly { readonly id: string; readonly bytes: number }[];
  /** Throws AppError: file-not-found, file-not-readable, is-a-folder, outside-root, no-such-sample, upload-failed. */
  open(source: CaptureSource): Promise<CaptureBytes>;
  /** Entries of a folder inside the root, folders first, by name; AppError outside-root, file-not-found, file-not-readable. */
  listFiles(path: string | null): Promise<{
    path: string;
    parent: string | null;
    entries: { name: string; path: string; kind: 'folder' | 'file'; bytes: number; modifiedMs: number }[];
  }>;
  /** Absent: no kernel can be sampled, only text be read. */
  readonly kernel?: KernelAccess;
  /** Lets other work of this thread run (timers, messages), then continues. */
  pause(): Promise<void>;
  sleep(ms: number): Promise<void>;
  /** Monotonic milliseconds. */
  now(): number;
  /** Absent where nothing can be captured. */
  readonly live?: LiveHost;
}
