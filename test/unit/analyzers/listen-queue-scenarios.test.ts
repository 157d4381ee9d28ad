/** Listeners of the recordings of a real kernel, held to what that kernel counted and to the Recv-Q that `ss` sampled. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import type { ListenerReport } from '../../../src/shared/contract/report-listener';
import { analyse, fileBytes } from '../../captures/analyse-file';

const RECORDINGS = new URL('../../../../shared/scenarios/', import.meta.url);
const present = existsSync(RECORDINGS);
if (!present) console.log('skipped: the recordings of listen queues are not beside this checkout (../shared/scenarios)');

/** `ss` takes this long to look, and the clocks of capture and sample differ by less. */
const SAMPLE_SECONDS = 0.03;

interface Truth {
  readonly scenario: string;
  readonly captures: readonly { readonly file: string }[];
  readonly observed: { readonly listen?: { readonly port: number } };
  readonly listener_samples: { readonly rows: readonly (readonly [number, number | null, number | null, number])[] };
}

const truths = present
  ? readdirSync(RECORDINGS)
      .filter((name) => /^Q.*\.json$/.test(name))
      .map((name) => JSON.parse(readFileSync(new URL(name, RECORDINGS), 'utf8')) as Truth)
  : [];
const recordings = truths.flatMap((truth) => truth.captures.map(({ file }) => ({ file, truth })));

async function listenersOf(file: string): Promise<ListenerReport[]> {
  const capture = await analyse(fileBytes(fileURLToPath(new URL(file, RECORDINGS))));
  const listeners = [...capture.pass.listenQueue.listeners(0)];
  await capture.close();
  return listeners;
}

/** Lowest lower and highest upper bound that held around a moment. */
function boundsAround(series: ListenerReport['acceptQueue']['series'], seconds: number): readonly [number, number] {
  const until = series.filter(([time]) => Number(time) <= seconds + SAMPLE_SECONDS);
  const before = until.filter(([time]) => Number(time) <= seconds - SAMPLE_SECONDS);
  const held = before.length === 0 ? [['0', 0, 0] as const, ...until] : until.slice(before.length - 1);
  return [Math.min(...held.map(([, lower]) => lower)), Math.max(...held.map(([, , upper]) => upper))];
}

describe.skipIf(!present)('listeners of the recordings', () => {
  it.each(recordings)('$file: the bounds of the accept queue hold the sampled Recv-Q at every sample', async ({ file, truth }) => {
    const port = truth.observed.listen?.port;
    const listener = (await listenersOf(file)).find((item) => item.port === port);
    if (port !== undefined) expect(listener).toBeDefined();
    const outside = truth.listener_samples.rows.flatMap(([seconds, recvQ]) => {
      if (recvQ === null || !listener) return [];
      const [lower, upper] = boundsAround(listener.acceptQueue.series, seconds);
      return lower <= recvQ && recvQ <= upper ? [] : [{ seconds, recvQ, lower, upper }];
    });
    expect(outside).toEqual([]);
  });

  const seenFromBothEnds = truths.filter(({ captures }) => captures.length > 1);
  it.each(seenFromBothEnds)('$scenario: the verdict is the same from both ends', async ({ captures }) => {
    const verdicts = await Promise.all(captures.map(async ({ file }) => (await listenersOf(file)).map(({ verdict }) => verdict)));
    for (const verdict of verdicts) expect(verdict).toEqual(verdicts[0]);
  });
});
