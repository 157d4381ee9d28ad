import { useCallback } from 'react';
import type { FindingRow } from '../../shared/contract/finding-rows';
import { useWorkbench, type View } from '../app/workbench';
import { chooseListener } from '../listeners/listener-selection';

/** The view that shows what a finding is about, by the first part of its code. */
const VIEW_OF_TOPIC: Readonly<Record<string, View>> = { keepalive: 'keepAlive', heartbeat: 'heartbeats', http: 'http', listener: 'listeners' };

export function viewOf(finding: FindingRow): View {
  return VIEW_OF_TOPIC[finding.code.split('.')[0] ?? ''] ?? 'connections';
}

/** Opens what a finding is about (its connection, else its listener) in the view that is about it, at the finding's first packet. */
export function useOpenConnection(): (finding: FindingRow) => void {
  const showEvidence = useWorkbench((state) => state.showEvidence);
  const showView = useWorkbench((state) => state.showView);
  return useCallback(
    (finding) => {
      const { connection, listener, frames, capture } = finding;
      if (connection === null && listener === null) return;
      if (connection === null && listener !== null && capture !== null) chooseListener(capture, listener);
      showView(viewOf(finding));
      showEvidence(connection === null ? { kind: 'frames', frames } : { kind: 'connection', connection }, frames[0] ?? null);
    },
    [showEvidence, showView],
  );
}
