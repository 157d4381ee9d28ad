import { useVirtualizer } from '@tanstack/react-virtual';
import { type KeyboardEvent, type RefObject, useEffect, useId, useLayoutEffect, useRef, useState } from 'react';
import type { FieldNode } from '../../shared/contract/dissection';
import { useTexts } from '../theme/use-texts';

const LINE_PX = 20;
/** Width of 16 bytes as hex and text, with the offset, at the size of the monospace face used. */
const WIDE_PX = 528;

interface HexViewProps {
  readonly bytes: Uint8Array;
  readonly selected: FieldNode | null;
  readonly hovered: FieldNode | null;
  /** `again`: the byte was picked already, so another field that holds it is meant. */
  readonly onPick: (offset: number, again: boolean) => void;
}

/** Offset, hex and text of bytes; the bytes of the selected field are marked. Arrow keys go from byte to byte. */
export function HexView({ bytes, selected, hovered, onPick }: HexViewProps) {
  const { t } = useTexts();
  const scrollRef = useRef<HTMLDivElement>(null);
  const perLine = useBytesPerLine(scrollRef);
  const [picked, setPicked] = useState<{ readonly bytes: Uint8Array; readonly offset: number } | null>(null);
  const id = useId();
  const lines = Math.ceil(bytes.length / perLine);
  const virtual = useVirtualizer({ count: lines, getScrollElement: () => scrollRef.current, estimateSize: () => LINE_PX, overscan: 4 });
  const shownOffset = selected && selected.length > 0 ? selected.offset : null;
  // Of other bytes, or of a field that was chosen elsewhere since, the keys go on from where that field begins.
  const cursor = picked?.bytes === bytes && (shownOffset === null || isIn(selected, picked.offset)) ? picked.offset : null;
  useEffect(() => {
    if (shownOffset !== null) virtual.scrollToIndex(Math.floor(shownOffset / perLine));
  }, [shownOffset, perLine, virtual]);

  const pick = (offset: number): void => {
    if (offset < 0 || offset >= bytes.length) return;
    setPicked({ bytes, offset });
    virtual.scrollToIndex(Math.floor(offset / perLine));
    onPick(offset, offset === cursor);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const target = keyTarget(event, cursor ?? shownOffset ?? -1, perLine, bytes.length);
    if (target === undefined) return;
    pick(target);
    event.preventDefault();
  };
  const byteClass = (offset: number): string =>
    `${isIn(selected, offset) ? ' byte-selected' : ''}${isIn(hovered, offset) ? ' byte-hovered' : ''}${offset === cursor ? ' byte-cursor' : ''}`;
  return (
    <div
      ref={scrollRef}
      className="hex-view mono"
      role="grid"
      tabIndex={0}
      aria-label={t('ui.bytes.grid')}
      aria-rowcount={lines}
      aria-activedescendant={cursor === null ? undefined : `${id}-${cursor}`}
      onKeyDown={onKeyDown}
    >
      <div role="presentation" style={{ height: virtual.getTotalSize(), position: 'relative' }}>
        {virtual.getVirtualItems().map(({ index, start }) => (
          <HexLine
            key={index}
            id={id}
            bytes={bytes}
            index={index}
            perLine={perLine}
            top={start}
            isSelected={(offset) => isIn(selected, offset)}
            byteClass={byteClass}
            onPick={pick}
          />
        ))}
      </div>
    </div>
  );
}

/** 16 where there is room for them, else 8. */
function useBytesPerLine(scrollRef: RefObject<HTMLDivElement | null>): number {
  const [perLine, setPerLine] = useState(16);
  useLayoutEffect(() => {
    const element = scrollRef.current;
    if (!element) return;
    const observer = new ResizeObserver(() => setPerLine(element.clientWidth >= WIDE_PX ? 16 : 8));
    observer.observe(element);
    return () => observer.disconnect();
  }, [scrollRef]);
  return perLine;
}

/** Byte that a key moves to; undefined for other keys. */
function keyTarget({ key, ctrlKey }: KeyboardEvent, from: number, perLine: number, length: number): number | undefined {
  const lineStart = from - (from % perLine);
  const targets: Record<string, number> = {
    ArrowRight: from + 1,
    ArrowLeft: from - 1,
    ArrowDown: from + perLine,
    ArrowUp: from - perLine,
    Home: ctrlKey ? 0 : lineStart,
    End: ctrlKey ? length - 1 : Math.min(length, lineStart + perLine) - 1,
    Enter: from,
  };
  return targets[key];
}

interface HexLineProps {
  /** Of the view: those of its bytes begin with it. */
  readonly id: string;
  readonly bytes: Uint8Array;
  readonly index: number;
  readonly perLine: number;
  readonly top: number;
  readonly isSelected: (offset: number) => boolean;
  readonly byteClass: (offset: number) => string;
  readonly onPick: (offset: number) => void;
}

function HexLine({ id, bytes, index, perLine, top, isSelected, byteClass, onPick }: HexLineProps) {
  const first = index * perLine;
  const offsets = Array.from({ length: Math.min(perLine, bytes.length - first) }, (_, place) => first + place);
  return (
    <div role="row" aria-rowindex={index + 1} className="hex-line" style={{ transform: `translateY(${top}px)` }}>
      <span role="rowheader" className="hex-offset">
        {first.toString(16).padStart(4, '0')}
      </span>
      <span className="hex-bytes" role="presentation" style={{ width: `${perLine * 3 + 1}ch` }}>
        {offsets.map((offset) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents: the view has the focus and handles the keys.
          <span
            key={offset}
            id={`${id}-${offset}`}
            role="gridcell"
            aria-selected={isSelected(offset)}
            className={`hex-byte${offset % 8 === 7 ? ' hex-eighth' : ''}${byteClass(offset)}`}
            onClick={() => onPick(offset)}
          >
            {(bytes[offset] ?? 0).toString(16).padStart(2, '0')}
          </span>
        ))}
      </span>
      <span className="hex-text" aria-hidden="true">
        {offsets.map((offset) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents lint/a11y/noStaticElementInteractions: the hex digits do the same by keyboard.
          <span key={offset} className={byteClass(offset)} onClick={() => onPick(offset)}>
            {printable(bytes[offset] ?? 0)}
          </span>
        ))}
      </span>
    </div>
  );
}

function isIn(field: FieldNode | null, offset: number): boolean {
  return field !== null && offset >= field.offset && offset < field.offset + field.length;
}

function printable(byte: number): string {
  return byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : '.';
}
