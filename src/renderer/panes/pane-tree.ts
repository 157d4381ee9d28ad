/** The tree of panes that react-resizable-panels lays out: questions to it, and changes of single nodes. A tab's id is the name of the view it shows. */
import {
  normalizeWorkspaceModel,
  type SplitNode,
  type TabNode,
  type TabsetNode,
  type WorkspaceModel,
  type WorkspaceNode,
} from 'react-resizable-panels';
import { isView, type View } from './views';

export type PaneModel = WorkspaceModel<null, undefined>;
export type PaneNode = WorkspaceNode<null, undefined>;
export type Pane = TabsetNode<null, undefined>;
export type Split = SplitNode<null, undefined>;
export type Tab = TabNode<null>;

export type Side = 'left' | 'right' | 'top' | 'bottom';

export function tabOf(view: View): Tab {
  return { id: view, data: null };
}

/** In the order they are read: from the left to the right, from the top down. */
export function panesOf({ root }: PaneModel): readonly Pane[] {
  return panesBelow(root);
}

function panesBelow(node: PaneNode): readonly Pane[] {
  return node.type === 'tabset' ? [node] : node.children.flatMap(panesBelow);
}

/** In the order of its tabs. */
export function viewsOf({ tabs }: Pane): readonly View[] {
  return tabs.map(({ id }) => id).filter(isView);
}

/** The view that a pane shows; null: it has none. */
export function shownIn(pane: Pane): View | null {
  const views = viewsOf(pane);
  return views.find((view) => view === pane.selectedId) ?? views[0] ?? null;
}

export function paneWith(model: PaneModel, view: View): Pane | null {
  return panesOf(model).find(({ tabs }) => tabs.some(({ id }) => id === view)) ?? null;
}

/** The tree with each pane as `change` makes it, tidied: panes without views are gone, and so are splits of one part. */
export function withPanes(model: PaneModel, change: (pane: Pane) => PaneNode): PaneModel {
  const changed = (node: PaneNode): PaneNode =>
    node.type === 'tabset' ? change(node) : { ...node, children: node.children.map((child) => changed(child)) };
  return tidy({ ...model, root: changed(model.root) });
}

/** Throws where the tree is none: a defect of this program. */
export function tidy(model: PaneModel): PaneModel {
  const tidied = normalizeWorkspaceModel<null, undefined>(model);
  if (tidied === null) throw new Error('the panes are no tree');
  return tidied;
}

/** A pane, and beside it on one side another one with half of its room. */
export function halved(pane: Pane, added: Pane, side: Side, splitId: string): Split {
  const { size, ...first } = pane;
  const children = side === 'left' || side === 'top' ? [added, first] : [first, added];
  const orientation = side === 'left' || side === 'right' ? 'horizontal' : 'vertical';
  return { type: 'split', id: splitId, orientation, ...(size !== undefined && { size }), children };
}

/** Ids that nothing in the tree has, made from `prefix` and the lowest number: what is closed and opened again is called the same. */
export function unusedId({ root }: PaneModel, prefix: string): string {
  const used = new Set<string>();
  const note = (node: PaneNode): void => {
    used.add(node.id);
    if (node.type === 'split') for (const child of node.children) note(child);
  };
  note(root);
  let number = 1;
  while (used.has(`${prefix}-${number}`)) number++;
  return `${prefix}-${number}`;
}
