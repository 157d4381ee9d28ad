/** How long display filters take over a capture that is open. */
import { withSource } from '../load-source.js';

const RUNS = 5;
/** Answered from the columns, the last but where several packets are read to be sure. */
export const COLUMN_FILTERS = [
  'tcp.port == 80',
  'ip.addr == 10.0.0.0/8 and tcp.len > 0',
  'keepalive.probe or keepalive.answer',
  'tcp.flags.syn == 1 and not tcp.flags.ack == 1',
  'tcp.stream in {3, 100..200} or tcp.analysis.retransmission',
  'frame.time_relative > 1.5 and tcp.seq > tcp.ack',
  'tcp.window_size < 1000 and frame.len >= 100',
];

/**
 * The median time of each filter over all packets of a capture, with what it shows.
 * @param {string} path
 * @returns {Promise<{ filter: string, ms: number, shown: number }[]>}
 */
export async function measureFilters(path) {
  const modules = [
    'test/captures/analyse-file.ts',
    'src/engine/filter/compile-filter.ts',
    'src/engine/session/filtered-packets.ts',
    'src/shared/base/cancellation.ts',
  ];
  return await withSource(modules, async ({ analyse, fileBytes }, { compileFilter }, { FilteredPackets }, { CancelSource }) => {
    const capture = await analyse(fileBytes(path));
    const results = [];
    for (const filter of COLUMN_FILTERS) {
      const times = [];
      let shown = 0;
      for (let run = 0; run < RUNS; run++) {
        const started = performance.now();
        const found = new FilteredPackets(capture, await compileFilter(filter));
        await found.scan(new CancelSource());
        times.push(performance.now() - started);
        shown = found.shown;
      }
      results.push({ filter, ms: times.sort((a, b) => a - b)[Math.floor(RUNS / 2)], shown });
    }
    await capture.close();
    return results;
  });
}
