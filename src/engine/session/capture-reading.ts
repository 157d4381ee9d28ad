/** Feeds the bytes of a capture to its format reader, chunk by chunk, and lets other work run between chunks. */
import type { CancelSignal } from '../../shared/base/cancellation';
import { AppError } from '../../shared/contract/errors';
import { createReader } from '../formats/create-reader';
import { detectFormat, nameForeignFormat } from '../formats/detect';
import { type FormatReader, MAX_RECORD_BYTES, type RecordSink } from '../formats/format';
import type { CaptureBytes, SessionHost } from './host';

/** Small enough for the processor's second cache: what was just read is read again at once. */
const CHUNK_BYTES = 1 << 18;
/** A format is told from this much of the file. */
const DETECT_BYTES = 1 << 16;
/** A recording begins with whole blocks of pcapng, and says nothing more until the first packet passes. */
const LIVE_DETECT_BYTES = 28;
/** Time between pauses: other calls of this thread wait no longer. */
const SLICE_MS = 12;

/** Reader for the capture. Waits for its first bytes. Throws AppError `empty-file`, `not-a-capture`, `foreign-capture`. */
export async function openReader(bytes: CaptureBytes, sink: RecordSink): Promise<FormatReader> {
  while (!bytes.ended && bytes.available < (bytes.live === true ? LIVE_DETECT_BYTES : DETECT_BYTES)) await bytes.waitFor(bytes.available);
  const head = new Uint8Array(Math.min(DETECT_BYTES, bytes.available));
  const length = bytes.read(0, head, 0, head.length);
  if (length === 0) throw new AppError('empty-file', { path: bytes.path });
  const format = detectFormat(head, length);
  if (format === null) throw unknownFormat(bytes.path, nameForeignFormat(head, length));
  return createReader(format, sink, { fileBytes: bytes.ended ? bytes.available : null });
}

function unknownFormat(path: string, foreign: string | null): AppError {
  return foreign === null ? new AppError('not-a-capture', { path }) : new AppError('foreign-capture', { path, format: foreign });
}

/** Reads to the end, or until cancelled; `onProgress` gets the bytes used so far after every slice of time. */
export async function readAll(
  bytes: CaptureBytes,
  reader: FormatReader,
  host: SessionHost,
  signal: CancelSignal,
  onProgress: (bytesUsed: number) => void,
): Promise<void> {
  let chunk = new Uint8Array(CHUNK_BYTES);
  let held = 0;
  let offset = 0;
  let sliceStart = host.now();
  while (!signal.cancelled) {
    const got = bytes.read(offset + held, chunk, held, chunk.length - held);
    held += got;
    const ended = bytes.ended && offset + held >= bytes.available;
    const used = held === 0 && !ended ? 0 : reader.read(chunk, held, offset, ended);
    offset += used;
    held -= used;
    if (used > 0 && held > 0) chunk.copyWithin(0, used, used + held);
    if (ended) break;
    if (used === 0 && held === chunk.length) chunk = enlarge(chunk, reader.neededBytes);
    if (got === 0 && used === 0 && held < chunk.length) {
      onProgress(offset);
      await bytes.waitFor(offset + held);
    }
    if (host.now() - sliceStart < SLICE_MS) continue;
    onProgress(offset);
    await host.pause();
    sliceStart = host.now();
  }
  onProgress(offset);
}

/** Room for the next record at least, twice as much as before at least. */
function enlarge(chunk: Uint8Array<ArrayBuffer>, neededBytes: number): Uint8Array<ArrayBuffer> {
  const grown = new Uint8Array(Math.max(chunk.length * 2, Math.min(neededBytes, MAX_RECORD_BYTES)));
  grown.set(chunk);
  return grown;
}
