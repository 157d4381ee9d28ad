import { Group, Panel, Separator } from 'react-resizable-panels';
import { usePaneLayout } from '../app/use-pane-layout';
import { useWorkbench } from '../app/workbench';
import { useTexts } from '../theme/use-texts';
import { HttpDetail } from './http-detail';
import { HttpList } from './http-list';

/** Connections that carry HTTP, and below them the chosen one's requests and idle gaps. */
export function HttpView() {
  const { t } = useTexts();
  const layout = usePaneLayout('http', ['list', 'detail']);
  const evidence = useWorkbench((state) => state.evidence);
  return (
    <Group className="panes" orientation="vertical" {...layout}>
      <Panel id="list" minSize="15%" defaultSize="34%">
        <HttpList />
      </Panel>
      <Separator className="separator" aria-label={t('ui.http.resize')} />
      <Panel id="detail" minSize="30%" defaultSize="66%">
        <HttpDetail connection={evidence.kind === 'connection' ? evidence.connection : null} />
      </Panel>
    </Group>
  );
}
