/** Which views are open in which panes, and what a person does with them: pure functions from one arrangement to the next. */
import { halved, type Pane, type PaneModel, panesOf, paneWith, type Side, shownIn, tabOf, tidy, unusedId, viewsOf, withPanes } from './pane-tree';
import { VIEWS, type View } from './views';

/** A view is open in one pane at most. */
export interface Arrangement {
  readonly model: PaneModel;
  /** Id of the pane that the navigator and the keys act on. */
  readonly focused: string;
  /** Views that had the focus, the last one first. */
  readonly recent: readonly View[];
}

/** More of them leave no room for what they show. */
export const MOST_PANES = 4;

/** What stands beside a view when nothing was looked at before. */
const PARTNERS: readonly View[] = ['packets', 'connections', 'summary'];

export function oneView(view: View): Arrangement {
  const model = tidy({ version: 1, root: { type: 'tabset', id: 'pane-1', selectedId: view, tabs: [tabOf(view)] } });
  return { model, focused: 'pane-1', recent: [view] };
}

/** One pane that shows one view: there is nothing to choose among, so no tab is seen. */
export function isSimple({ model: { root } }: Arrangement): boolean {
  return root.type === 'tabset' && root.tabs.length <= 1;
}

export function focusedPane({ model, focused }: Arrangement): Pane {
  const panes = panesOf(model);
  const pane = panes.find(({ id }) => id === focused) ?? panes[0];
  if (pane === undefined) throw new Error('there is no pane');
  return pane;
}

export function focusedView(arrangement: Arrangement): View {
  return shownIn(focusedPane(arrangement)) ?? arrangement.recent[0] ?? 'packets';
}

/** Is the view in sight: the tab in front of its pane? */
export function isVisible({ model }: Arrangement, view: View): boolean {
  return panesOf(model).some((pane) => shownIn(pane) === view);
}

export function visibleViews({ model }: Arrangement): readonly View[] {
  return panesOf(model)
    .map(shownIn)
    .filter((view) => view !== null);
}

/** The arrangement with the focus on a pane that is there, and its view remembered. */
function settled(model: PaneModel, focused: string, recent: readonly View[]): Arrangement {
  const arrangement = { model, focused, recent };
  const pane = focusedPane(arrangement);
  const view = shownIn(pane);
  return { model, focused: pane.id, recent: view === null ? recent : [view, ...recent.filter((other) => other !== view)] };
}

export function focusing(arrangement: Arrangement, pane: string): Arrangement {
  return arrangement.focused === pane ? arrangement : settled(arrangement.model, pane, arrangement.recent);
}

/** Brings a view to sight: where it is open already, else in the place of the view that has the focus, as a link in a browser does. */
export function showing(arrangement: Arrangement, view: View): Arrangement {
  const { model, recent } = arrangement;
  const host = paneWith(model, view) ?? focusedPane(arrangement);
  const replaced = shownIn(host);
  const changed = withPanes(model, (pane) => {
    if (pane.id !== host.id) return pane;
    const isOpen = viewsOf(pane).includes(view);
    const tabs = isOpen ? pane.tabs : pane.tabs.length === 0 ? [tabOf(view)] : pane.tabs.map((tab) => (tab.id === replaced ? tabOf(view) : tab));
    return { ...pane, tabs, selectedId: view };
  });
  return settled(changed, host.id, recent);
}

/** Opens a view behind the one in front of the pane with the focus, and brings it to the front. */
export function opening(arrangement: Arrangement, view: View): Arrangement {
  if (paneWith(arrangement.model, view) !== null) return showing(arrangement, view);
  return addedTo(arrangement, focusedPane(arrangement).id, view);
}

function addedTo({ model, recent }: Arrangement, paneId: string, view: View): Arrangement {
  const changed = withPanes(model, (pane) => {
    if (pane.id !== paneId) return without(pane, view);
    const others = pane.tabs.filter(({ id }) => id !== view);
    const place = others.findIndex(({ id }) => id === shownIn(pane)) + 1;
    return { ...pane, tabs: [...others.slice(0, place), tabOf(view), ...others.slice(place)], selectedId: view };
  });
  return settled(changed, paneId, recent);
}

/** The pane without a tab; the one behind it, else the one before it, comes to the front. */
function without(pane: Pane, view: View): Pane {
  const place = pane.tabs.findIndex(({ id }) => id === view);
  if (place < 0) return pane;
  const tabs = pane.tabs.filter(({ id }) => id !== view);
  const next = tabs[place] ?? tabs[place - 1];
  const { selectedId: _, ...rest } = pane;
  const selectedId = shownIn(pane) === view ? next?.id : shownIn(pane);
  return { ...rest, tabs, ...(selectedId != null && { selectedId }) };
}

