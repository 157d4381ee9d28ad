import type { KeyboardEvent } from 'react';
import { useWorkbench } from '../app/workbench';
import type { FieldLine } from './field-tree';
import { isFieldOpen, useFieldSelection } from './use-dissection';

const PAGE_LINES = 10;

/** Keys of the tree: they choose, open and close lines, and follow a line that leads to another packet. `selectedIndex`: in `visible`, or -1. */
export function useTreeKeys(visible: readonly FieldLine[], selectedIndex: number): (event: KeyboardEvent) => void {
  const { opened, select, setOpen } = useFieldSelection();
  const goIn = (line: FieldLine): void => {
    if (!isFieldOpen(line, opened)) setOpen(line.node.name, true);
    else if (line.node.children.length > 0) select(visible[selectedIndex + 1] ?? null);
  };
  const goOut = (line: FieldLine): void => {
    if (line.node.children.length > 0 && isFieldOpen(line, opened)) setOpen(line.node.name, false);
    else select(visible.find(({ path }) => path === line.parent) ?? line);
  };
  const toggle = (line: FieldLine): void => setOpen(line.node.name, !isFieldOpen(line, opened));
  const follow = (line: FieldLine): void => {
    if (line.node.frame === undefined) toggle(line);
    else useWorkbench.getState().selectFrame(line.node.frame);
  };
  const ofLine: Record<string, (line: FieldLine) => void> = { ArrowRight: goIn, ArrowLeft: goOut, Enter: follow, ' ': toggle };

  return (event) => {
    const line = visible[selectedIndex];
    const target = keyTarget(event.key, visible.length, selectedIndex);
    const act = ofLine[event.key];
    if (target !== undefined) select(visible[Math.min(visible.length - 1, Math.max(0, target))] ?? null);
    else if (line && act) act(line);
    else return;
    event.preventDefault();
  };
}

/** Line that a key moves to; undefined for other keys. */
function keyTarget(key: string, lines: number, from: number): number | undefined {
  const targets: Record<string, number> = {
    ArrowDown: from + 1,
    ArrowUp: from - 1,
    PageDown: from + PAGE_LINES,
    PageUp: from - PAGE_LINES,
    Home: 0,
    End: lines - 1,
  };
  return targets[key];
}
