/** What other parts of the window hold that goes with the project: collected when it is saved, handed back when it is opened. */

import type { Project } from '../../shared/contract/project';
import { useWorkbench } from '../app/workbench';
import type { Connection } from '../connection/connection';
import { useFilter } from '../filter-bar/filter-state';
import { useMarks } from '../packet-marks/marks-state';
import { restoredPanes, storedPanes } from '../panes/stored-panes';
import { isView } from '../panes/views';
import { usePreferences } from '../theme/preferences';
import { readPaneSizes } from './pane-sizes';
import { openCaptureOf, useProject } from './project-store';

/** The project with the display filter, decode-as rules, marks, thresholds, sizes of panes and the views as they are now. */
export async function collected({ engine }: Connection, project: Project): Promise<Project> {
  const { opened } = useProject.getState();
  const { view, arrangement, captures, capture, frame } = useWorkbench.getState();
  const { panes: _, ...knownView } = project.view;
  const panes = storedPanes(arrangement);
  const { applied, saved } = useFilter.getState();
  const marks = project.marks.filter((known) => openCaptureOf({ opened }, known.capture) === null);
  const decodeAs = project.decodeAs.filter((known) => openCaptureOf({ opened }, known.capture) === null);
  for (const { capture: open } of captures) {
    const id = opened[open];
    if (id === undefined) continue;
    const frames = useMarks.getState().of(open);
    if (frames.length > 0) marks.push({ capture: id, frames: [...frames] });
    const { rules, heuristics } = await engine['decodeAs.read']({ capture: open });
    if (rules.length > 0 || !heuristics) decodeAs.push({ capture: id, rules: [...rules], heuristics });
  }
  return {
    ...project,
    marks,
    decodeAs,
    filters: { ...project.filters, display: applied ?? '', saved: saved.map((filter) => ({ name: filter, filter })) },
    // A project begins with the thresholds of the settings, and keeps its own from then on.
    thresholds: useProject.getState().path === null ? usePreferences.getState().thresholds : project.thresholds,
    layout: { ...project.layout, ...readPaneSizes(localStorage) },
    view: { ...knownView, name: view, capture: capture === null ? null : (opened[capture] ?? null), frame, ...(panes && { panes }) },
  };
}

/** Called once the project's captures are open. */
export function handBack({ filters, marks, view }: Project): void {
  const state = useProject.getState();
  for (const { capture, frames } of marks) {
    const open = openCaptureOf(state, capture);
    if (open !== null) useMarks.setState(({ marked }) => ({ marked: new Map(marked).set(open, frames) }));
  }
  useFilter.setState(({ saved }) => ({
    text: filters.display,
    applied: filters.display === '' ? null : filters.display,
    progress: null,
    saved: [...new Set([...saved, ...filters.saved.map(({ filter }) => filter)])],
  }));
  const workbench = useWorkbench.getState();
  const capture = view.capture === null ? null : openCaptureOf(state, view.capture);
  if (capture !== null) workbench.showCapture(capture);
  const { name, panes } = view;
  if (isView(name)) workbench.changePanes(() => restoredPanes(panes, name));
  if (view.frame !== null && capture !== null) workbench.selectFrame(view.frame);
}
