import { createReader } from '../../../src/engine/formats/create-reader';
import { detectFormat } from '../../../src/engine/formats/detect';
import type { PacketRecord } from '../../../src/engine/formats/format';
import type { FrameFacts } from '../../../src/engine/protocols/dissection';

export interface CapturedFrame {
  readonly bytes: Uint8Array;
  readonly linkType: number;
  readonly originalLength: number;
}

/** The frames of a capture file in memory; empty when it is none. */
export function framesOf(file: Uint8Array): CapturedFrame[] {
  const format = detectFormat(file, Math.min(file.length, 65_536));
  if (!format) return [];
  const linkTypes: number[] = [];
  const frames: CapturedFrame[] = [];
  const reader = createReader(
    format,
    {
      interface: (info) => linkTypes.push(info.linkType) - 1,
      packet: (record: PacketRecord) => {
        const bytes = record.bytes.slice(record.start, record.start + record.capturedLength);
        frames.push({ bytes, linkType: linkTypes[record.interfaceId] ?? 0, originalLength: record.originalLength });
      },
      comment: () => {},
      name: () => {},
      statistics: () => {},
      issue: () => {},
    },
    { fileBytes: file.length },
  );
  reader.read(file, file.length, 0, true);
  return frames;
}

/** Facts of a frame that nobody analysed. */
export function plainFacts(frame: number, linkType: number, originalLength: number): FrameFacts {
  return {
    frame,
    linkType,
    originalLength,
    interfaceName: null,
    timeText: null,
    timeEpoch: null,
    sincePreviousFrame: null,
    sinceFirstFrame: null,
    comments: [],
    duplicateOf: null,
    segment: null,
    reassembled: null,
  };
}
