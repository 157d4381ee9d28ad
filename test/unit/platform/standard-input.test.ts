import { type ChildProcess, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, openSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bundleScript } from '../../contract/bundle-script';

const CONTENT = Buffer.from(Uint8Array.from({ length: 2_000_000 }, (_, index) => (index * 2654435761) >>> 24));

let script: string;
let folder: string;
beforeAll(async () => {
  script = await bundleScript(new URL('./standard-input-process.ts', import.meta.url));
  folder = mkdtempSync(join(tmpdir(), 'tcpulse-test-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

interface Report {
  readonly path: string;
  readonly sha256: string;
  readonly storedBytes: number | null;
  readonly issue: { readonly code: string; readonly offset: number } | null;
  readonly temporaryFolder: string;
  readonly keptInFolder: boolean;
}

async function reportOf(child: ChildProcess): Promise<Report> {
  const chunks: Buffer[] = [];
  child.stdout?.on('data', (chunk) => chunks.push(chunk));
  const status = await new Promise((resolve) => child.on('close', resolve));
  expect(status).toBe(0);
  return JSON.parse(Buffer.concat(chunks).toString()) as Report;
}

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
const piped = (): ChildProcess => spawn(process.execPath, [script], { stdio: ['pipe', 'pipe', 'inherit'] });

describe('standard input', () => {
  it('from a pipe, whole, and nothing is left when the process ends', async () => {
    const child = piped();
    child.stdin?.end(CONTENT);
    const report = await reportOf(child);
    expect(report).toMatchObject({ path: '-', sha256: sha256(CONTENT), storedBytes: CONTENT.length, issue: null, keptInFolder: true });
    expect(existsSync(report.temporaryFolder)).toBe(false);
  });

  it('from a file', async () => {
    const path = join(folder, 'input');
    writeFileSync(path, CONTENT);
    const child = spawn(process.execPath, [script], { stdio: [openSync(path, 'r'), 'pipe', 'inherit'] });
    expect((await reportOf(child)).sha256).toBe(sha256(CONTENT));
  });

  it('empty', async () => {
    const child = spawn(process.execPath, [script], { stdio: ['ignore', 'pipe', 'inherit'] });
    expect(await reportOf(child)).toMatchObject({ sha256: sha256(Buffer.alloc(0)), issue: null });
  });

  it('compressed, in parts that come late', async () => {
    const stored = gzipSync(CONTENT);
    const child = piped();
    child.stdin?.write(stored.subarray(0, 1));
    setTimeout(() => child.stdin?.write(stored.subarray(1, 1000)), 50);
    setTimeout(() => child.stdin?.end(stored.subarray(1000)), 100);
    expect(await reportOf(child)).toMatchObject({ sha256: sha256(CONTENT), storedBytes: stored.length, issue: null });
  });

  it('compressed and cut', async () => {
    const child = piped();
    child.stdin?.end(gzipSync(CONTENT).subarray(0, -8));
    expect(await reportOf(child)).toMatchObject({ sha256: sha256(CONTENT), issue: { code: 'compressed-damaged', offset: CONTENT.length } });
  });

  it('that never ends does not keep the process from ending', async () => {
    const child = spawn(process.execPath, [script, 'at-once'], { stdio: ['pipe', 'pipe', 'inherit'] });
    child.stdin?.write('abcd');
    const report = await reportOf(child);
    expect(existsSync(report.temporaryFolder)).toBe(false);
  });
});
