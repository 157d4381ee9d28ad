import { useEffect, useState } from 'react';
import type { CounterSamples, HostLook, ListenerSamples } from '../../shared/contract/host';
import type { ListenerDetail } from '../../shared/contract/listener-rows';
import { useCurrentCapture } from '../app/workbench';
import { useQuery } from '../connection/use-query';
import { DRAWN_COUNTERS } from '../host/history';

/** What a kernel said about a listener in the time shown; times in ms since the capture's first packet. */
export interface KernelSamples {
  readonly listener: ListenerSamples;
  readonly counters: CounterSamples;
  /** The last look, for settings; null: none. */
  readonly last: HostLook | null;
}

/** A host may be sampled while the view is open. */
const ASK_AGAIN_MS = 2000;

/** Null: no host was sampled at that time, or the answer is on its way. */
export function useKernelSamples(detail: ListenerDetail): KernelSamples | null {
  const capture = useCurrentCapture()?.capture ?? 0;
  const { address, port, id } = detail.listener;
  const { fromMs, toMs } = detail;
  const known = useRecordings();
  return useQuery(
    known === null ? null : `kernel samples ${capture} ${id}`,
    async ({ engine }, signal): Promise<KernelSamples | null> => {
      const span = { capture, fromMs, toMs };
      const listener = await engine['host.listener']({ ...span, recording: null, address, port }, signal);
      const counters = await engine['host.counters']({ ...span, recording: listener.recording, names: [...DRAWN_COUNTERS] }, signal);
      const recording = listener.recording ?? counters.recording;
      if (recording === null || listener.timesMs.length + counters.timesMs.length === 0) return null;
      return { listener, counters, last: await engine['host.sample']({ recording, index: null }, signal) };
    },
    `${known} ${fromMs} ${toMs}`,
  ).value;
}

/** Changes when a host was sampled again; null: no host ever was. */
function useRecordings(): string | null {
  const [round, setRound] = useState(0);
  useEffect(() => {
    const timer = setInterval(() => setRound((number) => number + 1), ASK_AGAIN_MS);
    return () => clearInterval(timer);
  }, []);
  const recordings = useQuery('host recordings', ({ engine }, signal) => engine['host.recordings']({}, signal), round).value;
  return recordings === null || recordings.length === 0 ? null : recordings.map(({ recording, samples }) => `${recording}:${samples}`).join(' ');
}
