import { Button, Dialog, DialogBody, DialogFooter, FormGroup, InputGroup } from '@blueprintjs/core';
import { type FormEvent, useState } from 'react';
import { formatCount } from '../theme/format';
import { useTexts } from '../theme/use-texts';
import { useCurrentCapture, useWorkbench } from './workbench';

/** Goes to a packet by its number. */
export function GotoDialog() {
  const { t, language } = useTexts();
  const isOpen = useWorkbench((state) => state.dialog === 'goto');
  const { openDialog, selectFrame, showView, setRange } = useWorkbench.getState();
  const packets = useCurrentCapture()?.packets ?? 0;
  const [text, setText] = useState('');
  const frame = Number(text.replace(/[\s,_]/g, ''));
  const valid = Number.isInteger(frame) && frame >= 1 && frame <= packets;
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (!valid) return;
    openDialog(null);
    setRange(null);
    showView('packets');
    selectFrame(frame);
  };
  const bounds = t('ui.goto.bounds', { last: formatCount(packets, language) });
  return (
    <Dialog isOpen={isOpen} onClose={() => openDialog(null)} title={t('ui.goto.title')}>
      <form onSubmit={submit}>
        <DialogBody>
          <FormGroup label={t('ui.goto.frame')} labelFor="goto-frame" helperText={bounds} intent={text === '' || valid ? 'none' : 'danger'}>
            <InputGroup id="goto-frame" autoFocus inputMode="numeric" value={text} onChange={(event) => setText(event.target.value)} />
          </FormGroup>
        </DialogBody>
        <DialogFooter actions={<Button type="submit" intent="primary" disabled={!valid} text={t('ui.goto.go')} />} />
      </form>
    </Dialog>
  );
}
