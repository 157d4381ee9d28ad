import { Button } from '@blueprintjs/core';
import { Cross, Error as ErrorIcon } from '@blueprintjs/icons';
import { useTexts } from '../theme/use-texts';
import { useWorkbench } from './workbench';

/** What failed and what to do about it, until it is dismissed. */
export function Notices() {
  const { t } = useTexts();
  const notices = useWorkbench((state) => state.notices);
  const dismiss = useWorkbench((state) => state.dismiss);
  return (
    <div className="notices" aria-live="assertive">
      {notices.map(({ id, error }) => (
        <div key={id} className="notice" role="alert">
          <ErrorIcon size={16} />
          <p>{t(`error.${error.code}`, error.data)}</p>
          <Button variant="minimal" size="small" icon={<Cross size={14} />} aria-label={t('ui.notice.dismiss')} onClick={() => dismiss(id)} />
        </div>
      ))}
    </div>
  );
}
