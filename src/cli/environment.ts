import type { CancelSignal } from '../shared/base/cancellation';
import type { Contract } from '../shared/contract/contract';
import type { EngineContract } from '../shared/contract/methods';
import type { Texts } from '../shared/locales/texts';
import type { Client } from '../shared/rpc/handlers';

/** The engine, as a command uses it: by the whole contract, or the part of it that the command needs. */
export interface Engine<C extends Contract = EngineContract> {
  readonly client: Client<C>;
  /** Resolves with the reason when the engine dies. */
  readonly death: Promise<Error>;
  close(): Promise<void>;
}

export interface TextOutput {
  /** True for a terminal: progress is shown there and nowhere else. */
  readonly isTerminal: boolean;
  write(text: string): void;
}

export interface ByteOutput {
  /** Resolves when the bytes are written and need not be kept; false when nobody reads any more (the pipe was closed). Throws AppError `disk-full` or `file-not-readable`. */
  write(bytes: Uint8Array): Promise<boolean>;
}

/** What a command may touch; tests give doubles. */
export interface Environment {
  readonly version: string;
  readonly texts: Texts;
  readonly output: ByteOutput;
  readonly messages: TextOutput;
  /** Cancelled by SIGINT or SIGTERM. */
  readonly signal: CancelSignal;
  /** `contract`: what of the engine's contract the command calls. */
  startEngine<C extends Contract>(contract: C): Promise<Engine<C>>;
}
