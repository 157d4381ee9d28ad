import { Dialog, type DialogProps } from '@blueprintjs/core';
import { type ReactNode, useCallback, useEffect, useRef } from 'react';
import { useTexts } from '../theme/use-texts';
import { returnFocus } from './focus-place';

interface ModalProps extends Pick<DialogProps, 'className' | 'role'> {
  readonly isOpen: boolean;
  readonly title: string;
  readonly onClose: () => void;
  readonly children: ReactNode;
}

let open = 0;

/** True while a dialog lies over the workbench: keys mean nothing that lies below. */
export function isModalOpen(): boolean {
  return open > 0;
}

/**
 * A dialog. It gives the focus back as soon as it closes; Blueprint would do so when it has faded, by then to take it from whatever was opened since, and to a
 * field of the dialog itself when that had taken the focus before Blueprint looked for it.
 */
export function Modal({ isOpen, children, ...dialog }: ModalProps) {
  const { t } = useTexts();
  const container = useRef<HTMLDivElement>(null);
  const closeLabel = t('ui.dialog.close');
  useEffect(() => {
    if (!isOpen) return;
    open++;
    return () => {
      open--;
      // Another that lies below takes the focus for itself.
      if (open === 0 && (document.activeElement === document.body || hasFocus(container.current))) returnFocus();
    };
  }, [isOpen]);
  // Closed in the frame that it was opened in, it may have taken the focus after that.
  const letGo = useCallback(() => {
    if (open === 0 && hasFocus(container.current)) returnFocus();
  }, []);
  // Blueprint names its cross in English only.
  const nameCross = useCallback(
    (node: HTMLElement) => node.querySelector('.bp6-dialog-close-button')?.setAttribute('aria-label', closeLabel),
    [closeLabel],
  );
  return (
    <Dialog {...dialog} isOpen={isOpen} containerRef={container} shouldReturnFocusOnClose={false} onOpening={nameCross} onClosed={letGo}>
      {children}
    </Dialog>
  );
}

/** What only keeps the focus inside the dialog stands beside its container. */
function hasFocus(container: HTMLElement | null): boolean {
  return container?.closest('.bp6-overlay')?.contains(document.activeElement) ?? false;
}
