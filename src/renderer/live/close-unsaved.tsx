import { Alert } from '@blueprintjs/core';
import { useTexts } from '../theme/use-texts';
import { useLiveStore } from './live-store';

interface CloseUnsavedProps {
  /** The capture that is to be closed; null: none. */
  readonly capture: number | null;
  readonly onDecided: (close: boolean) => void;
}

/** Asks before a recording that is nowhere else is deleted. */
export function CloseUnsaved({ capture, onDecided }: CloseUnsavedProps) {
  const { t } = useTexts();
  const state = useLiveStore(({ views }) => (capture === null ? undefined : views.get(capture)?.state));
  return (
    <Alert
      isOpen={capture !== null}
      intent="danger"
      cancelButtonText={t('live.bar.closeKeep')}
      confirmButtonText={t('live.bar.closeDelete')}
      canEscapeKeyCancel
      onCancel={() => onDecided(false)}
      onConfirm={() => onDecided(true)}
    >
      <h3>{t('live.bar.closeTitle')}</h3>
      <p>{t('live.bar.closeAdvice', { interface: state?.interface ?? '' })}</p>
    </Alert>
  );
}

/** Whether closing the capture would lose a recording. */
export function isUnsavedRecording(capture: number): boolean {
  return useLiveStore.getState().views.get(capture)?.state.unsaved === true;
}
