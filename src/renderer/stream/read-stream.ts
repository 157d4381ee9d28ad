import type { CancelSignal } from '../../shared/base/cancellation';
import type { End } from '../../shared/contract/report';
import type { StreamSegment } from '../../shared/contract/stream-methods';
import type { Connection } from '../connection/connection';

/** Segments of a connection, up to `limitBytes` (null: all), those of one end where `from` names it. */
export async function readStream(
  engine: Connection['engine'],
  capture: number,
  connection: number,
  limitBytes: number | null,
  from: End | null,
  signal?: CancelSignal,
): Promise<StreamSegment[]> {
  const segments: StreamSegment[] = [];
  for await (const item of engine['streams.follow']({ capture, connection, limitBytes }, signal)) {
    for (const segment of item.segments) if (from === null || segment.from === from) segments.push(segment);
  }
  return segments;
}

export function saveBlob(name: string, parts: readonly BlobPart[], type: string): void {
  const url = URL.createObjectURL(new Blob([...parts], { type }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  URL.revokeObjectURL(url);
}
