import type { ReactNode } from 'react';
import { Group, Panel, Separator } from 'react-resizable-panels';
import { usePaneLayout } from './use-pane-layout';

interface ListAndDetailProps {
  /** Names the layout in localStorage. */
  readonly id: string;
  readonly list: ReactNode;
  readonly detail: ReactNode;
  /** Of the separator. */
  readonly resizeLabel: string;
  /** Share of the height that the list takes at first. */
  readonly listShare?: `${number}%`;
}

/** A list, and below it what is chosen there. */
export function ListAndDetail({ id, list, detail, resizeLabel, listShare = '34%' }: ListAndDetailProps) {
  const layout = usePaneLayout(id, ['list', 'detail']);
  return (
    <Group className="panes" orientation="vertical" {...layout}>
      <Panel id="list" minSize="15%" defaultSize={listShare}>
        {list}
      </Panel>
      <Separator className="separator" aria-label={resizeLabel} />
      <Panel id="detail" minSize="30%">
        {detail}
      </Panel>
    </Group>
  );
}
