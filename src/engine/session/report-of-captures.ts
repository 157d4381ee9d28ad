import type { KeepAliveHost } from '../../shared/contract/keep-alive-cost';
import type { FindingReport } from '../../shared/contract/report';
import type { ListenerReport } from '../../shared/contract/report-listener';
import type { Translate } from '../../shared/locales/texts';
import type { ReportOptions } from '../analyzers/analyzer';
import { hostCosts } from '../analyzers/keep-alive-cost';
import type { CapturePass } from './capture-pass';
import { captureReport, connectionOutline, connectionReport, isWorthListing } from './capture-report';
import { findingReport } from './finding-report';
import type { OpenedCapture } from './opened-capture';
import type { ReportSource } from './report-source';

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
  return {
    version,
    captures: captures.map((capture) => captureReport(capture)),
    connections: ofConnections(captures, allConnections, options, connectionReport),
    outlines: ofConnections(captures, allConnections, options, connectionOutline),
    listeners: listenersOf(captures),
    keepAliveHosts: keepAliveHostsOf(captures, options),
    findings: findingsOf(captures, t),
  };
}

/** Attempts that no final ACK followed are listed while they are few; a flood of them is for `allConnections`. */
const MOST_UNFINISHED = 10_000;

/** The costliest first. */
function* keepAliveHostsOf(captures: readonly OpenedCapture[], { pricePerGb }: ReportOptions): Generator<KeepAliveHost> {
  for (const [index, { pass }] of captures.entries()) {
    yield* hostCosts(pass.keepAlive.probes, index, pricePerGb).sort((a, b) => (b.cost.bytesPerHour ?? 0) - (a.cost.bytesPerHour ?? 0));
  }
}

function* listenersOf(captures: readonly OpenedCapture[]): Generator<ListenerReport> {
  for (const [index, { pass }] of captures.entries()) yield* pass.listenQueue.listeners(index);
}

function* ofConnections<T>(
  captures: readonly OpenedCapture[],
  allConnections: boolean,
  options: ReportOptions,
  make: (pass: CapturePass, capture: number, id: number, options: ReportOptions) => T,
): Generator<T> {
  for (const [index, { pass }] of captures.entries()) {
    let unfinished = 0;
    for (let id = 0; id < pass.tracker.connections.length; id++) {
      if (!allConnections && !isWorthListing(pass, id) && ++unfinished > MOST_UNFINISHED) continue;
      yield make(pass, index, id, options);
    }
  }
}

function* findingsOf(captures: readonly OpenedCapture[], t: Translate): Generator<FindingReport> {
  for (const [index, { pass }] of captures.entries()) {
    for (const finding of pass.findings) yield findingReport(finding, index, t);
  }
}
