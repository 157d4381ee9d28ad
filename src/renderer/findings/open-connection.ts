import type { FindingRow } from '../../shared/contract/finding-rows';
import { useWorkbench, type View } from '../app/workbench';
import { chooseListener } from '../listeners/listener-selection';
import { type FindingPlace, placesOf } from './finding-places';

/** The view that shows what a finding is about, by the first part of its code. */
const VIEW_OF_TOPIC: Readonly<Record<string, View>> = { keepalive: 'keepAlive', heartbeat: 'heartbeats', http: 'http', listener: 'listeners' };

export function viewOf(finding: FindingRow): View {
  return VIEW_OF_TOPIC[finding.code.split('.')[0] ?? ''] ?? 'connections';
}

/** Opens what a finding is about (its connection, else its listener) in the view that is about it, at its first packet there; in the capture shown without `place`. */
export function openConnection(finding: FindingRow, place?: FindingPlace): void {
  const { capture: shown, showCapture, showView, showEvidence } = useWorkbench.getState();
  const { connection, frames, capture } = place ?? placesOf(finding, shown ?? 0)[0];
  const { listener } = finding;
  if (connection === null && listener === null) return;
  if (connection === null && listener !== null) chooseListener(capture, listener);
  showCapture(capture);
  showView(viewOf(finding));
  showEvidence(connection === null ? { kind: 'frames', frames } : { kind: 'connection', connection }, frames[0] ?? null);
}
