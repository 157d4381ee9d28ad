import { Classes, DialogBody, Hotkey, type HotkeyConfig, Hotkeys } from '@blueprintjs/core';
import { useTexts } from '../theme/use-texts';
import { Modal } from './modal';

interface KeySheetProps {
  readonly isOpen: boolean;
  readonly hotkeys: readonly HotkeyConfig[];
  readonly onClose: () => void;
}

/** All keys by group: as Blueprint's own sheet, but with a name, and scrolled by keyboard. */
export function KeySheet({ isOpen, hotkeys, onClose }: KeySheetProps) {
  const { t } = useTexts();
  return (
    <Modal isOpen={isOpen} onClose={onClose} title={t('settings.shortcuts')} className={Classes.HOTKEY_DIALOG}>
      <DialogBody tabIndex={0}>
        <Hotkeys>
          {hotkeys.map((hotkey) => (
            <Hotkey key={`${hotkey.group} ${hotkey.combo}`} {...hotkey} />
          ))}
        </Hotkeys>
      </DialogBody>
    </Modal>
  );
}
