import { ListAndDetail } from '../app/list-and-detail';
import { useSettledSelection } from '../app/settled-selection';
import { connectionOf } from '../app/workbench';
import { useTexts } from '../theme/use-texts';
import { HttpDetail } from './http-detail';
import { HttpList } from './http-list';

/** Connections that carry HTTP, and below them the chosen one's requests and idle gaps. */
export function HttpView() {
  const { t } = useTexts();
  const connection = useSettledSelection((state) => connectionOf(state.evidence));
  return <ListAndDetail id="http" list={<HttpList />} detail={<HttpDetail connection={connection} />} resizeLabel={t('ui.http.resize')} />;
}
