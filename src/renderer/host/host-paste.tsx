import { Button, DialogBody, DialogFooter, FileInput, TextArea } from '@blueprintjs/core';
import { useState } from 'react';
import type { AppError } from '../../shared/contract/errors';
import { Modal } from '../app/modal';
import { toAppError } from '../connection/app-error';
import { useConnection } from '../connection/connection';
import { refreshFindings } from '../findings/refresh-findings';
import { keepHostSample } from '../project/host-samples';
import { useTexts } from '../theme/use-texts';
import { useHostChoice } from './host-choice';

interface HostPasteProps {
  readonly isOpen: boolean;
  readonly onClose: () => void;
  readonly onRead: () => void;
}

/** Takes text that was saved of a host, pasted or out of a file. */
export function HostPaste({ isOpen, onClose, onRead }: HostPasteProps) {
  const { t } = useTexts();
  const { engine } = useConnection();
  const [text, setText] = useState('');
  const [name, setName] = useState<string | null>(null);
  const [error, setError] = useState<AppError | null>(null);
  const read = async (): Promise<void> => {
    try {
      const named = name ?? t('host.view.paste.name');
      const { recording } = await engine['host.read']({ source: { kind: 'text', name: named, text } });
      keepHostSample(recording, named, text);
      void refreshFindings({ engine });
      useHostChoice.setState({ recording, watching: false, listener: null });
      setText('');
      setName(null);
      setError(null);
      onRead();
      onClose();
    } catch (thrown) {
      setError(toAppError(thrown));
    }
  };
  const openFile = async (file: File | undefined): Promise<void> => {
    if (file === undefined) return;
    setText(await file.text());
    setName(file.name);
  };
  return (
    <Modal isOpen={isOpen} onClose={onClose} title={t('host.view.paste.title')} className="wide-dialog">
      <DialogBody>
        <p id="host-paste-advice">{t('host.view.paste.advice')}</p>
        <TextArea
          className="mono paste-text"
          fill
          autoFocus
          spellCheck={false}
          value={text}
          aria-label={t('host.view.paste.text')}
          aria-describedby="host-paste-advice"
          placeholder={t('host.view.paste.placeholder')}
          onChange={(event) => setText(event.target.value)}
          onKeyDown={(event) => event.key === 'Enter' && (event.ctrlKey || event.metaKey) && text.trim() !== '' && void read()}
        />
        <FileInput
          fill
          text={name ?? t('host.view.paste.file')}
          hasSelection={name !== null}
          inputProps={{ 'aria-label': t('host.view.paste.file') }}
          onInputChange={(event) => void openFile(event.currentTarget.files?.[0])}
        />
        {error && <p role="alert">{t(`error.${error.code}`, error.data)}</p>}
      </DialogBody>
      <DialogFooter
        actions={
          <>
            <Button text={t('ui.dialog.cancel')} onClick={onClose} />
            <Button intent="primary" disabled={text.trim() === ''} text={t('host.view.paste.read')} onClick={() => void read()} />
          </>
        }
      />
    </Modal>
  );
}
