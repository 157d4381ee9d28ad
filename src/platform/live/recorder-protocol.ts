/** What the recorder process and its owner tell each other: one JSON object a line, on the recorder's standard input and output. */
import type { LiveSourceKind } from '../../shared/contract/choices';
import type { LiveEnd, LiveOptions } from '../../shared/contract/live';
import type { Invocation } from './run-program';

export interface RecordingRequest {
  /** 24 hexadecimal digits: names the recording in the folder. */
  readonly id: string;
  /** Identifies the session that looks after the recording. */
  readonly owner: { readonly process: number; readonly session: string };
  readonly source: LiveSourceKind;
  /** The child that writes the stream; null: the recorder reads `pipe` itself. */
  readonly command: Invocation | null;
  /** Path of a named pipe, or `-`: the recorder's descriptor 3. Nobody knows when its stream begins. */
  readonly pipe: string | null;
  readonly options: LiveOptions;
  /** Folder of recordings. */
  readonly folder: string;
  /** For the section of the recording. */
  readonly comments: readonly string[];
  /** Time that the source has until its stream begins. */
  readonly beginWithinMs: number;
}

/** To the recorder. The end of its input means that the owner is gone: it stops, and what it wrote stays. */
export type RecorderCommand =
  | { readonly do: 'start'; readonly request: RecordingRequest }
  | { readonly do: 'stop' }
  /** The owner has a descriptor of the file and does not need its name any more. */
  | { readonly do: 'opened'; readonly file: number };

/** From the recorder. */
export type RecorderEvent =
  /** `start`: where the file's bytes begin in the recording as a whole. */
  | { readonly tell: 'file'; readonly file: number; readonly path: string; readonly start: number }
  | { readonly tell: 'removed'; readonly file: number }
  /** The source's stream has begun. */
  | { readonly tell: 'begun' }
  | ({ readonly tell: 'written' } & RecorderCounters)
  | ({ readonly tell: 'ended' } & LiveEnd);

export interface RecorderCounters {
  /** Of all files together, those removed included; always whole blocks. */
  readonly bytes: number;
  readonly packets: number;
  /** Packets that came and could not be written. */
  readonly lost: number;
  /** Null: the source has not told. */
  readonly dropped: number | null;
  readonly clockSteps: number;
}

/** Splits what arrives in pieces into lines of UTF-8, and each line from JSON; what is no JSON is left out. */
export function jsonLines<T>(take: (message: T) => void): (piece: Uint8Array) => void {
  const decoder = new TextDecoder();
  let rest = '';
  return (piece) => {
    const lines = (rest + decoder.decode(piece, { stream: true })).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) if (line.startsWith('{')) take(JSON.parse(line) as T);
  };
}
