import { useLayoutEffect, useRef } from 'react';
import { useTexts } from '../theme/use-texts';

/** Names the strip of tabs that it stands beside, since the library that draws it does not. */
export function TabStripName() {
  const { t } = useTexts();
  const place = useRef<HTMLSpanElement>(null);
  const name = t('panes.tabs');
  useLayoutEffect(() => place.current?.closest('[data-tabset-header]')?.querySelector('[data-tab-list]')?.setAttribute('aria-label', name), [name]);
  return <span ref={place} hidden />;
}
