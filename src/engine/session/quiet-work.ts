/** What views will ask for, made ahead while nobody asks for anything. */
import type { EngineContract } from '../../shared/contract/methods';
import type { Handlers } from '../../shared/rpc/handlers';
import type { SessionHost } from './host';
import type { SlicedWork } from './in-slices';

/** Nobody asked for anything for so long before such work begins or goes on. */
const QUIET_MS = 150;
/** Longest work between two pauses: a call that comes meanwhile waits no longer. */
const SLICE_MS = 5;

type Clock = Pick<SessionHost, 'now' | 'pause' | 'sleep'>;
/** Work in slices, or what is a call of its own: the loading of a module. */
type QuietTask = () => SlicedWork<unknown> | Promise<unknown>;

export class QuietWork {
  readonly #tasks: QuietTask[] = [];
  #calls = 0;
  #lastCallMs = Number.NEGATIVE_INFINITY;
  #running = false;
  #disposed = false;

  constructor(readonly host: Clock) {}

  /** The same handlers, whose calls such work makes way for. Streams last long and do their work in slices as well: only their beginning is a call. */
  watched(handlers: Handlers<EngineContract>): Handlers<EngineContract> {
    const watched = Object.entries(handlers).map(([name, handler]) => [name, this.#watchedCall(handler as Call)]);
    return Object.fromEntries(watched) as Handlers<EngineContract>;
  }

  /** Takes its turn after what was given before. What it throws is told to who asks for the same. */
  add(task: QuietTask): void {
    this.#tasks.push(task);
    if (!this.#running) void this.#run();
  }

  dispose(): void {
    this.#disposed = true;
  }

  #watchedCall(call: Call): Call {
    return (params, context) => {
      this.#calls++;
      const ended = (): void => {
        this.#calls--;
        this.#lastCallMs = this.host.now();
      };
      let answer: unknown;
      try {
        answer = call(params, context);
      } catch (error) {
        ended();
        throw error;
      }
      if (answer instanceof Promise) return answer.finally(ended);
      ended();
      return answer;
    };
  }

  async #run(): Promise<void> {
    this.#running = true;
    for (let task = this.#tasks.shift(); task !== undefined; task = this.#tasks.shift()) {
      await this.#untilQuiet();
      if (this.#disposed) return;
      try {
        const work = task();
        if (work instanceof Promise) await work;
        else await this.#drive(work);
      } catch {
        // Who asks for it gets the error.
      }
    }
    this.#running = false;
  }

  async #drive(work: SlicedWork<unknown>): Promise<void> {
    for (;;) {
      const end = this.host.now() + SLICE_MS;
      do if (work.next().done === true) return;
      while (this.host.now() < end);
      await this.host.pause();
      await this.#untilQuiet();
      if (this.#disposed) return;
    }
  }

  async #untilQuiet(): Promise<void> {
    while (!this.#disposed) {
      const waitMs = this.#calls > 0 ? QUIET_MS : this.#lastCallMs + QUIET_MS - this.host.now();
      if (waitMs <= 0) return;
      await this.host.sleep(waitMs);
    }
  }
}

type Call = (params: unknown, context: unknown) => unknown;
