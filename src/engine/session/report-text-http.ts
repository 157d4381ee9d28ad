/** HTTP connections in the text report: how each was reused, and how it ended. */
import { formatCount, formatDuration } from '../../shared/base/quantity';
import type { HttpReport } from '../../shared/contract/report-http';
import type { Translate } from '../../shared/locales/texts';
import { type DigestColumn, left, right } from './report-text-section';

export const HTTP_COLUMNS: readonly DigestColumn[] = [
  left('httpVersion'),
  right('requests'),
  right('responses'),
  left('persistent'),
  right('longestReuseIdle'),
  { ...right('serverTimeout'), optional: true },
  left('closedBy'),
  right('idleBeforeClose'),
  { ...left('reuseRace'), optional: true },
];

/** One cell for each of `HTTP_COLUMNS`. */
export function httpCells({ keepAlive, closedBy, reuseRace, ...http }: HttpReport, t: Translate): string[] {
  return [
    http.version,
    formatCount(http.requests),
    formatCount(http.responses),
    t(`cli.report.persistent.${http.persistent}`),
    durationCell(http.longestReuseIdleMs),
    durationCell(keepAlive.serverTimeoutMs),
    closedBy === null ? '-' : t(`cli.report.end.${closedBy}`),
    durationCell(http.idleBeforeCloseMs),
    reuseRace === null ? '-' : t(`cli.report.reuseRace.${reuseRace.kind}`, { frame: reuseRace.requestFrame }),
  ];
}

function durationCell(ms: number | null): string {
  return ms === null ? '-' : formatDuration(ms);
}
