import { Button } from '@blueprintjs/core';
import { Pane } from '../app/pane';
import { useWorkbench } from '../app/workbench';
import { useTexts } from '../theme/use-texts';
import { HostView } from './host-view';

/** The host view while no capture is open. */
export function HostPage() {
  const { t } = useTexts();
  const showView = useWorkbench((state) => state.showView);
  const back = <Button size="small" variant="minimal" text={t('host.view.close')} onClick={() => showView('packets')} />;
  return (
    <main className="panes host-alone">
      <Pane title={t('ui.nav.host')} actions={back}>
        <HostView />
      </Pane>
    </main>
  );
}
