import { create } from 'zustand';

export interface TimelineMark {
  readonly timeMs: number;
  readonly color: string;
}

/** Marks that the present view puts on the time line. */
export const useTimelineMarks = create<{ readonly marks: readonly TimelineMark[] }>()(() => ({ marks: [] }));
