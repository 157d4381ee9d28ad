import { COMPRESSION_BYTES, detectCompression } from '../../engine/formats/detect';
import type { CaptureBytes } from '../../engine/session/host';

/** Loaded when a capture is compressed: most are not, and starting the engine is waited for. */
const LOAD = {
  gzip: async () => (await import('./gzip')).gunzip,
  zstd: async () => (await import('./zstd')).unzstd,
} as const;

/** The bytes themselves, or what they hold when they are gzip or zstd, told by content. Takes over `bytes`; analysis can begin while they are decompressed. */
export async function decompressed(bytes: CaptureBytes, temporaryFolder: string): Promise<CaptureBytes> {
  await bytes.waitFor(COMPRESSION_BYTES - 1);
  const start = new Uint8Array(COMPRESSION_BYTES);
  const length = bytes.read(0, start, 0, Math.min(COMPRESSION_BYTES, bytes.available));
  const compression = detectCompression(start, length);
  if (compression === null) return bytes;
  const [decompress, { SpooledBytes }] = await Promise.all([LOAD[compression](), import('./spooled-bytes')]);
  return new SpooledBytes({
    path: bytes.path,
    name: bytes.name,
    temporaryFolder,
    storedBytes: () => bytes.storedBytes,
    onClose: () => bytes.close(),
    pump: async (append, signal) => {
      let offset = 0;
      const problem = await decompress(
        bytes,
        (output) => {
          append(output);
          offset += output.length;
        },
        signal,
      );
      return problem === null ? null : { code: 'compressed-damaged', frame: null, offset, detail: problem };
    },
  });
}
