/** Analyses a capture file as the session does, without a thread. */
import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { basename } from 'node:path';
import type { CaptureBytes, SessionHost } from '../../src/engine/session/host';
import { OpenedCapture } from '../../src/engine/session/opened-capture';

export const HOST: SessionHost = {
  version: '0.0.0',
  root: null,
  samples: [],
  open: () => Promise.reject(new Error('not used')),
  listFiles: () => Promise.reject(new Error('not used')),
  pause: () => new Promise((resolve) => setImmediate(resolve)),
  sleep: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
  now: () => performance.now(),
};

export function fileBytes(path: string): CaptureBytes {
  const descriptor = openSync(path, 'r');
  const size = fstatSync(descriptor).size;
  return {
    path,
    name: basename(path),
    storedBytes: size,
    available: size,
    ended: true,
    issue: null,
    read: (offset, target, at, length) => readSync(descriptor, target, at, length, offset),
    waitFor: () => Promise.resolve(),
    close: () => Promise.resolve(closeSync(descriptor)),
  };
}

export function bufferBytes(name: string, bytes: Uint8Array): CaptureBytes {
  return {
    path: name,
    name,
    storedBytes: bytes.length,
    available: bytes.length,
    ended: true,
    issue: null,
    read: (offset, target, at, length) => {
      const part = bytes.subarray(offset, offset + length);
      target.set(part, at);
      return part.length;
    },
    waitFor: () => Promise.resolve(),
    close: () => Promise.resolve(),
  };
}

/** The capture with its pass at the end. */
export async function analyse(bytes: CaptureBytes): Promise<OpenedCapture> {
  const capture = await OpenedCapture.open(0, bytes, HOST);
  while (capture.state === 'reading') await HOST.pause();
  return capture;
}
