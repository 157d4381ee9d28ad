import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { deflateRawSync, gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { CaptureBytes } from '../../../src/engine/session/host';
import { createSessionHost } from '../../../src/platform/session-host';

/** Looks like nothing in particular, compresses a little, and no two places of it are alike. */
const CONTENT = Uint8Array.from({ length: 300_000 }, (_, index) => (index % 7 === 0 ? (index * 2654435761) >>> 24 : index & 0x3f));

let folder: string;
let temporaryFolder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tcpulse-test-'));
  temporaryFolder = join(folder, 'temporary');
});
afterEach(() => rmSync(folder, { recursive: true }));

async function open(bytes: Uint8Array): Promise<CaptureBytes> {
  const path = join(folder, 'capture');
  writeFileSync(path, bytes);
  const host = createSessionHost({ root: null, allowedFiles: [], standardInput: false, temporaryFolder });
  return host.open({ kind: 'file', path });
}

async function readAll(bytes: CaptureBytes): Promise<Uint8Array> {
  while (!bytes.ended) await bytes.waitFor(bytes.available);
  const all = new Uint8Array(bytes.available);
  expect(bytes.read(0, all, 0, all.length)).toBe(all.length);
  return all;
}

function expectPrefix(actual: Uint8Array, expected: Uint8Array): void {
  expect(Buffer.compare(actual, expected.subarray(0, actual.length))).toBe(0);
}

describe('plain files', () => {
  it('reads at any place, and no further than the end', async () => {
    const bytes = await open(CONTENT);
    expect([bytes.available, bytes.storedBytes, bytes.ended, bytes.name]).toEqual([CONTENT.length, CONTENT.length, true, 'capture']);
    const target = new Uint8Array(10);
    expect(bytes.read(1000, target, 2, 5)).toBe(5);
    expect([...target]).toEqual([0, 0, ...CONTENT.subarray(1000, 1005), 0, 0, 0]);
    expect(bytes.read(CONTENT.length - 3, target, 0, 10)).toBe(3);
    expect(bytes.read(CONTENT.length + 3, target, 0, 10)).toBe(0);
    await bytes.close();
    await bytes.close();
  });
});

describe('gzip', () => {
  const third = CONTENT.length / 3;
  const members = Buffer.concat([0, 1, 2].map((part) => gzipSync(CONTENT.subarray(part * third, (part + 1) * third))));
  const ROWS = [
    { name: 'one member', stored: gzipSync(CONTENT), available: CONTENT.length, problem: null },
    { name: 'several members', stored: members, available: CONTENT.length, problem: null },
    { name: 'nothing inside', stored: gzipSync(new Uint8Array(0)), available: 0, problem: null },
    { name: 'the magic number alone', stored: gzipSync(CONTENT).subarray(0, 2), available: 0, problem: 'unexpected end of file' },
    { name: 'no trailer', stored: gzipSync(CONTENT).subarray(0, -8), available: CONTENT.length, problem: 'unexpected end of file' },
    { name: 'a wrong checksum', stored: flipped(gzipSync(CONTENT), -8), available: CONTENT.length, problem: 'incorrect data check' },
    {
      name: 'a short file with a wrong checksum',
      stored: flipped(gzipSync(CONTENT.subarray(0, 500)), -5),
      available: 500,
      problem: 'incorrect data check',
    },
    {
      name: 'something else behind it',
      stored: Buffer.concat([gzipSync(CONTENT), Buffer.from('more')]),
      available: CONTENT.length,
      problem: 'incorrect header check',
    },
  ];
  it.each(ROWS)('with $name', async ({ stored, available, problem }) => {
    const bytes = await open(stored);
    expectPrefix(await readAll(bytes), CONTENT);
    expect([bytes.available, bytes.storedBytes]).toEqual([available, stored.length]);
    expect(bytes.issue).toEqual(problem === null ? null : { code: 'compressed-damaged', frame: null, offset: available, detail: problem });
    await bytes.close();
  });

  it('keeps all that precedes an invalid block', async () => {
    const sound = deflateRawSync(CONTENT, { finishFlush: 2 });
    const header = gzipSync(new Uint8Array(0)).subarray(0, 10);
    const BLOCK_OF_RESERVED_TYPE = 0x07;
    const bytes = await open(Buffer.concat([header, sound, Buffer.from([BLOCK_OF_RESERVED_TYPE, 0, 0])]));
    expectPrefix(await readAll(bytes), CONTENT);
    expect(bytes.issue).toMatchObject({ offset: CONTENT.length, detail: 'invalid block type' });
    await bytes.close();
  });

  it('gives as much as can be had of a file cut anywhere', async () => {
    const stored = gzipSync(CONTENT.subarray(0, 3000));
    let last = 0;
    for (let length = 2; length < stored.length; length += 7) {
      const bytes = await open(stored.subarray(0, length));
      const all = await readAll(bytes);
      expectPrefix(all, CONTENT);
      expect(all.length).toBeGreaterThanOrEqual(last);
      expect(bytes.issue?.code).toBe('compressed-damaged');
      last = all.length;
      await bytes.close();
    }
    expect(last).toBe(3000);
  });
});

