import { afterEach, describe, expect, it, vi } from 'vitest';
import type { Connection } from '../../../src/renderer/connection/connection';
import { saveExport } from '../../../src/renderer/live/save-export';
import { AppError } from '../../../src/shared/contract/errors';

const SELECTION = { capture: 1, format: 'pcapng', fromMs: null, toMs: null, connection: null, filter: null, name: 'a b' } as const;
const CHUNK = new Uint8Array([1, 2, 3]);

/** The file that the user chose, and what happened to it. */
function chosenFile() {
  const done: string[] = [];
  const file = {
    write: async (bytes: Uint8Array) => void done.push(`write ${bytes.length}`),
    close: async () => void done.push('close'),
    abort: async () => void done.push('abort'),
  };
  vi.stubGlobal('window', {
    showSaveFilePicker: async ({ suggestedName }: { suggestedName: string }) => {
      done.push(suggestedName);
      return { createWritable: async () => file };
    },
  });
  return done;
}

function engineThatExports(chunks: () => AsyncIterable<Uint8Array>): Connection {
  return { engine: { 'captures.export': chunks } } as unknown as Connection;
}

afterEach(() => vi.unstubAllGlobals());

describe('saving an export', () => {
  it('writes it to the file that the user chose', async () => {
    const done = chosenFile();
    await saveExport(
      engineThatExports(async function* () {
        yield CHUNK;
        yield CHUNK;
      }),
      SELECTION,
    );
    expect(done).toEqual(['a_b.pcapng', 'write 3', 'write 3', 'close']);
  });

  it('leaves the file as it was when the engine fails on the way', async () => {
    const done = chosenFile();
    const saving = saveExport(
      engineThatExports(async function* () {
        yield CHUNK;
        throw new AppError('file-not-readable');
      }),
      SELECTION,
    );
    await expect(saving).rejects.toMatchObject({ code: 'file-not-readable' });
    expect(done).toEqual(['a_b.pcapng', 'write 3', 'abort']);
  });
});
