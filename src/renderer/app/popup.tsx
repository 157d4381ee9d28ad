import { Classes, Popover, type PopoverProps, PopupKind } from '@blueprintjs/core';
import { cloneElement, type KeyboardEvent, type ReactElement, type Ref, useCallback, useEffect, useImperativeHandle, useRef, useState } from 'react';

interface TargetProps {
  readonly className?: string;
  readonly 'aria-haspopup'?: PopoverProps['popupKind'];
  readonly 'aria-expanded'?: boolean;
}

type PopupProps = Required<Pick<PopoverProps, 'content' | 'placement'>> &
  Pick<PopoverProps, 'disabled' | 'popupKind'> & {
    /** The button, which a click, Enter or Space presses; it is never mounted anew. */
    readonly children: ReactElement<TargetProps>;
    /** A menu: nothing points from it to its button. */
    readonly minimal?: boolean;
  };

/** A popup that is closing still fades. */
type Stage = 'closed' | 'open' | 'closing';

/**
 * What a button opens beside itself. Blueprint's `Popover` is mounted only from the click on until its content has faded: views have a dozen of popups, and few
 * of them are ever opened. Blueprint 6.20 has a successor of it, which keeps the elements of each content that was ever opened (78 of the Open menu each time):
 * until it lets them go this stays with the old one. Escape is answered here: `Popover` gives the focus back when its content has faded, by then to take it
 * from whatever was opened since.
 */
export function Popup({ children, popupKind = PopupKind.MENU, ...popover }: PopupProps) {
  const [stage, setStage] = useState<Stage>('closed');
  const target = useRef<HTMLSpanElement>(null);
  const isOpen = stage === 'open';
  const show = (open: boolean): void => setStage((present) => (open ? 'open' : present === 'open' ? 'closing' : present));
  const goToButton = useCallback((): void => target.current?.querySelector('button')?.focus(), []);
  const letGo = (content: HTMLElement): void => {
    setStage((present) => (present === 'closing' ? 'closed' : present));
    // Who chose by keys goes on at the button, unless the choice opened what has taken the focus.
    if (content.contains(document.activeElement)) goToButton();
  };
  const escaped = useRef(false);
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key !== 'Escape' || !isOpen) return;
    event.stopPropagation();
    event.preventDefault();
    escaped.current = true;
    show(false);
  };
  useEffect(() => {
    if (stage !== 'closing' || !escaped.current) return;
    escaped.current = false;
    // `Popover` learns of it a step later, and does not let go of the focus before.
    const timer = setTimeout(goToButton);
    return () => clearTimeout(timer);
  }, [stage, goToButton]);
  const { className } = children.props;
  return (
    <>
      {/* biome-ignore lint/a11y: the button within is what is pressed; a key pressed on it arrives here as a click */}
      <span
        ref={target}
        className={isOpen ? `${Classes.POPOVER_TARGET} ${Classes.POPOVER_OPEN}` : Classes.POPOVER_TARGET}
        onClick={() => popover.disabled || show(!isOpen)}
      >
        {cloneElement(children, {
          'aria-haspopup': popupKind,
          'aria-expanded': isOpen,
          ...(isOpen && { className: className ? `${className} ${Classes.ACTIVE}` : Classes.ACTIVE }),
        })}
      </span>
      {stage !== 'closed' && (
        // biome-ignore lint/a11y/noStaticElementInteractions: keys that were pressed within the content arrive here, though it lies elsewhere in the page.
        <span hidden onKeyDown={onKeyDown}>
          <Popover
            {...popover}
            isOpen={isOpen}
            canEscapeKeyClose={false}
            onInteraction={show}
            onClosed={letGo}
            renderTarget={({ ref }) => <Anchor anchor={ref} target={target} />}
          />
        </span>
      )}
    </>
  );
}

/** Draws nothing: hands `Popover` the target that stands already, to place the content beside. */
function Anchor({ anchor, target }: { readonly anchor: Ref<HTMLElement>; readonly target: { readonly current: HTMLElement | null } }) {
  useImperativeHandle<HTMLElement | null, HTMLElement | null>(anchor, () => target.current);
  return null;
}
