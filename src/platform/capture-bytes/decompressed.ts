import type { CaptureBytes } from '../../engine/session/host';

/** Loaded when a capture is compressed: most are not, and starting the engine is waited for. */
const gunzip = async () => (await import('./gzip')).gunzip;
const unzstd = async () => (await import('./zstd')).unzstd;

const COMPRESSIONS = [
  { magic: (start: Uint8Array) => start[0] === 0x1f && start[1] === 0x8b, load: gunzip },
  { magic: (start: Uint8Array) => start[0] === 0x28 && start[1] === 0xb5 && start[2] === 0x2f && start[3] === 0xfd, load: unzstd },
  /** Zstandard that begins with a skippable frame, as parallel compressors write it. */
  {
    magic: (start: Uint8Array) => ((start[0] ?? 0) & 0xf0) === 0x50 && start[1] === 0x2a && start[2] === 0x4d && start[3] === 0x18,
    load: unzstd,
  },
] as const;
const MAGIC_BYTES = 4;

/** The bytes themselves, or what they hold when they are gzip or zstd, told by content. Takes over `bytes`; analysis can begin while they are decompressed. */
export async function decompressed(bytes: CaptureBytes, temporaryFolder: string): Promise<CaptureBytes> {
  await bytes.waitFor(MAGIC_BYTES - 1);
  const start = new Uint8Array(MAGIC_BYTES);
  const length = bytes.read(0, start, 0, Math.min(MAGIC_BYTES, bytes.available));
  const compression = COMPRESSIONS.find(({ magic }) => magic(start.subarray(0, length)));
  if (compression === undefined) return bytes;
  const [decompress, { SpooledBytes }] = await Promise.all([compression.load(), import('./spooled-bytes')]);
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
