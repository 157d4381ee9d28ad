import { useState } from 'react';
import { Group, Panel, Separator } from 'react-resizable-panels';
import { usePaneLayout } from '../app/use-pane-layout';
import { useTexts } from '../theme/use-texts';
import { HeartbeatDetail } from './heartbeat-detail';
import { HeartbeatList } from './heartbeat-list';

/** Messages that applications send periodically, and below them the chosen one's gaps from beat to beat. */
export function HeartbeatsView() {
  const { t } = useTexts();
  const layout = usePaneLayout('heartbeats', ['list', 'detail']);
  const [chosen, setChosen] = useState<number | null>(null);
  return (
    <Group className="panes" orientation="vertical" {...layout}>
      <Panel id="list" minSize="15%" defaultSize="34%">
        <HeartbeatList chosen={chosen} onChosen={setChosen} />
      </Panel>
      <Separator className="separator" aria-label={t('ui.heartbeats.resize')} />
      <Panel id="detail" minSize="30%" defaultSize="66%">
        <HeartbeatDetail id={chosen} />
      </Panel>
    </Group>
  );
}
