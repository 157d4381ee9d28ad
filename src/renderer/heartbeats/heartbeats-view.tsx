import { useState } from 'react';
import { ListAndDetail } from '../app/list-and-detail';
import { useTexts } from '../theme/use-texts';
import { HeartbeatDetail } from './heartbeat-detail';
import { HeartbeatList } from './heartbeat-list';

/** Messages that applications send periodically, and below them the chosen one's gaps from beat to beat. */
export function HeartbeatsView() {
  const { t } = useTexts();
  const [chosen, setChosen] = useState<number | null>(null);
  return (
    <ListAndDetail
      id="heartbeats"
      list={<HeartbeatList chosen={chosen} onChosen={setChosen} />}
      detail={<HeartbeatDetail id={chosen} />}
      resizeLabel={t('ui.heartbeats.resize')}
    />
  );
}
