import { PopoverNext, type PopoverNextProps } from '@blueprintjs/core';

type PopupProps = Pick<PopoverNextProps, 'content' | 'placement' | 'disabled' | 'children' | 'popupKind'> & {
  /** A menu: nothing points from it to its button. */
  readonly minimal?: boolean;
};

/** What a button opens beside itself. The focus goes where the choice leads, not back to the button. */
export function Popup({ minimal = false, ...popup }: PopupProps) {
  return <PopoverNext {...popup} arrow={!minimal} animation={minimal ? 'minimal' : 'scale'} shouldReturnFocusOnClose={false} />;
}
