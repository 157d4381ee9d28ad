import { Button, DialogBody, DialogFooter, FormGroup, InputGroup } from '@blueprintjs/core';
import { type FormEvent, useState } from 'react';
import { toAppError } from '../connection/app-error';
import { useConnection } from '../connection/connection';
import { useFilter } from '../filter-bar/filter-state';
import { parseGotoTime, type TimeOrigin } from '../find/goto-time';
import { useSummary } from '../summary/summary-context';
import { formatCount } from '../theme/format';
import { useTexts } from '../theme/use-texts';
import { Modal } from './modal';
import { useCurrentCapture, useWorkbench } from './workbench';

/** Goes to a packet by its number or its time. */
export function GotoDialog() {
  const { t, language } = useTexts();
  const { engine } = useConnection();
  const isOpen = useWorkbench((state) => state.dialog === 'goto');
  const { openDialog, selectFrame, showView, setRange, notify } = useWorkbench.getState();
  const capture = useCurrentCapture();
  const origin = useTimeOrigin();
  const packets = capture?.packets ?? 0;
  const [text, setText] = useState('');
  const [time, setTime] = useState('');
  const frame = Number(text.replace(/[\s,_]/g, ''));
  const timeMs = time === '' ? null : parseGotoTime(time, origin);
  const validFrame = text !== '' && Number.isInteger(frame) && frame >= 1 && frame <= packets;
  const valid = time === '' ? validFrame : timeMs !== null;

  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (!valid || !capture) return;
    const show = (found: number | null): void => {
      openDialog(null);
      void showHidden(found ?? packets);
      setRange(null);
      showView('packets');
      selectFrame(found ?? packets);
    };
    if (timeMs === null) show(frame);
    else
      engine['packets.atTime']({ capture: capture.capture, timeMs }).then(
        (found) => show(found.frame),
        (thrown) => notify(toAppError(thrown)),
      );
  };
  /** A filter that hides the packet is taken away. */
  const showHidden = async (wanted: number): Promise<void> => {
    const { applied, apply } = useFilter.getState();
    if (applied === null || !capture) return;
    const { row } = await engine['packets.place']({ capture: capture.capture, filter: applied, frame: wanted });
    if (row === null) apply('');
  };
  const bounds = t('ui.goto.bounds', { last: formatCount(packets, language) });
  return (
    <Modal isOpen={isOpen} onClose={() => openDialog(null)} title={t('ui.goto.title')}>
      <form onSubmit={submit}>
        <DialogBody>
          <FormGroup label={t('ui.goto.frame')} labelFor="goto-frame" helperText={bounds} intent={text === '' || validFrame ? 'none' : 'danger'}>
            <InputGroup id="goto-frame" autoFocus inputMode="numeric" value={text} onChange={(event) => setText(event.target.value)} />
          </FormGroup>
          <FormGroup
            label={t('filter.goto.time')}
            labelFor="goto-time"
            helperText={t('filter.goto.timeForms')}
            intent={time === '' || timeMs !== null ? 'none' : 'danger'}
          >
            <InputGroup id="goto-time" value={time} onChange={(event) => setTime(event.target.value)} />
          </FormGroup>
        </DialogBody>
        <DialogFooter actions={<Button type="submit" intent="primary" disabled={!valid} text={t('ui.goto.go')} />} />
      </form>
    </Modal>
  );
}

function useTimeOrigin(): TimeOrigin {
  const summary = useSummary().value;
  const first = Number(summary?.capture.firstTime ?? Number.NaN);
  if (!summary || Number.isNaN(first) || summary.capture.timeBase === 'relative') return { baseSeconds: null, offsetMs: 0 };
  return { baseSeconds: summary.baseSeconds, offsetMs: (first - summary.baseSeconds) * 1000 };
}
