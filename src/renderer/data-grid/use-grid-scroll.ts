import { type RefObject, useCallback, useEffect, useLayoutEffect, useMemo, useReducer, useRef, useState } from 'react';
import { rowsInSight, scrollModel, topShowing } from './scroll-model';

export const ROW_PX = 22;
export const HEADER_PX = 24;
const WHEEL_LINE_PX = 3 * ROW_PX;

export interface GridScroll {
  readonly scrollRef: RefObject<HTMLDivElement | null>;
  /** Holds the elements of the rows in sight and nothing else. */
  readonly layerRef: RefObject<HTMLDivElement | null>;
  readonly contentPx: number;
  readonly bodyPx: number;
  readonly first: number;
  readonly end: number;
  readonly rowsPerPage: number;
  onScroll(): void;
  /** Scrolls as little as needed. */
  show(row: number): void;
  moveTo(top: number): void;
}

/** Joins a scrolling element to the rows in sight, each `rowPx` high. */
export function useGridScroll(rows: number, rowPx: number = ROW_PX): GridScroll {
  const scrollRef = useRef<HTMLDivElement>(null);
  const layerRef = useRef<HTMLDivElement>(null);
  const [bodyPx, setBodyPx] = useState(0);
  const [top, setTop] = useState(0);
  const [, redraw] = useReducer((count: number) => count + 1, 0);
  const model = useMemo(() => scrollModel(rows, rowPx, bodyPx), [rows, rowPx, bodyPx]);
  const shownTop = Math.min(top, model.maxTop);
  const { first, end } = rowsInSight(shownTop, rowPx, bodyPx, rows);
  const state = useRef({ model, top, bodyPx, ownScrollTop: -1, isMoved: false });
  state.current.model = model;
  state.current.bodyPx = bodyPx;

  useLayoutEffect(() => {
    const element = scrollRef.current;
    if (!element) return;
    const measure = (): void => setBodyPx(Math.max(0, element.clientHeight - HEADER_PX));
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  }, []);

  const moveTo = useCallback((wanted: number) => {
    const current = state.current;
    current.top = Math.min(current.model.maxTop, Math.max(0, wanted));
    current.isMoved = true;
    setTop(current.top);
    redraw();
  }, []);

  // Row by row: a place that they took from a common ancestor, by a variable or a transform, would cost the style of every cell or the paint of all rows.
  useLayoutEffect(() => {
    let y = first * rowPx - shownTop;
    for (const row of layerRef.current?.children ?? []) {
      (row as HTMLElement).style.transform = `translateY(${y}px)`;
      y += rowPx;
    }
  });

  // The scroll bar follows once the rows are there: asked for before, the browser would lay out the page twice.
  useLayoutEffect(() => {
    const current = state.current;
    const element = scrollRef.current;
    if (!current.isMoved || !element) return;
    current.isMoved = false;
    current.ownScrollTop = current.model.scrollTopOf(current.top);
    element.scrollTop = current.ownScrollTop;
  });

  const onScroll = useCallback(() => {
    const current = state.current;
    const scrollTop = scrollRef.current?.scrollTop ?? 0;
    // A place that was set here stands for more than one row when scaled: the exact one is known already.
    if (Math.abs(scrollTop - current.ownScrollTop) < 1) return;
    current.ownScrollTop = -1;
    current.top = current.model.topOf(scrollTop);
    setTop(current.top);
  }, []);

  useEffect(() => {
    const element = scrollRef.current;
    if (!element) return;
    const onWheel = (event: WheelEvent): void => {
      const current = state.current;
      if (!current.model.scaled || event.ctrlKey || event.shiftKey || event.deltaY === 0) return;
      event.preventDefault();
      const px = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? event.deltaY * (WHEEL_LINE_PX / 3) : event.deltaY;
      moveTo(current.top + (event.deltaMode === WheelEvent.DOM_DELTA_PAGE ? event.deltaY * current.bodyPx : px));
    };
    element.addEventListener('wheel', onWheel, { passive: false });
    return () => element.removeEventListener('wheel', onWheel);
  }, [moveTo]);

  const show = useCallback(
    (row: number) => {
      const current = state.current;
      const wanted = topShowing(row, current.top, rowPx, current.bodyPx);
      if (wanted !== current.top) moveTo(wanted);
    },
    [moveTo, rowPx],
  );

  const rowsPerPage = Math.max(1, Math.floor(bodyPx / rowPx) - 1);
  return { scrollRef, layerRef, contentPx: model.contentPx, bodyPx, first, end, rowsPerPage, onScroll, show, moveTo };
}
