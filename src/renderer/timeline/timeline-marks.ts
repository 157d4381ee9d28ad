import { create } from 'zustand';
import type { StateName } from '../theme/states';

export interface TimelineMark {
  readonly timeMs: number;
  readonly state: StateName;
}

/** Marks that the present view puts on the time line. */
export const useTimelineMarks = create<{ readonly marks: readonly TimelineMark[] }>()(() => ({ marks: [] }));
