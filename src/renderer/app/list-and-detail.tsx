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

/** Its search, its head and two rows. */
const LEAST_LIST = '100px';
/** What is said of a chart, and the chart. Both and what divides them come to `.list-and-detail > .panes`. */
const LEAST_DETAIL = '280px';

/** A list, and below it what is chosen there; where there is too little room for both, they are scrolled together. */
export function ListAndDetail({ id, list, detail, resizeLabel, listShare = '34%' }: ListAndDetailProps) {
  const layout = usePaneLayout(id, ['list', 'detail']);
  return (
    <div className="list-and-detail">
      <Group className="panes" orientation="vertical" {...layout}>
        <Panel id="list" minSize={LEAST_LIST} defaultSize={listShare}>
          {list}
        </Panel>
        <Separator className="separator" aria-label={resizeLabel} />
        <Panel id="detail" minSize={LEAST_DETAIL}>
          {detail}
        </Panel>
      </Group>
    </div>
  );
}
