/** Where the keyboard's focus is, so that it comes back there from what lay over it, and stays in sight when what had it is gone. */

/** What had the focus last, but for what lies over the views: dialogs and menus. */
let place: HTMLElement | null = null;
/** A part of the page that has the focus for want of anything in it: what it waits for takes it over. */
let standIn: HTMLElement | null = null;

/** Must be called once, before anything has the focus. */
export function watchFocus(): void {
  document.addEventListener('focusin', ({ target }) => {
    if (target instanceof HTMLElement && target.closest('.bp6-portal') === null) place = target;
  });
}

/** True when what had the focus was taken away. Who clicked on nothing, or has done nothing yet, has not lost it. */
export function isFocusLost(): boolean {
  const { activeElement } = document;
  return (activeElement === document.body && place !== null && !place.isConnected) || (activeElement !== null && activeElement === standIn);
}

/** Gives the focus back to what had it before something lay over the views, or else to the view in use. */
export function returnFocus(): void {
  place?.focus();
  const { activeElement } = document;
  if (place !== null && activeElement === place) return;
  // What is closing has it no more, though it is still there to fade.
  if (activeElement instanceof HTMLElement) activeElement.blur();
  focusView();
}

/** Puts the focus into the view in use, or into the page that is there instead of views. A view that is still to come takes it when it is lost. */
export function focusView(): void {
  goInto(document.querySelector<HTMLElement>('.view-pane-focused .pane') ?? document.querySelector<HTMLElement>('main:not(.panes)'));
}

const TABLE = '[role=grid][tabindex="0"]';
const REACHED_BY_TAB = 'button:not(:disabled), input:not(:disabled), select, textarea, a[href], [tabindex="0"]';

/** Puts the focus on the first table of a part of the page, else on the first thing that Tab comes to, else on the part itself. */
export function goInto(part: HTMLElement | null): void {
  if (part === null) return;
  const body = part.querySelector('.pane-body') ?? part;
  const isReached = (element: HTMLElement): boolean => element.tabIndex >= 0 && element.checkVisibility();
  const inside = [TABLE, REACHED_BY_TAB].map((kind) => [...body.querySelectorAll<HTMLElement>(kind)].find(isReached));
  const target = inside[0] ?? inside[1] ?? part;
  standIn = target === part ? part : null;
  if (standIn !== null) standIn.tabIndex = -1;
  target.focus();
}
