import { useEffect, useRef } from 'react';
import { CancelSource } from '../../shared/base/cancellation';
import { noticing } from '../app/noticing';
import { useWorkbench } from '../app/workbench';
import { useConnection } from '../connection/connection';
import { refreshFindings } from './refresh-findings';

/** Has the captures compared whenever others are read: what they show together stands among the findings of each. */
export function useFindingsBetween(): void {
  const connection = useConnection();
  const read = useWorkbench(({ captures }) =>
    captures
      .filter(({ state }) => state !== 'reading')
      .map(({ capture }) => capture)
      .join(' '),
  );
  const wereSeveral = useRef(false);
  useEffect(() => {
    const areSeveral = read.includes(' ');
    if (!areSeveral && !wereSeveral.current) return;
    wereSeveral.current = areSeveral;
    const signal = new CancelSource();
    void noticing(async () => {
      await connection.engine['findings.compare']({}, signal);
      await refreshFindings(connection);
    });
    return () => signal.cancel();
  }, [connection, read]);
}
