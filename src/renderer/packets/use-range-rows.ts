import { useWorkbench } from '../app/workbench';
import { type Query, useQuery } from '../connection/use-query';

interface RowRange {
  readonly first: number;
  readonly end: number;
}

/**
 * Rows of the packet table that lie in the time range: packets are in the order of their time (but for damaged captures), so counting those before the range, and
 * those in it, is enough.
 */
export function useRangeRows(capture: number, revision: number): Query<RowRange> {
  const range = useWorkbench((state) => state.range);
  return useQuery(
    range && `rows ${capture} ${range.fromMs} ${range.toMs}`,
    async ({ engine }, signal) => {
      const countTo = async (toMs: number): Promise<number> => {
        // The part may lie before this capture: where another was begun earlier.
        if (toMs < 0) return 0;
        const line = await engine['timeline.read']({ capture, buckets: 1, fromMs: 0, toMs }, signal);
        return line.packets.reduce((sum, packets) => sum + packets, 0);
      };
      const { fromMs, toMs } = range ?? { fromMs: 0, toMs: 0 };
      const first = fromMs > 0 ? await countTo(fromMs) : 0;
      return { first, end: await countTo(toMs) };
    },
    revision,
  );
}
