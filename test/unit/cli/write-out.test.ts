import { execFileSync } from 'node:child_process';
import { lstatSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { writeOut } from '../../../src/cli/write-out';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tcpulse-out-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

async function* chunks(...texts: readonly string[]) {
  for (const text of texts) yield Buffer.from(text);
}

describe('the file that a command writes', () => {
  it('is the one that a link points to, and the link stays', async () => {
    writeFileSync(join(folder, 'real'), 'old');
    symlinkSync(join(folder, 'real'), join(folder, 'link'));
    await writeOut(join(folder, 'link'), chunks('a', 'b'));
    expect(lstatSync(join(folder, 'link')).isSymbolicLink()).toBe(true);
    expect(readFileSync(join(folder, 'real'), 'utf8')).toBe('ab');
    expect(readdirSync(folder).sort()).toEqual(['link', 'real']);
  });

  it.skipIf(process.platform === 'win32')('stays a pipe or a device where it is one', async () => {
    const pipe = join(folder, 'pipe');
    execFileSync('mkfifo', [pipe]);
    const read = readFile(pipe, 'utf8');
    await writeOut(pipe, chunks('a', 'b'));
    expect(statSync(pipe).isFIFO()).toBe(true);
    expect(await read).toBe('ab');
    expect(readdirSync(folder)).toEqual(['pipe']);
  });

  it.each([
    { name: 'the folder that is missing', path: 'no-such-folder/out.html', code: 'file-not-found', at: 'no-such-folder' },
    { name: 'a folder in its place', path: 'folder', code: 'is-a-folder', at: 'folder' },
    { name: 'a file in the place of its folder', path: 'file/out.html', code: 'file-not-writable', at: 'file/out.html' },
  ])('names $name when it cannot be written', async ({ path, code, at }) => {
    mkdirSync(join(folder, 'folder'));
    writeFileSync(join(folder, 'file'), '');
    await expect(writeOut(join(folder, path), chunks('a'))).rejects.toMatchObject({ code, data: { path: join(folder, at) } });
  });
});
