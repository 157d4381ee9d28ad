import { useCallback } from 'react';
import type { FindingRow } from '../../shared/contract/finding-rows';
import { useWorkbench, type View } from '../app/workbench';

/** The view that shows what a finding is about, by the first part of its code. */
const VIEW_OF_TOPIC: Readonly<Record<string, View>> = { keepalive: 'keepAlive', heartbeat: 'heartbeats', http: 'http' };

export function viewOf(finding: FindingRow): View {
  return VIEW_OF_TOPIC[finding.code.split('.')[0] ?? ''] ?? 'connections';
}

/** Opens the connection of a finding in the view that is about it, at the finding's first packet. */
export function useOpenConnection(): (finding: FindingRow) => void {
  const showEvidence = useWorkbench((state) => state.showEvidence);
  const showView = useWorkbench((state) => state.showView);
  return useCallback(
    (finding) => {
      if (finding.connection === null) return;
      showView(viewOf(finding));
      showEvidence({ kind: 'connection', connection: finding.connection }, finding.frames[0] ?? null);
    },
    [showEvidence, showView],
  );
}
