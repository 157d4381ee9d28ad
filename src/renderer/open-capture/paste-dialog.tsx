import { Button, DialogBody, DialogFooter, TextArea } from '@blueprintjs/core';
import { useState } from 'react';
import { Modal } from '../app/modal';
import { useWorkbench } from '../app/workbench';
import { useTexts } from '../theme/use-texts';
import { useOpenCapture } from './use-open-capture';

/** Takes text: what tcpdump printed, or a hex dump. */
export function PasteDialog() {
  const { t } = useTexts();
  const isOpen = useWorkbench((state) => state.dialog === 'paste');
  const openDialog = useWorkbench((state) => state.openDialog);
  const { open } = useOpenCapture();
  const [text, setText] = useState('');
  const submit = (): void => {
    void open({ kind: 'text', name: t('ui.paste.name'), text }).then(() => setText(''));
  };
  return (
    <Modal isOpen={isOpen} onClose={() => openDialog(null)} title={t('ui.paste.title')} className="wide-dialog">
      <DialogBody>
        <p id="paste-advice">{t('ui.paste.advice')}</p>
        <TextArea
          className="mono paste-text"
          fill
          autoFocus
          spellCheck={false}
          value={text}
          aria-label={t('ui.paste.text')}
          aria-describedby="paste-advice"
          placeholder={t('ui.paste.placeholder')}
          onChange={(event) => setText(event.target.value)}
          onKeyDown={(event) => event.key === 'Enter' && (event.ctrlKey || event.metaKey) && text.trim() !== '' && submit()}
        />
      </DialogBody>
      <DialogFooter
        actions={
          <>
            <Button text={t('ui.dialog.cancel')} onClick={() => openDialog(null)} />
            <Button intent="primary" disabled={text.trim() === ''} text={t('ui.paste.open')} onClick={submit} />
          </>
        }
      />
    </Modal>
  );
}
