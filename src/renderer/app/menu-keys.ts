/** Arrow keys, Home and End in every menu: Blueprint's are gone through by Tab alone. */

/** Must be called once. */
export function watchMenuKeys(): void {
  document.addEventListener('keydown', (event) => {
    const menu = document.activeElement?.closest('.bp6-overlay')?.querySelector('[role=menu]');
    if (!menu || event.defaultPrevented) return;
    const items = [...menu.querySelectorAll<HTMLElement>('[role=menuitem]:not([aria-disabled=true])')];
    const from = items.findIndex((item) => item.matches(':focus'));
    const target = items[place(event.key, from, items.length)];
    if (!target) return;
    event.preventDefault();
    target.focus();
  });
}

/** Index of the item that a key leads to, from one end on to the other; -1: it leads to none. `from`: -1 while none has the focus. */
function place(key: string, from: number, count: number): number {
  if (key === 'ArrowDown') return (from + 1) % count;
  if (key === 'ArrowUp') return from <= 0 ? count - 1 : from - 1;
  if (key === 'Home') return 0;
  return key === 'End' ? count - 1 : -1;
}
