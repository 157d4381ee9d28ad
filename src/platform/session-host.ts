import { constants, fstatSync, openSync, statSync } from 'node:fs';
import { homedir } from 'node:os';
import { basename, join } from 'node:path';
import { setImmediate, setTimeout } from 'node:timers/promises';
import type { CaptureBytes, SessionHost } from '../engine/session/host';
import type { CaptureSource } from '../shared/contract/capture-methods';
import { AppError } from '../shared/contract/errors';
import { applicationVersion } from './application-folder';
import { decompressed } from './capture-bytes/decompressed';
import { FileBytes } from './capture-bytes/file-bytes';
import { MemoryBytes } from './capture-bytes/memory-bytes';
import { type Confinement, confinedPath } from './confinement';
import { fileError } from './file-errors';
import { createKernelAccess } from './host/kernel-access';
import { listFiles } from './list-files';
import { createLiveHost } from './live/live-host';
import { listSamples, samplesFolder } from './samples';
import { bundlesFolder } from './temporary-folder';
import { uploadPath } from './uploads';

export interface SessionHostOptions extends Confinement {
  /** Whether the path `-` is standard input. */
  readonly standardInput: boolean;
  /** From `reserveTemporaryFolder`, whose process removes it. */
  readonly temporaryFolder: string;
}

/** Default root of the file browser in browser mode. */
export function defaultRoot(): string {
  return homedir();
}

/** The machine as the engine sees it: files, samples, uploads, clocks. */
export function createSessionHost(options: SessionHostOptions): SessionHost {
  const { temporaryFolder } = options;
  const confinement: Confinement = { ...options, unpackedFolder: bundlesFolder(temporaryFolder) };
  const samples = listSamples();
  const openPlain = async (source: CaptureSource): Promise<CaptureBytes> => {
    switch (source.kind) {
      case 'file':
        if (source.path === '-' && options.standardInput) return (await import('./capture-bytes/pipe-bytes')).standardInputBytes(temporaryFolder);
        return openPath(source.path, confinement, temporaryFolder);
      case 'sample':
        if (!samples.some(({ id }) => id === source.id)) throw new AppError('no-such-sample', { id: source.id });
        return openFile(join(samplesFolder(), source.id), source.id, source.id, null);
      case 'upload':
        return openUpload(source.upload, source.name, temporaryFolder);
      case 'text':
        return new MemoryBytes(source.name, source.name, new TextEncoder().encode(source.text));
    }
  };
  return {
    version: applicationVersion(),
    root: options.root,
    samples,
    open: async (source) => {
      const bytes = await openPlain(source);
      try {
        return await decompressed(bytes, temporaryFolder);
      } catch (error) {
        await bytes.close();
        throw error;
      }
    },
    listFiles: (path) => listFiles(path, confinement),
    kernel: createKernelAccess(),
    pause: () => setImmediate(),
    sleep: (ms) => setTimeout(ms),
    now: () => performance.now(),
    live: createLiveHost({ confinement, standardInput: options.standardInput }),
  };
}

async function openPath(path: string, confinement: Confinement, temporaryFolder: string): Promise<CaptureBytes> {
  const allowed = await confinedPath(path, confinement);
  let isPlainFile: boolean;
  try {
    const status = statSync(allowed);
    if (status.isDirectory()) throw new AppError('is-a-folder', { path });
    isPlainFile = status.isFile();
  } catch (error) {
    throw fileError(error, path);
  }
  if (isPlainFile) return openFile(allowed, path, basename(path), null);
  if (confinement.root !== null) throw new AppError('file-not-readable', { path, reason: 'not a plain file' });
  const { namedPipeBytes } = await import('./capture-bytes/pipe-bytes');
  return namedPipeBytes(path, basename(path), temporaryFolder);
}

function openUpload(upload: string, name: string, temporaryFolder: string): CaptureBytes {
  const path = uploadPath(temporaryFolder, upload);
  if (path === null) throw new AppError('upload-failed', { name });
  try {
    return openFile(path, name, name, path);
  } catch (error) {
    throw new AppError('upload-failed', { name }, error);
  }
}

/** `path` and `name` as shown to people; `removeAtClose`: path of a file that is ours. */
function openFile(realPath: string, path: string, name: string, removeAtClose: string | null): CaptureBytes {
  try {
    const descriptor = openSync(realPath, constants.O_RDONLY);
    return new FileBytes(path, name, descriptor, fstatSync(descriptor).size, removeAtClose);
  } catch (error) {
    throw fileError(error, path);
  }
}
