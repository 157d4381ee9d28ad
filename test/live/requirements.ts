/** What the live suites need of this machine. */
import { spawnSync } from 'node:child_process';
import { threadId } from 'node:worker_threads';

const succeeds = (program: string, args: readonly string[]): boolean => spawnSync(program, args, { stdio: 'ignore' }).status === 0;

/** Whether this user may capture on the loopback interface with tcpdump. */
export function mayCapture(): boolean {
  return process.platform === 'linux' && succeeds('tcpdump', ['-L', '-i', 'lo']);
}

/** Whether network namespaces can be made: as root on Linux. */
export function hasNamespaces(): boolean {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return false;
  // Suites that run at the same time try at the same time.
  const name = `tcpulse-try-${process.pid}-${threadId}`;
  const made = succeeds('ip', ['netns', 'add', name]);
  if (made) succeeds('ip', ['netns', 'del', name]);
  return made;
}

export const hasProgram = (program: string): boolean => spawnSync(program, ['--version'], { stdio: 'ignore' }).error === undefined;
