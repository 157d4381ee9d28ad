import { Group, Panel, Separator } from 'react-resizable-panels';
import type { ListenerDetail } from '../../shared/contract/listener-rows';
import { usePaneLayout } from '../app/use-pane-layout';
import { useTexts } from '../theme/use-texts';
import { AttemptLadder } from './attempt-ladder';
import { AttemptList } from './attempt-list';

/** Attempts of a listener, and beside them the chosen one step by step. */
export function AttemptsPanel({ detail }: { readonly detail: ListenerDetail }) {
  const { t } = useTexts();
  const layout = usePaneLayout('attempts', ['attempts', 'ladder']);
  return (
    <Group className="panes" orientation="horizontal" {...layout}>
      <Panel id="attempts" minSize="25%" defaultSize="46%">
        <AttemptList listener={detail.listener} />
      </Panel>
      <Separator className="separator" aria-label={t('ui.listeners.ladder.resize')} />
      <Panel id="ladder" minSize="25%" defaultSize="54%">
        <AttemptLadder listener={detail.listener.id} />
      </Panel>
    </Group>
  );
}
