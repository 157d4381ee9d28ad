/** Processes of this machine, as /proc tells of them (proc(5)). Linux only. */
import { readdirSync, readFileSync } from 'node:fs';

/** Process ids of its children. */
export function childrenOf(pid: number): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((candidate) => parentOf(candidate) === pid);
}

/** Children before their children. */
export function descendantsOf(root: number): number[] {
  const children = childrenOf(root);
  return [...children, ...children.flatMap(descendantsOf)];
}

/** The words of its command line with a zero byte behind each; empty when it is gone. */
export const commandOf = (pid: number): string => told(pid, 'cmdline');

/** False as well of one that has ended and that nobody asked how. */
export function isAlive(pid: number): boolean {
  const status = told(pid, 'status');
  return status !== '' && !/^State:\s+Z/m.test(status);
}

/** Bytes that it has handed to write(2) and its like so far. NaN when it is gone, or somebody else's. */
export const bytesWritten = (pid: number): number => Number(/^wchar:\s+(\d+)/m.exec(told(pid, 'io'))?.[1]);

/** NaN when it is gone. */
const parentOf = (pid: number): number => Number(/^PPid:\s+(\d+)/m.exec(told(pid, 'status'))?.[1]);

function told(pid: number, name: string): string {
  try {
    return readFileSync(`/proc/${pid}/${name}`, 'utf8');
  } catch {
    return '';
  }
}
