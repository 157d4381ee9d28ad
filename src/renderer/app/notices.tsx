import { Button } from '@blueprintjs/core';
import { Cross, Error as ErrorIcon } from '@blueprintjs/icons';
import { useRef } from 'react';
import { flushSync } from 'react-dom';
import { useTexts } from '../theme/use-texts';
import { focusView } from './focus-place';
import { useWorkbench } from './workbench';

/** What failed and what to do about it, until it is dismissed. */
export function Notices() {
  const { t } = useTexts();
  const notices = useWorkbench((state) => state.notices);
  const dismiss = useWorkbench((state) => state.dismiss);
  const place = useRef<HTMLDivElement>(null);
  const leave = (id: number): void => {
    flushSync(() => dismiss(id));
    const next = place.current?.querySelector('button');
    if (next) next.focus();
    else focusView();
  };
  return (
    <div ref={place} className="notices">
      {notices.map(({ id, error }) => (
        <div key={id} className="notice" role="alert">
          <ErrorIcon size={16} />
          <p>{t(`error.${error.code}`, error.data)}</p>
          <Button variant="minimal" size="small" icon={<Cross size={14} />} aria-label={t('ui.notice.dismiss')} onClick={() => leave(id)} />
        </div>
      ))}
    </div>
  );
}
