import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import type { HostProbe } from '../../engine/session/host';
import type { AppError } from '../../shared/contract/errors';
import { LOOK_END } from './shell-loop';

/** A shell that answers no longer than this hangs, or its network does. */
const ANSWER_WITHIN_MS = 30_000;
/** What is kept of the error output: the end of it. */
const ERROR_CHARACTERS = 2000;

interface Waiting {
  resolve(text: string): void;
  reject(error: AppError): void;
}

/** One long-lived shell that runs the loop of `shell-loop.ts`, wherever `command` starts it. It ends when its input does, so nothing is left behind. */
export class ShellProbe implements HostProbe {
  readonly #child: ChildProcessWithoutNullStreams;
  readonly #failure: (stderr: string, detail: string) => AppError;
  #output = '';
  #errors = '';
  #waiting: Waiting | null = null;
  #end: AppError | null = null;

  /** `failure`: why the shell ended, by what it wrote to its error output and by how it ended. */
  constructor(command: readonly string[], failure: (stderr: string, detail: string) => AppError) {
    const [program = '', ...args] = command;
    this.#failure = failure;
    this.#child = spawn(program, args, { stdio: ['pipe', 'pipe', 'pipe'] });
    const { stdin, stdout, stderr } = this.#child;
    stdout.setEncoding('utf8').on('data', (text: string) => this.#take(text));
    stderr.setEncoding('utf8').on('data', (text: string) => {
      this.#errors = (this.#errors + text).slice(-ERROR_CHARACTERS);
    });
    // A shell that ended cannot be written to; its end is told by 'close'.
    stdin.on('error', () => {});
    this.#child.on('error', (error: NodeJS.ErrnoException) => this.#ended(`${program}: ${error.code ?? error.message}`));
    this.#child.on('close', (code, signal) => this.#ended(signal ?? `exit status ${code}`));
  }

  look(parts: { readonly sockets: boolean; readonly sysctls: boolean }): Promise<string> {
    if (this.#end !== null) return Promise.reject(this.#end);
    return new Promise<string>((resolve, reject) => {
      const timer = setTimeout(() => {
        this.#ended(`no answer within ${ANSWER_WITHIN_MS / 1000} s`);
        this.close();
      }, ANSWER_WITHIN_MS);
      const finish =
        <T>(settle: (value: T) => void) =>
        (value: T) => {
          clearTimeout(timer);
          settle(value);
        };
      this.#waiting = { resolve: finish(resolve), reject: finish(reject) };
      this.#child.stdin.write(`-${parts.sockets ? 's' : ''}${parts.sysctls ? 'c' : ''}\n`);
    });
  }

  close(): void {
    this.#child.stdin.end();
    this.#child.kill();
  }

  #take(text: string): void {
    this.#output += text;
    // A login shell may print a greeting before the first look; it is read like any other text.
    const end = this.#output.indexOf(`${LOOK_END}\n`, Math.max(0, this.#output.length - text.length - LOOK_END.length - 1));
    if (end < 0) return;
    const look = this.#output.slice(0, end);
    this.#output = this.#output.slice(end + LOOK_END.length + 1);
    const waiting = this.#waiting;
    this.#waiting = null;
    waiting?.resolve(look);
  }

  #ended(detail: string): void {
    this.#end ??= this.#failure(this.#errors.trim(), detail);
    const waiting = this.#waiting;
    this.#waiting = null;
    waiting?.reject(this.#end);
  }
}
