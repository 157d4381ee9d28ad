/** Runs a reader over bytes in memory, in chunks of any size, as the session does; keeps everything it says. */
import { createReader } from '../../../src/engine/formats/create-reader';
import { detectFormat } from '../../../src/engine/formats/detect';
import {
  type CaptureInterface,
  type CaptureIssue,
  type FormatId,
  type FormatReader,
  type InterfaceStatistics,
  MAX_RECORD_BYTES,
  type PacketRecord,
} from '../../../src/engine/formats/format';

export interface KeptPacket extends Omit<PacketRecord, 'bytes' | 'start'> {
  readonly bytes: Uint8Array;
}

export interface CaptureContent {
  readonly format: FormatId;
  readonly timeBase: string;
  readonly interfaces: CaptureInterface[];
  readonly packets: KeptPacket[];
  readonly comments: { frame: number | null; text: string }[];
  readonly names: { address: string; name: string }[];
  readonly statistics: InterfaceStatistics[];
  readonly issues: CaptureIssue[];
  readonly reader: FormatReader;
}

export interface ReadOptions {
  /** Bytes handed over at a time; the whole file when left out. */
  readonly chunkBytes?: number;
  readonly format?: FormatId;
  readonly knownLength?: boolean;
}

/** Null when `detectFormat` knows no format. */
export function readCapture(file: Uint8Array, options: ReadOptions = {}): CaptureContent | null {
  const format = options.format ?? detectFormat(file, Math.min(file.length, 65536));
  if (!format) return null;
  const kept: Omit<CaptureContent, 'reader' | 'format' | 'timeBase'> = {
    interfaces: [],
    packets: [],
    comments: [],
    names: [],
    statistics: [],
    issues: [],
  };
  const reader: FormatReader = createReader(
    format,
    {
      interface: (info) => kept.interfaces.push(info) - 1,
      packet: ({ bytes, start, ...record }) => {
        kept.packets.push({ ...record, bytes: bytes.slice(start, start + record.capturedLength) });
      },
      comment: (frame, text) => void kept.comments.push({ frame, text }),
      name: (address, name) => void kept.names.push({ address, name }),
      statistics: (statistics) => void kept.statistics.push(statistics),
      issue: (issue) => void kept.issues.push(issue),
    },
    { fileBytes: options.knownLength === false ? null : file.length },
  );
  feed(reader, file, options.chunkBytes ?? file.length);
  return { format, timeBase: reader.timeBase, reader, ...kept };
}

/** Gives bytes as a session does: at least `chunkBytes`, and what the reader asks for; throws when it neither uses nor asks for more. */
function feed(reader: FormatReader, file: Uint8Array, chunkBytes: number): void {
  let used = 0;
  let available = Math.min(file.length, chunkBytes);
  for (;;) {
    const ended = available >= file.length;
    // A copy at another place each time: a reader that keeps a view of the chunk is found out.
    const chunk = new Uint8Array(available - used + 3);
    chunk.set(file.subarray(used, available));
    const taken = reader.read(chunk, available - used, used, ended);
    if (taken < 0 || taken > available - used) throw new Error(`used ${taken} of ${available - used} bytes`);
    used += taken;
    if (ended) {
      if (used !== file.length) throw new Error(`left ${file.length - used} bytes at the end`);
      return;
    }
    if (reader.neededBytes > MAX_RECORD_BYTES + 65536) throw new Error(`asks for ${reader.neededBytes} bytes`);
    if (taken === 0 && reader.neededBytes <= available - used)
      throw new Error(`used nothing of ${available - used} bytes, asks for ${reader.neededBytes}`);
    available = Math.min(file.length, Math.max(available + chunkBytes, taken === 0 ? used + reader.neededBytes : 0));
  }
}
