import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { CODE_SUFFIX, runBuiltScript, scriptsRun } from '../../../src/platform/built-script';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tcpulse-test-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

/** Writes the files and gives the path of the first. */
function written(files: Readonly<Record<string, string | Uint8Array>>): string {
  mkdirSync(join(folder, 'chunks'));
  for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), content);
  return join(folder, Object.keys(files)[0] ?? '');
}

/** What V8 made of a script that ran. */
function codeOf(path: string): Uint8Array {
  const script = scriptsRun.get(path);
  if (script === undefined) throw new Error(`${path} did not run`);
  return script.createCachedData();
}

describe('a built script', () => {
  it('gets what it requires, of its own and of Node, and runs once', () => {
    const path = written({
      'entry.js':
        "const part = require('./chunks/part.js'), { join } = require('node:path'); exports.told = [part.runs(), join('a', 'b'), __dirname];",
      'chunks/part.js': "let runs = 0; runs++; exports.runs = () => runs; exports.entry = require('../entry.js');",
    });
    const exports = runBuiltScript(path);
    expect(exports).toEqual({ told: [1, join('a', 'b'), folder] });
    expect(runBuiltScript(path)).toBe(exports);
    expect(runBuiltScript(join(folder, 'chunks', 'part.js'))).toMatchObject({ entry: exports });
  });

  it('gets modules that are loaded on demand as if they were there', () => {
    const path = written({
      'entry.js':
        "const { createHash } = require('node:crypto'), Hpack = require('hpack'); exports.told = [typeof createHash, typeof new Hpack().decode];",
    });
    expect(runBuiltScript(path)).toEqual({ told: ['function', 'function'] });
  });

  it('may not be there', () => {
    expect(() => runBuiltScript(join(folder, 'missing.js'))).toThrow('ENOENT');
  });

  it('throws where it threw', () => {
    const path = written({ 'entry.js': "throw new Error('at the start');" });
    expect(() => runBuiltScript(path)).toThrow('at the start');
  });
});

describe('kept code', () => {
  const SOURCE = 'exports.sum = (a, b) => a + b;';

  it('is taken where it fits the script', () => {
    runBuiltScript(written({ 'made.js': SOURCE }));
    const path = join(folder, 'chunks', 'again.js');
    writeFileSync(path, SOURCE);
    writeFileSync(path + CODE_SUFFIX, codeOf(join(folder, 'made.js')));
    expect((runBuiltScript(path) as { sum(a: number, b: number): number }).sum(1, 2)).toBe(3);
    expect(scriptsRun.get(path)?.cachedDataRejected).toBe(false);
  });

  it.each([
    ['of another script', () => codeOf(join(folder, 'made.js')), 'exports.sum = (a, b) => b + a + 0;'],
    ['that is damaged', () => Uint8Array.from({ length: 100 }, (_, i) => i), SOURCE],
    ['that is empty', () => new Uint8Array(0), SOURCE],
  ])('%s is not taken, and the script runs', (_, code, source) => {
    runBuiltScript(written({ 'made.js': SOURCE }));
    const path = join(folder, 'chunks', 'again.js');
    writeFileSync(path, source);
    writeFileSync(path + CODE_SUFFIX, code());
    expect((runBuiltScript(path) as { sum(a: number, b: number): number }).sum(1, 2)).toBe(3);
    expect(scriptsRun.get(path)?.cachedDataRejected).toBe(true);
  });
});
