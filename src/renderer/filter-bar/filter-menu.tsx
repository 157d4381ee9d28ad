import { Menu, MenuDivider, MenuItem, showContextMenu } from '@blueprintjs/core';
import type { MouseEvent } from 'react';
import type { Translate } from '../../shared/locales/texts';
import { returnFocus } from '../app/focus-place';
import { copyText } from '../packet-copy/clipboard';
import { useFilter } from './filter-state';
import { FILTER_JOINS, joinFilter } from './join-filter';

interface FilterMenuProps {
  readonly t: Translate;
  /** The test that the menu is about. */
  readonly test: string;
  /** What “copy value” copies; null: no such entry. */
  readonly value: string | null;
  readonly children?: React.ReactNode;
}

/** Filters by a test, alone or joined to the filter that is there. */
export function FilterMenu({ t, test, value, children }: FilterMenuProps) {
  const { applied, apply } = useFilter.getState();
  const shown = test.length > 48 ? `${test.slice(0, 48)}…` : test;
  const joins = applied === null ? FILTER_JOINS.slice(0, 2) : FILTER_JOINS;
  return (
    <Menu className="filter-menu">
      <MenuDivider title={<span className="mono">{shown}</span>} />
      {joins.map((join) => (
        <MenuItem key={join} text={t(`filter.join.${join}`)} onClick={() => apply(joinFilter(applied ?? '', join, test))} />
      ))}
      <MenuDivider />
      <MenuItem text={t('filter.copyTest')} onClick={() => void copyText(test)} />
      {value !== null && <MenuItem text={t('filter.copyValue')} onClick={() => void copyText(value)} />}
      {children}
    </Menu>
  );
}

/** Opens a menu where the pointer is, or at the element when it was asked for by keyboard. */
export function openMenuAt(event: MouseEvent, content: React.JSX.Element, dark: boolean): void {
  event.preventDefault();
  const byKeyboard = event.clientX === 0 && event.clientY === 0;
  const box = event.currentTarget.getBoundingClientRect();
  const targetOffset = byKeyboard ? { left: box.left + 24, top: box.top + 48 } : { left: event.clientX, top: event.clientY };
  showContextMenu({ content, targetOffset, isDarkTheme: dark, onClose: returnFocus });
}
