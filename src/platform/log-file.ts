import { appendFileSync, closeSync, mkdirSync, openSync, readSync, renameSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { printable } from '../shared/base/printable';
import { LOG_LEVELS, type LogLevel } from '../shared/contract/settings';
import { configurationFolder } from './configuration-folder';

/** The log and the one before it are never larger than this each. */
const MAX_BYTES = 1024 * 1024;
const TAIL_BYTES = 64 * 1024;

/** One line an entry: `2026-01-31T12:00:00.000Z warning message`. What cannot be written is lost: a log is no reason to fail. */
export class LogFile {
  readonly path: string;
  level: LogLevel = 'info';

  constructor(
    private readonly folder: string = configurationFolder(),
    private readonly nowMs: () => number = Date.now,
  ) {
    this.path = join(folder, 'tcpulse.log');
  }

  write(level: LogLevel, message: string): void {
    if (LOG_LEVELS.indexOf(level) > LOG_LEVELS.indexOf(this.level)) return;
    try {
      mkdirSync(this.folder, { recursive: true, mode: 0o700 });
      this.#rotate();
      appendFileSync(this.path, `${new Date(this.nowMs()).toISOString()} ${level} ${printable(message)}\n`, { mode: 0o600 });
    } catch {
      // See above.
    }
  }

  /** The last lines, at most 64 KiB; empty when there are none. */
  tail(): string {
    let descriptor: number;
    try {
      descriptor = openSync(this.path, 'r');
    } catch {
      return '';
    }
    try {
      const { size } = statSync(this.path);
      const buffer = Buffer.alloc(Math.min(TAIL_BYTES, size));
      const length = readSync(descriptor, buffer, 0, buffer.length, size - buffer.length);
      const text = buffer.toString('utf8', 0, length);
      // A line of which only the end is there is left out.
      return size > TAIL_BYTES ? text.slice(text.indexOf('\n') + 1) : text;
    } finally {
      closeSync(descriptor);
    }
  }

  #rotate(): void {
    let size = 0;
    try {
      size = statSync(this.path).size;
    } catch {
      return;
    }
    if (size > MAX_BYTES) renameSync(this.path, `${this.path}.1`);
  }
}
