import { type GroupProps, useDefaultLayout } from 'react-resizable-panels';

/** Sizes of a group of panes, kept in localStorage under its id. */
export function usePaneLayout(id: string, panelIds: string[]): Pick<GroupProps, 'defaultLayout' | 'onLayoutChanged'> {
  const { defaultLayout, onLayoutChanged } = useDefaultLayout({ id: `tcpulse.panes.${id}`, panelIds, storage: localStorage });
  return { defaultLayout, onLayoutChanged };
}
