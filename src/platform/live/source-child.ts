/** The child process that captures: its stream, what it says, how it is asked to end, and whether it still answers. */
import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import type { Readable } from 'node:stream';
import type { LiveSourceKind } from '../../shared/contract/choices';
import { type Invocation, programEnvironment } from './run-program';

const ENDS_WITHIN_MS = 1500;
const CLOSES_WITHIN_MS = 500;
/** Lines of standard error that are kept: the last say why it ended. */
const MOST_LINES = 12;
/** tcpdump, answering SIGUSR1 and at its end: packets captured, received by filter, dropped by the kernel. */
const TCPDUMP_COUNTS = /(\d+) packets? captured, (\d+) packets? received by filter, (\d+) packets? dropped by kernel/;
const DROPPED_BY_KERNEL = /^(\d+) packets? dropped by kernel$/;
const ASK_MS = 1000;
/** A source that has not answered for so long hangs. */
const SILENT_MS = 6000;

export interface SourceChildEvents {
  /** Packets that the kernel dropped so far. */
  onDropped(count: number): void;
  /** It does not answer any more. */
  onHang(): void;
  /** It has ended and its stream has been read to the end. */
  onEnd(status: number | null, signal: NodeJS.Signals | null): void;
}

export class SourceChild {
  readonly stream: Readable;
  readonly #child: ChildProcess;
  readonly #lines: string[] = [];
  readonly #asking: NodeJS.Timeout;
  #answeredMs = performance.now();
  #stopping = false;
  /** Why it could not be started; null when it was. */
  #notStarted: string | null = null;

  constructor(
    readonly kind: LiveSourceKind,
    command: Invocation,
    readonly events: SourceChildEvents,
  ) {
    const child = spawn(command.program, [...command.args], { stdio: ['ignore', 'pipe', 'pipe'], env: programEnvironment(command.environment) });
    this.#child = child;
    this.stream = child.stdout;
    let rest = '';
    child.stderr.setEncoding('utf8').on('data', (piece: string) => {
      const lines = (rest + piece).split(/[\r\n]+/);
      rest = lines.pop() ?? '';
      for (const line of lines) this.#heard(line.trim());
    });
    child.on('error', (error) => {
      if (child.pid === undefined) this.#notStarted = error.message;
    });
    child.on('close', (status, signal) => {
      clearInterval(this.#asking);
      this.#heard(rest.trim());
      events.onEnd(status, signal);
    });
    this.#asking = setInterval(() => this.#ask(), ASK_MS);
  }

  /** What it said last, or why it could not be started. */
  get said(): string {
    return this.#notStarted ?? this.#lines.join('\n');
  }

  /** Asks it to end: what it holds is written first. Ends it by force when that takes long. */
  stop(): void {
    if (this.#stopping) return;
    this.#stopping = true;
    this.#signal('SIGINT');
    setTimeout(() => this.kill(), ENDS_WITHIN_MS).unref();
  }

  kill(): void {
    this.#stopping = true;
    this.#signal('SIGKILL');
    setTimeout(() => this.#letGo(), CLOSES_WITHIN_MS).unref();
  }

  /** A process of another user takes no signal of ours; it ends when nobody reads what it writes. */
  #signal(signal: NodeJS.Signals): void {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    if (!this.#child.kill(signal)) this.#letGo();
  }

  #letGo(): void {
    this.#child.stdout?.destroy();
    this.#child.stderr?.destroy();
  }

  #heard(line: string): void {
    this.#answeredMs = performance.now();
    if (line === '' || line === 'alive') return;
    const counts = TCPDUMP_COUNTS.exec(line);
    const dropped = counts?.[3] ?? DROPPED_BY_KERNEL.exec(line)?.[1];
    if (dropped !== undefined) this.events.onDropped(Number(dropped));
    if (counts !== null) return;
    this.#lines.push(line);
    if (this.#lines.length > MOST_LINES) this.#lines.shift();
  }

  /** tcpdump answers SIGUSR1, the agent speaks by itself; of the others the kernel tells whether they are held. */
  #ask(): void {
    if (this.#stopping || this.#child.pid === undefined) return;
    if (this.kind === 'tcpdump' && process.platform !== 'win32' && this.#lines.length > 0) this.#child.kill('SIGUSR1');
    else if (this.kind === 'dumpcap' || this.kind === 'ssh') {
      if (isHeld(this.#child.pid)) this.events.onHang();
      return;
    }
    if ((this.kind === 'tcpdump' && this.#lines.length > 0) || this.kind === 'cap') {
      if (performance.now() - this.#answeredMs > SILENT_MS) this.events.onHang();
    }
  }
}

/** Stopped by a signal or a debugger (proc(5): state T or t). False where the system does not tell. */
function isHeld(pid: number): boolean {
  if (process.platform !== 'linux') return false;
  try {
    return /^State:\s+[Tt]/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
  } catch {
    return false;
  }
}
