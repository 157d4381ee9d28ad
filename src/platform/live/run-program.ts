/** Asks a program something and waits for its answer. */
import { execFile } from 'node:child_process';

export interface ProgramAnswer {
  /** Null when the program could not be started or did not end in time. */
  readonly status: number | null;
  readonly output: string;
  /** What it wrote to standard error, or why it could not be started. */
  readonly said: string;
}

export interface Invocation {
  readonly program: string;
  readonly args: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
}

const ANSWER_TIMEOUT_MS = 5000;
const MOST_OUTPUT_BYTES = 1024 * 1024;

/** Messages are asked for in English: they are shown as they are. */
export function programEnvironment(extra: Readonly<Record<string, string>> = {}): NodeJS.ProcessEnv {
  return { ...process.env, LC_ALL: 'C', ...extra };
}

export function askProgram({ program, args, environment }: Invocation, timeoutMs: number = ANSWER_TIMEOUT_MS): Promise<ProgramAnswer> {
  return new Promise((resolve) => {
    const options = { timeout: timeoutMs, killSignal: 'SIGKILL', maxBuffer: MOST_OUTPUT_BYTES, env: programEnvironment(environment) } as const;
    const child = execFile(program, [...args], options, (error, output, said) => {
      const status = error === null ? 0 : typeof error.code === 'number' ? error.code : null;
      resolve({ status, output, said: said.trim() !== '' || error === null ? said.trim() : error.message });
    });
    child.stdin?.end();
  });
}
