import './dissection.css';
import { useVirtualizer } from '@tanstack/react-virtual';
import { type RefObject, useEffect, useId, useMemo, useRef } from 'react';
import { useDark } from '../theme/use-dark';
import { useTexts } from '../theme/use-texts';
import { openFieldMenu } from './field-menu';
import { FieldRow } from './field-row';
import { ancestorsOf, type FieldLine, visibleFields } from './field-tree';
import { isFieldOpen, useDissectionState, useFieldSelection, useShownDissection } from './use-dissection';
import { useTreeKeys } from './use-tree-keys';

const LINE_PX = 22;
const NO_LINES: readonly FieldLine[] = [];
const NO_BYTES = new Uint8Array(0);

/** The selected packet's protocols and fields; what is selected here is shown in the bytes, and the other way round. */
export function DissectionTree() {
  const { t } = useTexts();
  const dark = useDark();
  const { shown, error } = useDissectionState();
  const { selected, opened, hover } = useFieldSelection();
  const lines = shown?.lines ?? NO_LINES;
  const scrollRef = useRef<HTMLDivElement>(null);
  const treeId = useId();
  const visible = useMemo(() => visibleFields(lines, (line) => isFieldOpen(line, opened)), [lines, opened]);
  const selectedIndex = visible.findIndex(({ path }) => path === selected);
  useOpenedAround(lines, selected);
  const virtual = useVisibleLines(visible, scrollRef, selectedIndex, `${treeId}-${selected}`);
  const onKeyDown = useTreeKeys(visible, selectedIndex);
  return (
    <div
      ref={scrollRef}
      className="field-tree"
      role="tree"
      tabIndex={0}
      aria-label={t('ui.dissection.tree')}
      aria-busy={!shown && !error}
      aria-activedescendant={selectedIndex >= 0 ? `${treeId}-${selected}` : undefined}
      onKeyDown={onKeyDown}
      onContextMenu={(event) => {
        const line = visible[selectedIndex];
        if (event.target === event.currentTarget && line) openFieldMenu(event, line.node, t, dark);
      }}
      onMouseLeave={() => hover(null)}
    >
      <div role="presentation" style={{ height: virtual.getTotalSize(), position: 'relative' }}>
        {virtual.getVirtualItems().map(({ index, start }) => {
          const line = visible[index];
          return (
            line && <TreeItem key={line.path} id={`${treeId}-${line.path}`} line={line} index={index} top={start} measure={virtual.measureElement} />
          );
        })}
      </div>
    </div>
  );
}

/** A field chosen in the bytes may lie in closed lines: they are opened once, when it is chosen. */
function useOpenedAround(lines: readonly FieldLine[], selected: string | null): void {
  useEffect(() => {
    if (selected === null) return;
    const around = new Set(ancestorsOf(selected));
    const { opened, openAll } = useFieldSelection.getState();
    const closed = lines.filter((line) => around.has(line.path) && !isFieldOpen(line, opened));
    if (closed.length > 0) openAll(closed.map(({ node }) => node.name));
  }, [selected, lines]);
}

/** Which lines are drawn, and where; the selected one is kept in sight. */
function useVisibleLines(visible: readonly FieldLine[], scrollRef: RefObject<HTMLDivElement | null>, selectedIndex: number, selectedId: string) {
  const virtual = useVirtualizer({
    count: visible.length,
    getScrollElement: () => scrollRef.current,
    estimateSize: () => LINE_PX,
    overscan: 8,
    getItemKey: (index) => visible[index]?.path ?? index,
  });
  useEffect(() => {
    // The list learns of a scroll a frame late: a line that was scrolled to and clicked at once would move away from the pointer.
    if (selectedIndex >= 0 && !isInSight(scrollRef.current, selectedId)) virtual.scrollToIndex(selectedIndex);
  }, [selectedIndex, selectedId, scrollRef, virtual]);
  return virtual;
}

interface TreeItemProps {
  readonly id: string;
  readonly line: FieldLine;
  /** Among the lines that are not hidden in closed ones. */
  readonly index: number;
  readonly top: number;
  readonly measure: (element: HTMLElement | null) => void;
}

/** One line as an item of the tree. */
function TreeItem({ id, line, index, top, measure }: TreeItemProps) {
  const { t } = useTexts();
  const dark = useDark();
  const shown = useShownDissection();
  const { selected, opened, select, hover, setOpen } = useFieldSelection();
  const { node, path } = line;
  const open = isFieldOpen(line, opened);
  const toggle = (): void => setOpen(node.name, !open);
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the tree has the focus and handles the keys.
    <div
      id={id}
      ref={measure}
      data-index={index}
      role="treeitem"
      aria-level={line.depth + 1}
      aria-posinset={line.position}
      aria-setsize={line.siblings}
      aria-selected={path === selected}
      aria-expanded={node.children.length > 0 ? open : undefined}
      className={`field-item${path === selected ? ' field-selected' : ''}`}
      style={{ transform: `translateY(${top}px)` }}
      onClick={() => select(line)}
      onDoubleClick={toggle}
      onMouseEnter={() => hover(path)}
      onContextMenu={(event) => {
        select(line);
        openFieldMenu(event, node, t, dark);
      }}
    >
      <FieldRow
        line={line}
        open={open}
        selected={path === selected}
        bytes={shown?.dissection.sources[node.source]?.bytes ?? NO_BYTES}
        absent={shown?.dissection.text?.absent.includes(node.name) ?? false}
        onToggle={toggle}
      />
    </div>
  );
}

/** True when a line of the tree is drawn, and lies in sight as a whole. */
function isInSight(tree: Element | null, lineId: string): boolean {
  const line = document.getElementById(lineId)?.getBoundingClientRect();
  const sight = tree?.getBoundingClientRect();
  return line !== undefined && sight !== undefined && line.top >= sight.top && line.bottom <= sight.bottom;
}