describe('zstd', () => {
  const SKIPPABLE = Buffer.from([0x51, 0x2a, 0x4d, 0x18, 3, 0, 0, 0, 1, 2, 3]);
  const frame = (content: Uint8Array): Buffer => storedZstdFrame(content);
  const half = CONTENT.length / 2;
  const ROWS = [
    { name: 'one frame', stored: frame(CONTENT), available: CONTENT.length, issue: false },
    {
      name: 'several frames',
      stored: Buffer.concat([frame(CONTENT.subarray(0, half)), frame(CONTENT.subarray(half))]),
      available: CONTENT.length,
      issue: false,
    },
    { name: 'a skippable frame first', stored: Buffer.concat([SKIPPABLE, frame(CONTENT)]), available: CONTENT.length, issue: false },
    { name: 'nothing inside', stored: frame(new Uint8Array(0)), available: 0, issue: false },
    { name: 'the second block cut', stored: frame(CONTENT).subarray(0, 200_000), available: 0x1_0000 * 3, issue: true },
    { name: 'the magic number alone', stored: frame(CONTENT).subarray(0, 4), available: 0, issue: true },
    {
      name: 'a skippable frame cut',
      stored: Buffer.concat([frame(CONTENT), SKIPPABLE.subarray(0, 9)]),
      available: CONTENT.length,
      issue: true,
    },
    { name: 'something else behind it', stored: Buffer.concat([frame(CONTENT), Buffer.alloc(40, 7)]), available: CONTENT.length, issue: true },
    {
      name: 'a window of 1.9 GiB in a frame behind others',
      stored: Buffer.concat([
        SKIPPABLE,
        frame(CONTENT.subarray(0, half)),
        Buffer.from([0x28, 0xb5, 0x2f, 0xfd, 0, 0xa7]),
        frame(CONTENT).subarray(6),
      ]),
      available: half,
      issue: true,
    },
    { name: 'a window of 2 GiB', stored: Buffer.from([0x28, 0xb5, 0x2f, 0xfd, 0, 0xa8, 1, 0, 0]), available: 0, issue: true },
  ];
  it.each(ROWS)('with $name', async ({ stored, available, issue }) => {
    const bytes = await open(stored);
    expectPrefix(await readAll(bytes), CONTENT);
    expect(bytes.available).toBe(available);
    expect(bytes.issue?.code).toBe(issue ? 'compressed-damaged' : undefined);
    expect(bytes.issue?.offset).toBe(issue ? available : undefined);
    await bytes.close();
  });

  it.skipIf(!hasZstdTool())('reads what the zstd tool writes', async () => {
    for (const level of ['-1', '-19']) {
      const stored = execFileSync('zstd', [level, '-c', '--check'], { input: CONTENT, maxBuffer: 1 << 24 });
      const bytes = await open(stored);
      const all = await readAll(bytes);
      expect([all.length, bytes.issue]).toEqual([CONTENT.length, null]);
      expectPrefix(all, CONTENT);
      await bytes.close();
    }
  });
});

describe('temporary files', () => {
  it('are private, and gone once closed', async () => {
    const bytes = await open(gzipSync(CONTENT));
    expect(statSync(temporaryFolder).mode & 0o777).toBe(0o700);
    const names = readdirSync(temporaryFolder);
    expect(names.map((name) => statSync(join(temporaryFolder, name)).mode & 0o777)).toEqual([0o600]);
    await bytes.close();
    expect(readdirSync(temporaryFolder)).toEqual([]);
  });

  it('are not made for plain files', async () => {
    const bytes = await open(CONTENT);
    expect(() => statSync(temporaryFolder)).toThrow('ENOENT');
    await bytes.close();
  });

  it('go when a capture is closed while it is decompressed', async () => {
    const bytes = await open(gzipSync(new Uint8Array(64 << 20)));
    await bytes.close();
    expect(readdirSync(temporaryFolder)).toEqual([]);
  });
});

function flipped(bytes: Buffer, at: number): Buffer {
  const copy = Buffer.from(bytes);
  const index = copy.length + at;
  copy[index] = (copy[index] as number) ^ 0xff;
  return copy;
}

/** A frame of raw blocks (RFC 8878 section 3.1.1.2) with a window of 1 MiB, no content size and no checksum. */
function storedZstdFrame(content: Uint8Array): Buffer {
  const BLOCK_BYTES = 0x1_0000;
  const parts: Uint8Array[] = [Buffer.from([0x28, 0xb5, 0x2f, 0xfd, 0, 10 << 3])];
  for (let from = 0; from === 0 || from < content.length; from += BLOCK_BYTES) {
    const block = content.subarray(from, from + BLOCK_BYTES);
    const header = (block.length << 3) | (from + BLOCK_BYTES >= content.length ? 1 : 0);
    parts.push(Buffer.from([header & 0xff, (header >> 8) & 0xff, header >> 16]), block);
  }
  return Buffer.concat(parts);
}

function hasZstdTool(): boolean {
  try {
    execFileSync('zstd', ['--version']);
    return true;
  } catch {
    return false;
  }
}
