import { create } from 'zustand';
import type { View } from '../panes/views';

export interface TimelineMark {
  readonly timeMs: number;
  readonly color: string;
}

type MarksOfViews = Readonly<Partial<Record<View, readonly TimelineMark[]>>>;

/** Marks that the views in sight put on the time line. */
export const useTimelineMarks = create<MarksOfViews>()(() => ({}));

/** In the place of those that the view has put there before. */
export function markTimeline(view: View, marks: readonly TimelineMark[]): void {
  useTimelineMarks.setState({ [view]: marks });
}
