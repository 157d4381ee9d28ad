/** Answers what the contract asks about conversations, endpoints and the protocol hierarchy. */
import type { CancelSignal } from '../../shared/base/cancellation';
import type { EngineContract } from '../../shared/contract/methods';
import type { StatisticsProgress, statisticsContract } from '../../shared/contract/statistics';
import type { Handlers } from '../../shared/rpc/handlers';
import type { OpenedCapture } from './opened-capture';
import { CountedPackets } from './statistics/counted-packets';
import { arranged, conversationRows, endpointRows } from './statistics/statistics-rows';

/** Progress is told at most this often. */
const PROGRESS_MS = 100;

type StatisticsHandlers = Pick<Handlers<EngineContract>, keyof typeof statisticsContract>;

export function statisticsHandlers(opened: (capture: number) => OpenedCapture): StatisticsHandlers {
  const counted = new WeakMap<OpenedCapture, CountedPackets>();
  const of = (id: number): CountedPackets => {
    const capture = opened(id);
    const known = counted.get(capture) ?? new CountedPackets(capture);
    counted.set(capture, known);
    return known;
  };
  return {
    'statistics.count': ({ capture }, { signal }) => progress(of(capture), signal),
    'statistics.conversations': ({ capture, layer, from, count, sort, descending, search }) => {
      const packets = of(capture);
      const name = JSON.stringify(['conversations', layer, sort, descending, search]);
      const rows = packets.rows(name, () => arranged(conversationRows(packets.statistics, layer), sort, descending, search));
      return { total: rows.length, rows: rows.slice(from, from + count) };
    },
    'statistics.endpoints': ({ capture, layer, from, count, sort, descending, search }) => {
      const packets = of(capture);
      const name = JSON.stringify(['endpoints', layer, sort, descending, search]);
      const rows = packets.rows(name, () => arranged(endpointRows(packets.statistics, layer), sort, descending, search));
      return { total: rows.length, rows: rows.slice(from, from + count) };
    },
    'statistics.hierarchy': ({ capture }) => {
      const { tree } = of(capture).statistics;
      return { packets: tree.packets, bytes: tree.bytes, nodes: tree.nodes() };
    },
  };
}

async function* progress(packets: CountedPackets, signal: CancelSignal): AsyncGenerator<StatisticsProgress> {
  const { host } = packets.capture;
  while (!signal.cancelled) {
    const until = host.now() + PROGRESS_MS;
    await packets.count(signal, () => host.now() >= until);
    const now = packets.progress();
    yield now;
    if (now.done) return;
    if (now.scanned >= now.packets) await host.sleep(PROGRESS_MS);
  }
}
