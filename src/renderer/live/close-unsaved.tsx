import { Alert } from '@blueprintjs/core';
import { useOpenCapture } from '../open-capture/use-open-capture';
import { useTexts } from '../theme/use-texts';
import { useLiveStore } from './live-store';

/** Asks before a recording that is nowhere else is deleted. */
export function CloseUnsaved() {
  const { t } = useTexts();
  const asked = useLiveStore((store) => store.asked);
  const ask = useLiveStore((store) => store.ask);
  const state = useLiveStore(({ views }) => (asked === null ? undefined : views.get(asked)?.state));
  const { close } = useOpenCapture();
  return (
    <Alert
      isOpen={asked !== null}
      intent="danger"
      cancelButtonText={t('live.bar.closeKeep')}
      confirmButtonText={t('live.bar.closeDelete')}
      canEscapeKeyCancel
      onCancel={() => ask(null)}
      onConfirm={() => {
        ask(null);
        if (asked !== null) void close(asked, true);
      }}
    >
      <h3>{t('live.bar.closeTitle')}</h3>
      <p>{t('live.bar.closeAdvice', { interface: state?.interface ?? '' })}</p>
    </Alert>
  );
}
