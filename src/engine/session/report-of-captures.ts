import type { KeepAliveHost } from '../../shared/contract/keep-alive-cost';
import type { FindingReport } from '../../shared/contract/report';
import type { Translate } from '../../shared/locales/texts';
import type { ReportOptions } from '../analyzers/analyzer';
import { HostCosts } from '../analyzers/keep-alive-host-costs';
import type { ReportedListener } from '../analyzers/listen-queue-report';
import type { CapturePass } from './capture-pass';
import { CapturePoints } from './capture-points';
import { captureReport, connectionFate, connectionOutline, isWorthListing } from './capture-report';
import { ConnectionReporter } from './connection-report';
import { findingReport } from './finding-report';
import { atOnce } from './in-slices';
import { type ComparedPass, findingsBetween, type PlacedFinding } from './keep-alive-between';
import type { OpenedCapture } from './opened-capture';
import type { ConnectionFate, ReportedConnection, ReportSource } from './report-source';

export interface ReportChoices extends ReportOptions {
  /** Attempts that no final ACK followed are listed, however many they are. */
  readonly allConnections: boolean;
}

/** The report of captures in the order given, its findings in the words of `t`; `captures[i]` is capture i of the report. Everything is made while it is read. */
export function reportSource(
  captures: readonly OpenedCapture[],
  version: string,
  { allConnections, ...options }: ReportChoices,
  t: Translate,
): ReportSource {
  const points = capturePoints(captures);
  return {
    version,
    captures: captures.map((capture) => captureReport(capture)),
    connections: reportedConnections(captures, points, allConnections, options),
    outlines: ofConnections(captures, allConnections, (pass, capture, id) => connectionOutline(pass, capture, id, options)),
    unlisted: allConnections ? [] : unlistedFates(captures),
    listeners: listenersOf(captures),
    keepAliveHosts: keepAliveHostsOf(captures, options),
    findings: findingsOf(captures, points, t),
  };
}

/** Null of a single capture. */
export function capturePoints(captures: readonly OpenedCapture[]): CapturePoints | null {
  return captures.length > 1 ? atOnce(CapturePoints.of(captures.map(({ pass }) => pass))) : null;
}

function* reportedConnections(
  captures: readonly OpenedCapture[],
  points: CapturePoints | null,
  allConnections: boolean,
  options: ReportOptions,
): Generator<ReportedConnection> {
  const reporters = captures.map(({ pass }, capture) => new ConnectionReporter(pass, capture, options));
  yield* ofConnections(captures, allConnections, (_pass, capture, id) => ({
    capture,
    id,
    describe(sink) {
      reporters[capture]?.describe(id, sink);
      const others = points?.elsewhere(capture, id) ?? [];
      if (others.length > 0)
        sink.put(
          'alsoIn',
          others.map((other) => ({ capture: other.capture, connection: other.connection })),
        );
    },
  }));
}

/** Attempts that no final ACK followed are listed while they are few; a flood of them is for `allConnections`. */
const MOST_UNFINISHED = 4000;
/** Hosts of a probing end that are listed: the rest cost less than each of these. */
const MOST_HOSTS = 1000;

/** The costliest first. */
function* keepAliveHostsOf(captures: readonly OpenedCapture[], { pricePerGb }: ReportOptions): Generator<KeepAliveHost> {
  for (const [index, { pass }] of captures.entries()) {
    yield* new HostCosts(pass.keepAlive.probes).costliest(MOST_HOSTS, index, pricePerGb);
  }
}

function* listenersOf(captures: readonly OpenedCapture[]): Generator<ReportedListener> {
  for (const [index, { pass }] of captures.entries()) yield* pass.listenQueue.reported(index);
}

function* ofConnections<T>(
  captures: readonly OpenedCapture[],
  allConnections: boolean,
  make: (pass: CapturePass, capture: number, id: number) => T,
): Generator<T> {
  for (const [index, { pass }] of captures.entries()) {
    const isListed = listing(pass, allConnections);
    for (let id = 0; id < pass.tracker.connections.length; id++) {
      if (isListed(id)) yield make(pass, index, id);
    }
  }
}

function* unlistedFates(captures: readonly OpenedCapture[]): Generator<ConnectionFate> {
  for (const { pass } of captures) {
    const isListed = listing(pass, false);
    for (let id = 0; id < pass.tracker.connections.length; id++) {
      if (!isListed(id)) yield connectionFate(pass, id);
    }
  }
}

/** Tells which connections are listed: to be asked of each, in their order. */
function listing(pass: CapturePass, allConnections: boolean): (id: number) => boolean {
  let unfinished = 0;
  return (id) => allConnections || isWorthListing(pass, id) || ++unfinished <= MOST_UNFINISHED;
}

export function comparedPasses(captures: readonly OpenedCapture[]): ComparedPass[] {
  return captures.map(({ pass, bytes }) => ({ pass, name: bytes.name }));
}

/** Of each capture, then what their comparison shows. */
export function* placedFindings(captures: readonly OpenedCapture[], points: CapturePoints | null): Generator<PlacedFinding> {
  for (const [capture, { pass }] of captures.entries()) {
    for (const finding of pass.findings) yield { capture, finding };
  }
  if (points === null) return;
  yield* atOnce(findingsBetween(comparedPasses(captures), points));
}

function* findingsOf(captures: readonly OpenedCapture[], points: CapturePoints | null, t: Translate): Generator<FindingReport> {
  for (const { capture, finding } of placedFindings(captures, points)) yield findingReport(finding, capture, t);
}
