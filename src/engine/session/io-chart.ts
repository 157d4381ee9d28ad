/** Answers the I/O chart: packets and bytes in equal parts of time, of several filters. */
import type { ioContract } from '../../shared/contract/io-chart';
import type { EngineContract } from '../../shared/contract/methods';
import type { Handlers } from '../../shared/rpc/handlers';
import { timeline } from './capture-views';
import type { FilteredPackets, FilterShelf } from './filtered-packets';
import type { OpenedCapture } from './opened-capture';

interface Series {
  readonly packets: Uint32Array<ArrayBuffer>;
  readonly bytes: Float64Array<ArrayBuffer>;
}

export function ioHandlers(opened: (capture: number) => OpenedCapture, shelf: FilterShelf): Pick<Handlers<EngineContract>, keyof typeof ioContract> {
  return {
    'io.read': async ({ capture, filters, buckets, fromMs, toMs }, { signal }) => {
      const target = opened(capture);
      const all = timeline(target.pass, buckets, fromMs, toMs);
      const series: Series[] = [];
      for (const filter of filters) {
        if (filter.trim() === '') {
          series.push({ packets: all.packets, bytes: all.bytes });
          continue;
        }
        const found = await shelf.filtered(target, filter);
        await found.scan(signal);
        series.push(seriesOf(target, found, all.startMs, all.bucketMs, buckets));
      }
      return { startMs: all.startMs, bucketMs: all.bucketMs, series };
    },
  };
}

function seriesOf({ pass }: OpenedCapture, found: FilteredPackets, startMs: number, bucketMs: number, buckets: number): Series {
  const series = { packets: new Uint32Array(buckets), bytes: new Float64Array(buckets) };
  for (let i = 0; i < found.shown; i++) {
    const row = found.frame(i) - 1;
    const sinceMs = pass.packets.timeMs(row) - startMs;
    // The last packet lies on the far edge of the last part.
    if (sinceMs < 0 || sinceMs > bucketMs * buckets * (1 + 1e-9)) continue;
    const bucket = Math.min(buckets - 1, Math.floor(sinceMs / bucketMs));
    series.packets[bucket] = (series.packets[bucket] as number) + 1;
    series.bytes[bucket] = (series.bytes[bucket] as number) + pass.packets.originalLength.get(row);
  }
  return series;
}
