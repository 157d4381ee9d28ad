import { useWorkbench } from '../app/workbench';
import { useQuery } from '../connection/use-query';
import { useFilter } from '../filter-bar/filter-state';
import { isVisible } from '../panes/arrangement';
import { packetChoice } from './packet-choice';
import { useRangeRows } from './use-range-rows';

/** Packets that the views are limited to: what the packets view lists where it is in sight, else counted; null: all, or not known yet. */
export function useShownCount(capture: number, revision: number): number | null {
  const listed = useWorkbench((state) => state.shown);
  const isListed = useWorkbench(({ arrangement }) => isVisible(arrangement, 'packets'));
  const range = useWorkbench((state) => state.range);
  const applied = useFilter((state) => state.applied);
  const rows = useRangeRows(capture, revision).value;
  const choice = packetChoice(capture, { kind: 'none' }, applied, range === null ? null : rows);
  const { filter } = choice;
  const isKnown = isListed || filter === null || (range !== null && rows === null);
  const counted = useQuery(
    isKnown ? null : `shown ${capture} ${filter}`,
    ({ engine }, signal) => engine['packets.rows']({ capture, from: 0, count: 0, frames: null, connection: null, filter }, signal),
    revision,
  ).value;
  if (isListed) return listed;
  return filter === null ? choice.rows && choice.rows.end - choice.rows.first : (counted?.total ?? null);
}
