import './listeners.css';
import { useEffect } from 'react';
import { Group, Panel, Separator } from 'react-resizable-panels';
import { usePaneLayout } from '../app/use-pane-layout';
import { useTexts } from '../theme/use-texts';
import { useTimelineMarks } from '../timeline/timeline-marks';
import { ListenerDetail } from './listener-detail';
import { ListenerList } from './listener-list';

/** Listeners that clients asked for connections, and below them the chosen one's queues, attempts and what its kernel counted. */
export function ListenersView() {
  const { t } = useTexts();
  const layout = usePaneLayout('listeners', ['list', 'detail']);
  useEffect(() => () => useTimelineMarks.setState({ marks: [] }), []);
  return (
    <Group className="panes" orientation="vertical" {...layout}>
      <Panel id="list" minSize="15%" defaultSize="28%">
        <ListenerList />
      </Panel>
      <Separator className="separator" aria-label={t('ui.listeners.resize')} />
      <Panel id="detail" minSize="30%" defaultSize="72%">
        <ListenerDetail />
      </Panel>
    </Group>
  );
}
