/** Frames that a filter shows, by us and by tshark. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { compileFilter } from '../../../src/engine/filter/compile-filter';
import { FilteredPackets } from '../../../src/engine/session/filtered-packets';
import type { OpenedCapture } from '../../../src/engine/session/opened-capture';
import { CancelSource } from '../../../src/shared/base/cancellation';

export const PUBLIC = join(import.meta.dirname, '../../../../shared/captures/public');
export const hasPublicCaptures = existsSync(PUBLIC);
export const hasTshark = spawnSync('tshark', ['--version']).status === 0;

/** Frames of a capture that our filter shows. Throws AppError `filter.syntax`. */
export async function ourFrames(capture: OpenedCapture, filter: string): Promise<number[]> {
  const found = new FilteredPackets(capture, await compileFilter(filter));
  await found.scan(new CancelSource());
  return [...found.frames(0, found.shown)];
}

/** Frames that `tshark -Y` shows. Throws an Error with what tshark says against the filter. */
export function tsharkFrames(path: string, filter: string): number[] {
  const home = mkdtempSync(join(tmpdir(), 'tcpulse-tshark-'));
  try {
    const run = spawnSync('tshark', ['-n', '-r', path, '-Y', filter, '-T', 'fields', '-e', 'frame.number'], {
      env: { ...process.env, HOME: home, TZ: 'UTC' },
      maxBuffer: 1 << 26,
    });
    const problem = run.stderr
      .toString('utf8')
      .split('\n')
      .filter((line) => line.startsWith('tshark: ') && !line.includes('cut short'));
    if (problem.length > 0) throw new Error(problem.join(' '));
    return run.stdout
      .toString('utf8')
      .split('\n')
      .filter((line) => line !== '')
      .map(Number);
  } finally {
    rmSync(home, { recursive: true, force: true });
  }
}
