import { Button, DialogBody, DialogFooter } from '@blueprintjs/core';
import { useEffect, useState } from 'react';
import { Modal } from '../app/modal';
import { useOpenCapture } from '../open-capture/use-open-capture';
import { useTexts } from '../theme/use-texts';
import { useLiveStore } from './live-store';

/** Asks before a recording that is nowhere else is deleted. */
export function CloseUnsaved() {
  const { t } = useTexts();
  const asked = useLiveStore((store) => store.asked);
  const ask = useLiveStore((store) => store.ask);
  const state = useLiveStore(({ views }) => (asked === null ? undefined : views.get(asked)?.state));
  // The question names what it was about until it is out of sight.
  const [named, setNamed] = useState('');
  useEffect(() => {
    if (state) setNamed(state.interface);
  }, [state]);
  const { close } = useOpenCapture();
  const onDelete = (): void => {
    ask(null);
    if (asked !== null) void close(asked, true);
  };
  return (
    <Modal isOpen={asked !== null} onClose={() => ask(null)} title={t('live.bar.closeTitle')} role="alertdialog">
      <DialogBody>
        <p>{t('live.bar.closeAdvice', { interface: named })}</p>
      </DialogBody>
      <DialogFooter
        actions={
          <>
            <Button autoFocus text={t('live.bar.closeKeep')} onClick={() => ask(null)} />
            <Button intent="danger" text={t('live.bar.closeDelete')} onClick={onDelete} />
          </>
        }
      />
    </Modal>
  );
}
