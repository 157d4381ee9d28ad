import { Popover, type PopoverProps } from '@blueprintjs/core';

type PopupProps = Pick<PopoverProps, 'content' | 'placement' | 'disabled' | 'children' | 'popupKind'> & {
  /** A menu: nothing points from it to its button. */
  readonly minimal?: boolean;
};

/**
 * What a button opens beside itself. Blueprint 6.20 has a successor of its `Popover`, which keeps the elements of each content that was ever opened (78 of the
 * Open menu each time): until it lets them go this stays with the old one.
 */
export function Popup(popup: PopupProps) {
  return <Popover {...popup} />;
}
