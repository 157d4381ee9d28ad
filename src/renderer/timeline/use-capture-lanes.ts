import { useEffect, useMemo } from 'react';
import type { CaptureProgress, CaptureSummary } from '../../shared/contract/capture-methods';
import { SEVERITIES } from '../../shared/contract/finding-rows';
import { useWorkbench } from '../app/workbench';
import type { Connection } from '../connection/connection';
import { useQuery } from '../connection/use-query';
import { useProject } from '../project/project-store';
import { SEVERITY_MARKS } from '../theme/severity';
import { axisFrom, beginOn, type CaptureTime, type Lane, type TimeAxis } from './capture-lanes';
import type { TimelineData } from './draw-timeline';

/** More would be a blur at the height of the line. */
const MOST_LANES = 8;
const LANE_BUCKETS = 400;
const LANE_MARKS = 1000;

interface KnownLane extends Omit<Lane, 'atMs'> {
  readonly startMs: number;
  readonly durationMs: number;
}

export interface CaptureLanes {
  readonly axis: TimeAxis;
  /** The other captures of the project that tell the date. */
  readonly lanes: readonly Lane[];
}

/** What lies beside the capture shown on the time line. `summary`: of the capture shown. */
export function useCaptureLanes(summary: CaptureSummary | null): CaptureLanes {
  const shown = useWorkbench((state) => state.capture);
  const captures = useWorkbench((state) => state.captures);
  const opened = useProject((state) => state.opened);
  const projectCaptures = useProject((state) => state.project.captures);
  const others = captures.filter(({ capture, state }) => capture !== shown && state !== 'reading').slice(0, MOST_LANES - 1);
  const known = useQuery(
    others.length > 0 && summary?.capture.timeBase === 'epoch' ? `lanes ${others.map(({ capture }) => capture).join(' ')}` : null,
    async (connection, signal) => (await Promise.all(others.map((other) => readLane(connection, other, signal)))).filter((lane) => lane !== null),
  ).value;

  const result = useMemo(() => {
    const offsetOf = (capture: number): number => projectCaptures.find(({ id }) => id === opened[capture])?.offsetMs ?? 0;
    const durationMs = summary?.durationMs ?? 0;
    const startMs = Number(summary?.capture.firstTime ?? 0) * 1000;
    const present: CaptureTime = { startMs, durationMs, offsetMs: shown === null ? 0 : offsetOf(shown) };
    const placed = (known ?? []).filter(({ capture }) => capture !== shown).map((lane) => ({ ...lane, offsetMs: offsetOf(lane.capture) }));
    return {
      times: new Map([...placed.map((lane): [number, CaptureTime] => [lane.capture, lane]), [shown ?? -1, present]]),
      axis: axisFrom(present, placed),
      lanes: placed.map((lane): Lane => ({ ...lane, atMs: beginOn(present, lane) })),
    };
  }, [summary, shown, known, projectCaptures, opened]);
  useRangeOfAll(result.times);
  return result;
}

async function readLane(
  { engine }: Connection,
  { capture, name }: CaptureProgress,
  signal: Parameters<Connection['engine']['timeline.read']>[1],
): Promise<KnownLane | null> {
  const { capture: facts, durationMs } = await engine['captures.summary']({ capture }, signal);
  if (facts.timeBase !== 'epoch' || facts.firstTime === null) return null;
  const data: TimelineData = await engine['timeline.read']({ capture, buckets: LANE_BUCKETS, fromMs: null, toMs: null }, signal);
  const found = await engine['findings.marks']({ capture, limit: LANE_MARKS }, signal);
  const marks = Array.from(found.timesMs, (timeMs, i) => ({
    timeMs,
    color: SEVERITY_MARKS[SEVERITIES[found.severities[i] ?? 0] ?? 'info'].color,
  }));
  return { capture, name, startMs: Number(facts.firstTime) * 1000, durationMs, data, marks };
}

/** The part that is chosen is one of the whole axis: it stays where it is when another capture is shown. */
function useRangeOfAll(times: ReadonlyMap<number, CaptureTime>): void {
  useEffect(
    () =>
      useWorkbench.subscribe((state, before) => {
        if (state.capture === before.capture || before.range === null || state.capture === null || before.capture === null) return;
        const from = times.get(before.capture);
        const to = times.get(state.capture);
        if (from === undefined || to === undefined || state.range !== null) return;
        const ms = beginOn(to, from);
        state.setRange({ fromMs: before.range.fromMs + ms, toMs: before.range.toMs + ms });
      }),
    [times],
  );
}
