import { totalmem } from 'node:os';
import { MessageChannel, type MessagePort, type ResourceLimits, Worker } from 'node:worker_threads';
import { AppError } from '../shared/contract/errors';
import type { Transport } from '../shared/rpc/transport';
import { limitHeapGrowth } from './heap-growth';
import { workerPortTransport } from './worker-port-transport';

/** What the engine's thread is told. */
export type EngineWorkerMessage = { readonly kind: 'serve'; readonly port: MessagePort } | { readonly kind: 'dispose' };

export interface EngineHostOptions {
  /** The built worker script. */
  readonly script: string | URL;
  /** Cloned into the worker; of the engine: SessionHostOptions. */
  readonly workerData: unknown;
  readonly resourceLimits?: ResourceLimits;
}

/** A capture that is larger than this can still be opened: its columns are typed arrays, which the heap does not hold. */
const MAX_HEAP_MB = 4096;
/** A small part of V8's own limit: what the engine allocates dies at once or stays, so that a larger one holds garbage only. */
const YOUNG_HEAP_MB = 3;
const DISPOSE_TIMEOUT_MS = 2000;

/** Owns the engine's thread: gives ports to it, tells when it dies, and starts another when it is wanted again. */
export class EngineHost {
  readonly #options: EngineHostOptions;
  readonly #deathListeners = new Set<(error: AppError) => void>();
  #worker: Worker | null = null;
  #disposed = false;

  constructor(options: EngineHostOptions) {
    this.#options = options;
  }

  /** The end of a new way whose other end the engine serves. Starts the thread when none runs; closes when the thread dies. */
  connect(): Transport {
    if (this.#disposed) throw new AppError('connection-lost');
    this.#worker ??= this.#start();
    const { port1, port2 } = new MessageChannel();
    this.#post(this.#worker, { kind: 'serve', port: port2 }, [port2]);
    return workerPortTransport(port1);
  }

  /** Tells why the thread died: `out-of-memory` or `internal`. What was open in it is lost; `connect` starts another. */
  onDeath(listener: (error: AppError) => void): () => void {
    this.#deathListeners.add(listener);
    return () => this.#deathListeners.delete(listener);
  }

  /** Lets the engine close its files; ends the thread by force when that takes long. */
  async dispose(): Promise<void> {
    this.#disposed = true;
    const worker = this.#worker;
    this.#worker = null;
    if (worker === null) return;
    const ended = new Promise<void>((resolve) => worker.once('exit', () => resolve()));
    this.#post(worker, { kind: 'dispose' }, []);
    const timer = setTimeout(() => void worker.terminate(), DISPOSE_TIMEOUT_MS);
    await ended;
    clearTimeout(timer);
  }

  #start(): Worker {
    limitHeapGrowth();
    const worker = new Worker(this.#options.script, {
      workerData: this.#options.workerData,
      resourceLimits: this.#options.resourceLimits ?? {
        maxOldGenerationSizeMb: Math.min(MAX_HEAP_MB, Math.round((totalmem() / 2 ** 20) * 0.75)),
        maxYoungGenerationSizeMb: YOUNG_HEAP_MB,
      },
    });
    let death: AppError | null = null;
    worker.on('error', (error: NodeJS.ErrnoException) => {
      death =
        error.code === 'ERR_WORKER_OUT_OF_MEMORY'
          ? new AppError('out-of-memory', {}, error)
          : new AppError('internal', { detail: error.message }, error);
    });
    worker.on('exit', (code) => {
      if (this.#worker !== worker) return;
      this.#worker = null;
      const error = death ?? new AppError('internal', { detail: `engine ended with ${code}` });
      for (const listener of [...this.#deathListeners]) listener(error);
    });
    return worker;
  }

  #post(worker: Worker, message: EngineWorkerMessage, transfer: MessagePort[]): void {
    worker.postMessage(message, transfer);
  }
}
