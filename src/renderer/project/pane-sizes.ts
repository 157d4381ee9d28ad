/** Sizes of panes, as react-resizable-panels keeps them for `usePaneLayout`: percent by the panel's id, under the group's id and its panels'. */
import type { Project } from '../../shared/contract/project';

const PREFIX = 'react-resizable-panels:tcpulse.panes.';

export function readPaneSizes(storage: Storage): Project['layout'] {
  const layout: Record<string, Record<string, number>> = {};
  for (let i = 0; i < storage.length; i++) {
    const key = storage.key(i);
    if (key === null || !key.startsWith(PREFIX)) continue;
    const sizes = sizesIn(storage.getItem(key));
    if (sizes !== null) layout[key.slice(PREFIX.length)] = sizes;
  }
  return layout;
}

/** Takes effect on groups of panes that are shown from now on. */
export function writePaneSizes(storage: Storage, layout: Project['layout']): void {
  for (const [name, sizes] of Object.entries(layout)) storage.setItem(`${PREFIX}${name}`, JSON.stringify(sizes));
}

function sizesIn(text: string | null): Record<string, number> | null {
  try {
    const value: unknown = JSON.parse(text ?? 'null');
    if (typeof value !== 'object' || value === null) return null;
    const sizes = Object.entries(value).filter((entry): entry is [string, number] => typeof entry[1] === 'number' && Number.isFinite(entry[1]));
    return sizes.length === 0 ? null : Object.fromEntries(sizes);
  } catch {
    return null;
  }
}
