/** Wall time and peak memory of a child process. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream, existsSync, readFileSync } from 'node:fs';

const POLL_MS = 5;
const TIME_PROGRAM = '/usr/bin/time';

/**
 * Runs a command with its output thrown away or written to a file. Peak memory (resident set) is the kernel's own figure where GNU time is
 * installed, else the last one seen in /proc before the end. Throws when the command fails.
 * @param {string[]} command
 * @param {{ output?: string, environment?: Record<string, string> }} [options]
 * @returns {Promise<{ ms: number, peakBytes: number }>}
 */
export async function measure(command, { output, environment } = {}) {
  const exact = existsSync(TIME_PROGRAM);
  const [program, ...args] = exact ? [TIME_PROGRAM, '-f', 'peak %M', ...command] : command;
  const started = performance.now();
  const child = spawn(program, args, {
    stdio: ['ignore', output === undefined ? 'ignore' : 'pipe', 'pipe'],
    env: { ...process.env, ...environment },
  });
  const file = output === undefined ? null : createWriteStream(output);
  if (file !== null) child.stdout.pipe(file);
  let messages = '';
  child.stderr.on('data', (text) => {
    messages += text;
  });
  let peakKb = 0;
  const poll = setInterval(() => {
    peakKb = Math.max(peakKb, peakOf(child.pid));
  }, POLL_MS);
  const [status] = await once(child, 'exit');
  const ms = performance.now() - started;
  clearInterval(poll);
  if (file !== null && !file.closed) await once(file, 'close');
  if (status !== 0) throw new Error(`${command.join(' ')} ended with ${status}: ${messages.slice(0, 500)}`);
  if (exact) peakKb = Number(/peak (\d+)/.exec(messages)?.[1] ?? 0);
  return { ms, peakBytes: peakKb * 1024 };
}

function peakOf(pid) {
  try {
    return Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0);
  } catch {
    return 0;
  }
}

/** The run with the median time of several. */
export async function measureMedian(times, command, options) {
  const runs = [];
  for (let i = 0; i < times; i++) runs.push(await measure(command, options));
  return runs.sort((a, b) => a.ms - b.ms)[Math.floor(times / 2)];
}