export function canSplit({ model }: Arrangement): boolean {
  return panesOf(model).length < MOST_PANES;
}

/** Divides the pane with the focus: in the new one is `view`, or what was looked at before. */
export function splitting(arrangement: Arrangement, side: Side, view: View | null = null): Arrangement {
  if (!canSplit(arrangement)) return arrangement;
  const { model, recent } = arrangement;
  const divided = focusedPane(arrangement);
  const added = view ?? partnerOf(arrangement);
  const paneId = unusedId(model, 'pane');
  const pane: Pane = { type: 'tabset', id: paneId, selectedId: added, tabs: [tabOf(added)] };
  const splitId = unusedId(model, 'split');
  const changed = withPanes(model, (known) => {
    const left = without(known, added);
    if (known.id !== divided.id) return left;
    // A pane whose only view goes to the new one shows what was looked at before.
    const partner = tabOf(partnerOf(arrangement, added));
    const kept = left.tabs.length > 0 ? left : { ...left, tabs: [partner], selectedId: partner.id };
    return halved(kept, pane, side, splitId);
  });
  return settled(changed, paneId, recent);
}

/** The view looked at before that is not in sight; when there is none, the packets or what they belong to. */
function partnerOf(arrangement: Arrangement, besides: View | null = null): View {
  const visible = visibleViews(arrangement);
  const isFree = (view: View): boolean => view !== besides && !visible.includes(view);
  return [...arrangement.recent, ...PARTNERS, ...VIEWS].find(isFree) ?? 'packets';
}

/** Opens a view in another pane than the one with the focus; where there is no other, at its right. */
export function openingBeside(arrangement: Arrangement, view: View): Arrangement {
  const panes = panesOf(arrangement.model);
  const present = panes.findIndex(({ id }) => id === focusedPane(arrangement).id);
  const next = panes[(present + 1) % panes.length];
  if (panes.length === 1 || next === undefined) return splitting(arrangement, 'right', view);
  return addedTo(arrangement, next.id, view);
}

/** Closes a tab, and with the last one its pane; the last view of the window stays. */
export function closing(arrangement: Arrangement, view: View): Arrangement {
  if (isSimple(arrangement)) return arrangement;
  const { model, focused, recent } = arrangement;
  return settled(
    withPanes(model, (pane) => without(pane, view)),
    focused,
    recent,
  );
}

/** Only what is in front of the pane with the focus stays. */
export function alone(arrangement: Arrangement): Arrangement {
  const { recent } = arrangement;
  return { ...oneView(focusedView(arrangement)), recent };
}

/** The focus on the pane `step` further on. */
export function focusingNext(arrangement: Arrangement, step: 1 | -1): Arrangement {
  const panes = panesOf(arrangement.model);
  const present = panes.findIndex(({ id }) => id === focusedPane(arrangement).id);
  const next = panes[(present + step + panes.length) % panes.length];
  return next === undefined ? arrangement : focusing(arrangement, next.id);
}

/** The tab `step` further on in front. */
export function steppingTab(arrangement: Arrangement, step: 1 | -1): Arrangement {
  const pane = focusedPane(arrangement);
  const views = viewsOf(pane);
  const next = views[(views.indexOf(focusedView(arrangement)) + step + views.length) % views.length];
  return next === undefined ? arrangement : showing(arrangement, next);
}

/** The tab in front moved by one place; at the end it stays. */
export function movingTab({ model, focused, recent }: Arrangement, step: 1 | -1): Arrangement {
  const changed = withPanes(model, (pane) => {
    const from = pane.tabs.findIndex(({ id }) => id === shownIn(pane));
    const moved = pane.tabs[from];
    const to = from + step;
    if (pane.id !== focused || moved === undefined || to < 0 || to >= pane.tabs.length) return pane;
    const others = pane.tabs.filter((tab) => tab !== moved);
    return { ...pane, tabs: [...others.slice(0, to), moved, ...others.slice(to)] };
  });
  return settled(changed, focused, recent);
}

/** What the panes became when somebody dragged, resized or closed something in them; a view that came to another pane has the focus. */
export function rearranged(before: Arrangement, model: PaneModel): Arrangement {
  const placed = (from: PaneModel, view: View) => paneWith(from, view)?.id;
  const moved = VIEWS.find((view) => {
    const now = placed(model, view);
    return now !== undefined && now !== placed(before.model, view);
  });
  return settled(model, (moved && placed(model, moved)) ?? before.focused, before.recent);
}
