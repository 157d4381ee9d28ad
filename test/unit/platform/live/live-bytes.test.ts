/** A recording in many files, read while it is made: how many of them are open, and what of them can still be read. */
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { LiveBytes } from '../../../../src/platform/live/live-bytes';

const FILES = 600;
const FILE_BYTES = 4;

let folder: string;
let bytes: LiveBytes;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tcpulse-live-bytes-'));
  bytes = new LiveBytes('lo', 'lo');
});
afterEach(async () => {
  await bytes.close();
  rmSync(folder, { recursive: true });
});

const pathOf = (number: number): string => join(folder, `${number}.pcapng`);
function readAt(offset: number): string {
  const target = new Uint8Array(FILE_BYTES);
  return Buffer.from(target.subarray(0, bytes.read(offset, target, 0, FILE_BYTES))).toString();
}
/** The analysis reads each file when it has been written. */
function recordAll(): void {
  for (let number = 0; number < FILES; number++) {
    const text = String(number).padStart(FILE_BYTES, '0');
    writeFileSync(pathOf(number), text);
    bytes.addPart(number, pathOf(number), number * FILE_BYTES);
    bytes.grow((number + 1) * FILE_BYTES);
    expect(readAt(number * FILE_BYTES)).toBe(text);
  }
}

describe('the bytes of a live recording', () => {
  it.runIf(process.platform === 'linux')('are held open in some of its files only, and can be read in all', () => {
    const before = readdirSync('/proc/self/fd').length;
    recordAll();
    expect(readdirSync('/proc/self/fd').length - before).toBeLessThan(FILES / 2);
    for (const number of [0, 1, FILES / 2, FILES - 1]) expect(readAt(number * FILE_BYTES)).toBe(String(number).padStart(FILE_BYTES, '0'));
    expect(readdirSync('/proc/self/fd').length - before).toBeLessThan(FILES / 2);
  });

  it('are gone with a file that was taken away, and there in the next', () => {
    recordAll();
    rmSync(pathOf(0));
    expect(readAt(0)).toBe('');
    expect(readAt(FILE_BYTES)).toBe('0001');
    expect(bytes.paths).not.toContain(pathOf(0));
    expect(bytes.firstKept).toBe(FILE_BYTES);
  });

  it('are read no more once it is closed', async () => {
    recordAll();
    await bytes.close();
    expect(readAt(0)).toBe('');
  });
});
