import { useMemo } from 'react';
import { SEVERITIES } from '../../shared/contract/finding-rows';
import { useCurrentCapture } from '../app/workbench';
import { useQuery } from '../connection/use-query';
import { SEVERITY_MARKS } from '../theme/severity';
import type { TimelineMark } from './timeline-marks';

/** More would lie on each other. */
const MOST_MARKS = 5000;

/** Where the findings of the capture shown lie in time, the gravest first. */
export function useFindingMarks(): readonly TimelineMark[] {
  const progress = useCurrentCapture();
  const capture = progress?.capture ?? 0;
  const found = useQuery(
    progress && progress.findings > 0 ? `finding marks ${capture}` : null,
    ({ engine }, signal) => engine['findings.marks']({ capture, limit: MOST_MARKS }, signal),
    progress?.findings ?? 0,
  ).value;
  return useMemo(
    () =>
      Array.from(found?.timesMs ?? [], (timeMs, i) => ({
        timeMs,
        color: SEVERITY_MARKS[SEVERITIES[found?.severities[i] ?? 0] ?? 'info'].color,
      })),
    [found],
  );
}
