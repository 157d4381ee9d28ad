/** `tcpulse capture --json`, run as a user does. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

export const COMMAND = fileURLToPath(new URL('../../bin/tcpulse.js', import.meta.url));

export interface Running {
  readonly child: ChildProcess;
  /** What it printed, a line each. */
  readonly lines: Record<string, unknown>[];
  /** What it said to people. */
  messages: string;
}

interface CaptureStart {
  /** Words before the command: of a namespace, of a limited machine. */
  readonly before?: readonly string[];
  readonly args: readonly string[];
  readonly environment: NodeJS.ProcessEnv;
}

/** Resolves when it captures, or has ended. */
export async function startCapture({ before = [], args, environment }: CaptureStart): Promise<Running> {
  const [program = '', ...words] = [...before, process.execPath, COMMAND, 'capture', '--json', ...args];
  const child = spawn(program, words, { env: environment, stdio: ['ignore', 'pipe', 'pipe'] });
  const running: Running = { child, lines: [], messages: '' };
  let rest = '';
  child.stdout.on('data', (piece) => {
    const lines = (rest + piece).split('\n');
    rest = lines.pop() ?? '';
    running.lines.push(...lines.map((line) => JSON.parse(line)));
  });
  const ended = once(child, 'close');
  const capturing = new Promise<void>((resolve) => {
    child.stderr.on('data', (piece) => {
      running.messages += piece;
      if (/Capturing on/.test(running.messages)) resolve();
    });
  });
  await Promise.race([capturing, ended]);
  return running;
}

/** Its exit status. */
export async function finish({ child }: Running, signal: NodeJS.Signals = 'SIGINT'): Promise<number | null> {
  if (child.exitCode !== null) return child.exitCode;
  const ended = once(child, 'close') as Promise<[number | null]>;
  child.kill(signal);
  return (await ended)[0];
}

/** Its exit status, once it has ended by itself. */
export async function endOf({ child }: Running): Promise<number | null> {
  if (child.exitCode !== null) return child.exitCode;
  return ((await once(child, 'close')) as [number | null])[0];
}
