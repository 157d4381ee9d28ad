import { create } from 'zustand';

export const LISTENER_TABS = ['queues', 'attempts', 'kernel'] as const;
export type ListenerTab = (typeof LISTENER_TABS)[number];

/** Which listener of a capture is looked at, and how: kept while other views are looked at. */
export interface ListenerSelection {
  /** The capture that this is about. */
  readonly capture: number | null;
  /** `ListenerRow.id`; null: the first of the list. */
  readonly listener: number | null;
  readonly tab: ListenerTab;
  /** Connection of the chosen attempt. */
  readonly attempt: number | null;
}

export const useListenerSelection = create<ListenerSelection>()(() => ({ capture: null, listener: null, tab: 'queues', attempt: null }));

/** Begins anew when another capture is shown. */
export function selectListenersOf(capture: number): void {
  if (useListenerSelection.getState().capture !== capture) useListenerSelection.setState({ capture, listener: null, attempt: null });
}

export function chooseListener(capture: number, listener: number): void {
  const known = useListenerSelection.getState();
  if (known.capture === capture && known.listener === listener) return;
  useListenerSelection.setState({ capture, listener, attempt: null });
}
