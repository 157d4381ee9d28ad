/** Answers what the contract asks about conversations, endpoints and the protocol hierarchy. */
import type { CancelSignal } from '../../shared/base/cancellation';
import type { EngineContract } from '../../shared/contract/methods';
import type { StatisticsProgress, StatisticsScope, statisticsContract } from '../../shared/contract/statistics';
import type { Handlers } from '../../shared/rpc/handlers';
import type { FilterShelf } from './filtered-packets';
import type { OpenedCapture } from './opened-capture';
import { CountedPackets } from './statistics/counted-packets';
import { conversationOrder, conversationRow, endpointOrder, endpointRow } from './statistics/statistics-rows';

/** Progress is told at most this often; the first time sooner, as somebody has just asked. */
const PROGRESS_MS = 100;
const FIRST_PROGRESS_MS = 30;
/** Counts of a capture that are kept, the one asked for longest ago is forgotten first: that of all packets, and those of filters and parts. */
const KEPT = 3;

type StatisticsHandlers = Pick<Handlers<EngineContract>, keyof typeof statisticsContract>;

export function statisticsHandlers(opened: (capture: number) => OpenedCapture, shelf: FilterShelf): StatisticsHandlers {
  const counts = new WeakMap<OpenedCapture, Map<string, CountedPackets>>();
  const of = async (id: number, { filter, fromMs, toMs }: StatisticsScope): Promise<CountedPackets> => {
    const capture = opened(id);
    const kept = counts.get(capture) ?? new Map<string, CountedPackets>();
    counts.set(capture, kept);
    const key = JSON.stringify([filter, fromMs, toMs]);
    const known = kept.get(key);
    const isUsable = known !== undefined && (filter === null || known.isFinal === (capture.state !== 'reading'));
    const counted = isUsable ? known : new CountedPackets(capture, filter === null ? null : await shelf.filtered(capture, filter), { fromMs, toMs });
    kept.delete(key);
    kept.set(key, counted);
    for (const oldest of kept.keys()) {
      if (kept.size <= KEPT) break;
      kept.delete(oldest);
    }
    return counted;
  };
  return {
    'statistics.count': ({ capture, ...scope }, { signal }) => progress(() => of(capture, scope), signal),
    'statistics.conversations': async ({ capture, layer, from, count, sort, descending, search, ...scope }, { signal }) => {
      const packets = await of(capture, scope);
      const name = JSON.stringify(['conversations', layer, sort, descending, search]);
      const order = await packets.order(name, () => conversationOrder(packets.statistics, layer, sort, descending, search), signal);
      return { total: order.length, rows: Array.from(order.subarray(from, from + count), (id) => conversationRow(packets.statistics, layer, id)) };
    },
    'statistics.endpoints': async ({ capture, layer, from, count, sort, descending, search, ...scope }, { signal }) => {
      const packets = await of(capture, scope);
      const sums = packets.endpointSums(layer);
      const name = JSON.stringify(['endpoints', layer, sort, descending, search]);
      const order = await packets.order(name, () => endpointOrder(packets.statistics, layer, sums, sort, descending, search), signal);
      return { total: order.length, rows: Array.from(order.subarray(from, from + count), (id) => endpointRow(packets.statistics, layer, sums, id)) };
    },
    'statistics.hierarchy': async ({ capture, ...scope }) => {
      const { tree } = (await of(capture, scope)).statistics;
      return { packets: tree.packets, bytes: tree.bytes, nodes: tree.nodes() };
    },
  };
}

async function* progress(find: () => Promise<CountedPackets>, signal: CancelSignal): AsyncGenerator<StatisticsProgress> {
  let waitMs = FIRST_PROGRESS_MS;
  while (!signal.cancelled) {
    const packets = await find();
    const { host } = packets.capture;
    const until = host.now() + waitMs;
    waitMs = PROGRESS_MS;
    await packets.count(signal, () => host.now() >= until);
    const now = packets.progress();
    yield now;
    if (now.done) return;
    if (now.scanned >= now.packets) await host.sleep(PROGRESS_MS);
  }
}
