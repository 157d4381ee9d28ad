/** Findings for the workbench: filtered, sorted, in words, in windows. */
import {
  type FindingCounts,
  type FindingMarks,
  type FindingRow,
  type FindingSort,
  SEVERITIES,
  type Severity,
} from '../../shared/contract/finding-rows';
import type { Translate } from '../../shared/locales/texts';
import type { Finding } from '../analyzers/analyzer';
import type { CapturePass } from './capture-pass';
import { endsOf, overlaps, type TimeSpan } from './connection-rows';
import { findingReport } from './finding-report';
import type { ShownConnections } from './shown-connections';

export interface FindingFilter extends TimeSpan {
  readonly severities: readonly Severity[];
  /** Null: any. */
  readonly code: string | null;
  readonly connection: number | null;
  /** Absent: of any confidence. */
  readonly minConfidence?: number | undefined;
  /** Of connections and packets that the display filter leaves; null or absent: of all. */
  readonly shown?: ShownConnections | null;
}

/** Places in `pass.findings` of those that match, in order. */
export function sortedFindings(pass: CapturePass, sort: FindingSort, descending: boolean, filter: FindingFilter): Uint32Array {
  const places: number[] = [];
  for (const [place, finding] of pass.findings.entries()) if (matches(pass, finding, filter)) places.push(place);
  if (sort !== 'severity') {
    const keys = pass.findings.map((finding) => (sort === 'confidence' ? finding.confidence : timeMs(pass, finding)));
    places.sort((a, b) => (keys[a] as number) - (keys[b] as number) || a - b);
  }
  return Uint32Array.from(descending ? places.reverse() : places);
}

function matches(pass: CapturePass, finding: Finding, filter: FindingFilter): boolean {
  return (
    filter.severities.includes(finding.severity) &&
    finding.confidence >= (filter.minConfidence ?? 0) &&
    (filter.code === null || finding.code === filter.code) &&
    (filter.connection === null || finding.connection === filter.connection) &&
    overlaps(filter, timeMs(pass, finding), lastTimeMs(pass, finding)) &&
    isShown(finding, filter.shown ?? null)
  );
}

/** Where a finding is about no connection, one of its packets must be shown. */
function isShown({ connection, frames }: Finding, shown: ShownConnections | null): boolean {
  if (shown === null) return true;
  return connection === null ? frames.some((frame) => shown.hasFrame(frame)) : shown.has(connection);
}

/** Of the first packet that it names. */
function timeMs(pass: CapturePass, { frames }: Finding): number {
  return frames[0] === undefined ? 0 : pass.packets.timeMs(frames[0] - 1);
}

function lastTimeMs(pass: CapturePass, { frames }: Finding): number {
  const last = frames.at(-1);
  return last === undefined ? pass.packets.timeMs(pass.packets.length - 1) : pass.packets.timeMs(last - 1);
}

/** `place`: in `pass.findings`. */
export function findingRow(pass: CapturePass, capture: number, place: number, t: Translate): FindingRow {
  return rowOf(pass, capture, pass.findings[place] as Finding, place, t);
}

/** `finding` is a part of what the one at `place` tells of many. */
export function rowOf(pass: CapturePass, capture: number, finding: Finding, place: number, t: Translate): FindingRow {
  const { connections } = pass.tracker;
  return {
    ...findingReport(finding, capture, t),
    id: place,
    timeMs: timeMs(pass, finding),
    ends: finding.connection === null ? null : endsOf(connections, finding.connection),
  };
}

export function findingCounts({ findings }: CapturePass): FindingCounts {
  const severities = { error: 0, warning: 0, info: 0 };
  const codes = new Map<string, number>();
  for (const { severity, code } of findings) {
    severities[severity]++;
    codes.set(code, (codes.get(code) ?? 0) + 1);
  }
  return { severities, codes: [...codes].map(([code, found]) => ({ code, findings: found })).sort((a, b) => b.findings - a.findings) };
}

export function findingMarks(pass: CapturePass, limit: number): FindingMarks {
  const shown = pass.findings.slice(0, limit);
  return {
    timesMs: Float64Array.from(shown, (finding) => timeMs(pass, finding)),
    severities: Uint8Array.from(shown, ({ severity }) => SEVERITIES.indexOf(severity)),
  };
}
