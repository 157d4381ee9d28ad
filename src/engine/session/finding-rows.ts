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

/** What filters and orders ask of a finding, in the capture that it is listed with. */
interface ListedFinding {
  readonly id: number;
  readonly finding: Finding;
  readonly connection: number | null;
  readonly frames: readonly number[];
  readonly timeMs: number;
  readonly lastMs: number;
}

/** The gravest first. */
function listedFindings(pass: CapturePass): ListedFinding[] {
  const own = pass.findings.map((finding, id) => {
    const { connection, frames } = finding;
    return { id, finding, connection, frames, timeMs: timeMs(pass, finding), lastMs: lastTimeMs(pass, finding) };
  });
  if (pass.findingsBetween.length === 0) return own;
  const between = pass.findingsBetween.map(({ id, finding, connection, frames, timeMs }) => {
    const last = frames.at(-1);
    return { id, finding, connection, frames, timeMs, lastMs: last === undefined ? timeMs : pass.packets.timeMs(last - 1) };
  });
  const gravity = ({ finding }: ListedFinding) => SEVERITIES.indexOf(finding.severity);
  return [...own, ...between].sort((a, b) => gravity(a) - gravity(b) || a.timeMs - b.timeMs);
}

/** Ids of those that match, in order. */
export function sortedFindings(pass: CapturePass, sort: FindingSort, descending: boolean, filter: FindingFilter): Uint32Array {
  const found = listedFindings(pass).filter((listed) => matches(listed, filter));
  if (sort === 'confidence') found.sort((a, b) => a.finding.confidence - b.finding.confidence);
  else if (sort === 'time') found.sort((a, b) => a.timeMs - b.timeMs);
  return Uint32Array.from(descending ? found.reverse() : found, ({ id }) => id);
}

function matches(listed: ListedFinding, filter: FindingFilter): boolean {
  const { finding, connection } = listed;
  return (
    filter.severities.includes(finding.severity) &&
    finding.confidence >= (filter.minConfidence ?? 0) &&
    (filter.code === null || finding.code === filter.code) &&
    (filter.connection === null || connection === filter.connection) &&
    overlaps(filter, listed.timeMs, listed.lastMs) &&
    isShown(listed, filter.shown ?? null)
  );
}

/** Where a finding is about no connection, one of its packets must be shown. */
function isShown({ connection, frames }: ListedFinding, shown: ShownConnections | null): boolean {
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

export function findingRow(pass: CapturePass, capture: number, id: number, t: Translate): FindingRow {
  const between = pass.findingsBetween.find((listed) => listed.id === id);
  if (between === undefined) return rowOf(pass, capture, pass.findings[id] as Finding, id, t);
  const { finding, home, timeMs, ends, elsewhere } = between;
  return { ...findingReport(finding, home, t), id, timeMs, ends, elsewhere };
}

/** `finding` is a part of what the one at `place` tells of many. */
export function rowOf(pass: CapturePass, capture: number, finding: Finding, place: number, t: Translate): FindingRow {
  const { connections } = pass.tracker;
  return {
    ...findingReport(finding, capture, t),
    id: place,
    timeMs: timeMs(pass, finding),
    ends: finding.connection === null ? null : endsOf(connections, finding.connection),
    elsewhere: null,
  };
}

export function findingCounts(pass: CapturePass): FindingCounts {
  const severities = { error: 0, warning: 0, info: 0 };
  const codes = new Map<string, number>();
  for (const { finding } of listedFindings(pass)) {
    const { severity, code } = finding;
    severities[severity]++;
    codes.set(code, (codes.get(code) ?? 0) + 1);
  }
  return { severities, codes: [...codes].map(([code, found]) => ({ code, findings: found })).sort((a, b) => b.findings - a.findings) };
}

export function findingMarks(pass: CapturePass, limit: number): FindingMarks {
  const shown = listedFindings(pass).slice(0, limit);
  return {
    timesMs: Float64Array.from(shown, ({ timeMs }) => timeMs),
    severities: Uint8Array.from(shown, ({ finding }) => SEVERITIES.indexOf(finding.severity)),
  };
}
