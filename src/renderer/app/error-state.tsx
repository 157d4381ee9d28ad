import { Button, NonIdealState } from '@blueprintjs/core';
import { Error as ErrorIcon } from '@blueprintjs/icons';
import type { AppError } from '../../shared/contract/errors';
import { useTexts } from '../theme/use-texts';

/** What went wrong and what to do, in the place of what could not be shown. */
export function ErrorState({ error, onRetry }: { readonly error: AppError; readonly onRetry?: () => void }) {
  const { t } = useTexts();
  return (
    <div role="alert" className="fill">
      <NonIdealState
        icon={<ErrorIcon size={32} />}
        // Blueprint's title is a heading of the fourth level, wherever it stands.
        description={
          <>
            <p className="empty-title">{t('ui.view.failed')}</p>
            <p>{t(`error.${error.code}`, error.data)}</p>
          </>
        }
        {...(onRetry && { action: <Button size="small" text={t('ui.view.retry')} onClick={onRetry} /> })}
      />
    </div>
  );
}
