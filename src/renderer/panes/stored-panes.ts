/** The arrangement as a project's file and the page's storage hold it. */
import * as z from 'zod/mini';
import { type StoredPanes, storedPanesSchema } from '../../shared/contract/project';
import { type Arrangement, focusedView, focusing, isSimple, MOST_PANES, oneView } from './arrangement';
import { type PaneNode, panesOf, paneWith, shownIn, tabOf, tidy, viewsOf } from './pane-tree';
import { isView, type View } from './views';

/** Undefined where there is nothing to remember: one view in one pane. */
export function storedPanes(arrangement: Arrangement): StoredPanes | undefined {
  return isSimple(arrangement) ? undefined : stored(arrangement.model.root);
}

function stored(node: PaneNode): StoredPanes {
  const size = typeof node.size === 'number' ? node.size : null;
  if (node.type === 'tabset') return { kind: 'pane', size, views: [...viewsOf(node)], shown: shownIn(node) ?? '' };
  return { kind: 'split', size, direction: node.orientation === 'horizontal' ? 'row' : 'column', parts: node.children.map(stored) };
}

/** What was stored, as far as this version knows the views, with the focus on `view`. */
export function restoredPanes(panes: StoredPanes | undefined, view: View): Arrangement {
  if (panes === undefined) return oneView(view);
  const seen = new Set<View>();
  let count = 0;
  const restored = (node: StoredPanes): PaneNode => {
    const id = `${node.kind}-${++count}`;
    const sized = node.size === null ? {} : { size: node.size };
    if (node.kind === 'split')
      return { type: 'split', id, ...sized, orientation: node.direction === 'row' ? 'horizontal' : 'vertical', children: node.parts.map(restored) };
    const views = node.views.filter(isView).filter((name) => !seen.has(name));
    for (const name of views) seen.add(name);
    return { type: 'tabset', id, ...sized, selectedId: node.shown, tabs: views.map(tabOf) };
  };
  const model = tidy({ version: 1, root: restored(panes) });
  const open = panesOf(model);
  if (seen.size === 0 || open.length > MOST_PANES) return oneView(view);
  const focused = paneWith(model, view) ?? open[0];
  return focusing({ model, focused: '', recent: [view] }, focused?.id ?? '');
}

const KEY = 'tcpulse.open-views';
const keptSchema = z.object({ view: z.string(), panes: storedPanesSchema });

/** For the next window, whether it opens a project or a capture. */
export function keepPanes(storage: Storage, arrangement: Arrangement): void {
  const panes = storedPanes(arrangement);
  if (panes === undefined) storage.removeItem(KEY);
  else storage.setItem(KEY, JSON.stringify({ view: focusedView(arrangement), panes }));
}

/** Null: there was one view in one pane, or what is stored is no arrangement. */
export function keptPanes(storage: Storage): Arrangement | null {
  try {
    const { view, panes } = z.parse(keptSchema, JSON.parse(storage.getItem(KEY) ?? 'null'));
    return isView(view) ? restoredPanes(panes, view) : null;
  } catch {
    return null;
  }
}
