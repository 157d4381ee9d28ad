import { createReadStream, fstatSync } from 'node:fs';
import { Socket } from 'node:net';
import type { Readable } from 'node:stream';
import type { CaptureBytes } from '../../engine/session/host';
import { SpooledBytes } from './spooled-bytes';

const STANDARD_INPUT_DESCRIPTOR = 0;

/** Standard input, spooled while it is read. */
export function standardInputBytes(temporaryFolder: string): CaptureBytes {
  return pipeBytes('-', '-', temporaryFolder, standardInputStream(STANDARD_INPUT_DESCRIPTOR));
}

/** A named pipe, a terminal or the like, spooled while it is read. */
export function namedPipeBytes(path: string, name: string, temporaryFolder: string): CaptureBytes {
  return pipeBytes(path, name, temporaryFolder, createReadStream(path));
}

/**
 * What a shell redirected, a pipe or a file. A pipe is read without occupying a thread: a read of the thread pool that never returns would keep the
 * process from ending.
 */
export function standardInputStream(descriptor: number): Readable {
  const status = fstatSync(descriptor);
  if (status.isFIFO() || status.isSocket()) return new Socket({ fd: descriptor, readable: true, writable: false });
  return createReadStream('', { fd: descriptor, autoClose: false });
}

function pipeBytes(path: string, name: string, temporaryFolder: string, stream: Readable): CaptureBytes {
  return new SpooledBytes({
    path,
    name,
    temporaryFolder,
    storedBytes: null,
    pump: async (append, signal) => {
      const stop = signal.onCancel(() => stream.destroy());
      try {
        for await (const chunk of stream) append(chunk as Uint8Array);
      } catch (error) {
        if (!signal.cancelled) throw error;
      } finally {
        stop();
      }
      return null;
    },
  });
}
