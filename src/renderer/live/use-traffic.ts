import { useEffect, useState } from 'react';
import { CancelSource } from '../../shared/base/cancellation';
import { useConnection } from '../connection/connection';

/** Seconds that a sparkline shows. */
const MOST_VALUES = 30;

/** Packets a second by interface, the newest last, while `watched`. */
export function useTraffic(watched: boolean): ReadonlyMap<string, readonly number[]> {
  const { engine } = useConnection();
  const [rates, setRates] = useState<ReadonlyMap<string, readonly number[]>>(new Map());
  useEffect(() => {
    if (!watched) return;
    const source = new CancelSource();
    const watch = async (): Promise<void> => {
      const before = new Map<string, number>();
      for await (const counters of engine['live.traffic']({}, source)) {
        const then = new Map(before);
        setRates((known) => {
          const next = new Map(known);
          for (const { name, packets } of counters) {
            const earlier = then.get(name);
            if (earlier !== undefined) next.set(name, [...(known.get(name) ?? []), Math.max(0, packets - earlier)].slice(-MOST_VALUES));
          }
          return next;
        });
        for (const { name, packets } of counters) before.set(name, packets);
      }
    };
    // A stream that fails leaves the lines as they are: they decorate.
    watch().catch(() => {});
    return () => source.cancel();
  }, [engine, watched]);
  return rates;
}
