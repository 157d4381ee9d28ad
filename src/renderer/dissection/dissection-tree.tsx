import './dissection.css';
import { useVirtualizer } from '@tanstack/react-virtual';
import { type KeyboardEvent, useEffect, useId, useMemo, useRef } from 'react';
import { useWorkbench } from '../app/workbench';
import { useDark } from '../theme/use-dark';
import { useTexts } from '../theme/use-texts';
import { openFieldMenu } from './field-menu';
import { FieldRow } from './field-row';
import { ancestorsOf, type FieldLine, visibleFields } from './field-tree';
import { isFieldOpen, useDissectionState, useFieldSelection } from './use-dissection';

const LINE_PX = 22;
const NO_LINES: readonly FieldLine[] = [];
const NO_BYTES = new Uint8Array(0);

/** The selected packet's protocols and fields; what is selected here is shown in the bytes, and the other way round. */
export function DissectionTree() {
  const { t } = useTexts();
  const dark = useDark();
  const { shown, error } = useDissectionState();
  const { selected, opened, select, hover, setOpen, openAll } = useFieldSelection();
  const lines = shown?.lines ?? NO_LINES;
  const scrollRef = useRef<HTMLDivElement>(null);
  const treeId = useId();
  const visible = useMemo(() => visibleFields(lines, (line) => isFieldOpen(line, opened)), [lines, opened]);
  const selectedIndex = visible.findIndex(({ path }) => path === selected);
  const virtual = useVirtualizer({
    count: visible.length,
    getScrollElement: () => scrollRef.current,
    estimateSize: () => LINE_PX,
    overscan: 8,
    getItemKey: (index) => visible[index]?.path ?? index,
  });

  // A field chosen in the bytes may lie in closed lines: they are opened once, when it is chosen.
  useEffect(() => {
    if (selected === null) return;
    const around = new Set(ancestorsOf(selected));
    const { opened: now } = useFieldSelection.getState();
    const closed = lines.filter((line) => around.has(line.path) && !isFieldOpen(line, now));
    if (closed.length > 0) openAll(closed.map(({ node }) => node.name));
  }, [selected, lines, openAll]);
  useEffect(() => {
    // The list learns of a scroll a frame late: a line that was scrolled to and clicked at once would move away from the pointer.
    if (selectedIndex >= 0 && !isInSight(scrollRef.current, `${treeId}-${selected}`)) virtual.scrollToIndex(selectedIndex);
  }, [selectedIndex, selected, treeId, virtual]);

  const onKeyDown = (event: KeyboardEvent): void => {
    const line = visible[selectedIndex];
    const target = keyTarget(event.key, visible, selectedIndex);
    if (target !== undefined) select(visible[Math.min(visible.length - 1, Math.max(0, target))] ?? null);
    else if (line && event.key === 'ArrowRight') {
      if (!isFieldOpen(line, opened)) setOpen(line.node.name, true);
      else if (line.node.children.length > 0) select(visible[selectedIndex + 1] ?? null);
    } else if (line && event.key === 'ArrowLeft') {
      if (line.node.children.length > 0 && isFieldOpen(line, opened)) setOpen(line.node.name, false);
      else select(visible.find(({ path }) => path === line.parent) ?? line);
    } else if (line?.node.frame !== undefined && event.key === 'Enter') useWorkbench.getState().selectFrame(line.node.frame);
    else if (line && (event.key === 'Enter' || event.key === ' ')) setOpen(line.node.name, !isFieldOpen(line, opened));
    else return;
    event.preventDefault();
  };

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
          if (!line) return null;
          const open = isFieldOpen(line, opened);
          return (
            // biome-ignore lint/a11y/useKeyWithClickEvents: the tree has the focus and handles the keys.
            <div
              key={line.path}
              id={`${treeId}-${line.path}`}
              ref={virtual.measureElement}
              data-index={index}
              role="treeitem"
              aria-level={line.depth + 1}
              aria-posinset={line.position}
              aria-setsize={line.siblings}
              aria-selected={line.path === selected}
              aria-expanded={line.node.children.length > 0 ? open : undefined}
              className={`field-item${line.path === selected ? ' field-selected' : ''}`}
              style={{ transform: `translateY(${start}px)` }}
              onClick={() => select(line)}
              onDoubleClick={() => setOpen(line.node.name, !open)}
              onMouseEnter={() => hover(line.path)}
              onContextMenu={(event) => {
                select(line);
                openFieldMenu(event, line.node, t, dark);
              }}
            >
              <FieldRow
                line={line}
                open={open}
                selected={line.path === selected}
                bytes={shown?.dissection.sources[line.node.source]?.bytes ?? NO_BYTES}
                absent={shown?.dissection.text?.absent.includes(line.node.name) ?? false}
                onToggle={() => setOpen(line.node.name, !open)}
              />
            </div>
          );
        })}
      </div>
    </div>
  );
}

/** True when a line of the tree is drawn, and lies in sight as a whole. */
function isInSight(tree: Element | null, lineId: string): boolean {
  const line = document.getElementById(lineId)?.getBoundingClientRect();
  const sight = tree?.getBoundingClientRect();
  return line !== undefined && sight !== undefined && line.top >= sight.top && line.bottom <= sight.bottom;
}

/** Line that a key moves to; undefined for other keys. */
function keyTarget(key: string, visible: readonly FieldLine[], from: number): number | undefined {
  const page = 10;
  const targets: Record<string, number> = {
    ArrowDown: from + 1,
    ArrowUp: from - 1,
    PageDown: from + page,
    PageUp: from - page,
    Home: 0,
    End: visible.length - 1,
  };
  return targets[key];
}
