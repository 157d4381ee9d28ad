import type { LiveFinding, LiveOptions } from '../../shared/contract/live';
import { liveFindingText } from '../../shared/locales/live-words';
import type { Texts } from '../../shared/locales/texts';
import { useWorkbench } from '../app/workbench';
import { toAppError } from '../connection/app-error';
import type { Connection } from '../connection/connection';
import { useLivePreferences, useLiveStore } from './live-store';

/** Whether a capture is one that is being recorded, was, or was recovered. */
export async function isLive({ engine }: Connection, capture: number): Promise<boolean> {
  try {
    for await (const _ of engine['live.updates']({ capture })) return true;
  } catch (thrown) {
    if (toAppError(thrown).code !== 'not-live') throw thrown;
  }
  return false;
}

/** Keeps the state of a live capture until it has ended. */
export async function followLive({ engine }: Connection, capture: number, options: LiveOptions | null, t: Texts['t']): Promise<void> {
  const { update } = useLiveStore.getState();
  for await (const { state, findings } of engine['live.updates']({ capture })) {
    if (!useWorkbench.getState().captures.some((known) => known.capture === capture)) return;
    update(capture, state, findings, options);
    for (const finding of findings) notify(capture, finding, t);
  }
}

/** Those told already, by capture and id: a finding that changes is not news. */
const told = new Set<string>();

function notify(capture: number, finding: LiveFinding, t: Texts['t']): void {
  if (!useLivePreferences.getState().notify || finding.resolved || typeof Notification === 'undefined' || Notification.permission !== 'granted')
    return;
  const key = `${capture} ${finding.id}`;
  if (told.has(key)) return;
  told.add(key);
  const { title, detail } = liveFindingText(finding, t);
  new Notification(title, { body: detail, tag: finding.rule });
}
