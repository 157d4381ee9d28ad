import './listeners.css';
import { useEffect } from 'react';
import { ListAndDetail } from '../app/list-and-detail';
import { useTexts } from '../theme/use-texts';
import { markTimeline } from '../timeline/timeline-marks';
import { ListenerDetail } from './listener-detail';
import { ListenerList } from './listener-list';

/** Listeners that clients asked for connections, and below them the chosen one's queues, attempts and what its kernel counted. */
export function ListenersView() {
  const { t } = useTexts();
  useEffect(() => () => markTimeline('listeners', []), []);
  return <ListAndDetail id="listeners" list={<ListenerList />} detail={<ListenerDetail />} resizeLabel={t('ui.listeners.resize')} listShare="28%" />;
}
