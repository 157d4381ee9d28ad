import type { ConnectionReport, FindingReport } from '../../shared/contract/report';
import type { ListenerReport } from '../../shared/contract/report-listener';
import type { Translate } from '../../shared/locales/texts';
import { captureReport, connectionReport, isWorthListing } from './capture-report';
import { findingReport } from './finding-report';
import type { OpenedCapture } from './opened-capture';
import type { ReportSource } from './report-source';

/** The report of captures in the order given, its findings in the words of `t`; `captures[i]` is capture i of the report. Everything is made while it is read. */
export function reportSource(captures: readonly OpenedCapture[], version: string, allConnections: boolean, t: Translate): ReportSource {
  return {
    version,
    captures: captures.map((capture) => captureReport(capture)),
    connections: connectionsOf(captures, allConnections),
    listeners: listenersOf(captures),
    findings: findingsOf(captures, t),
  };
}

/** Attempts that no final ACK followed are listed while they are few; a flood of them is for `allConnections`. */
const MOST_UNFINISHED = 10_000;

function* listenersOf(captures: readonly OpenedCapture[]): Generator<ListenerReport> {
  for (const [index, { pass }] of captures.entries()) yield* pass.listenQueue.listeners(index);
}

function* connectionsOf(captures: readonly OpenedCapture[], allConnections: boolean): Generator<ConnectionReport> {
  for (const [index, capture] of captures.entries()) {
    let unfinished = 0;
    const { pass } = capture;
    for (let id = 0; id < pass.tracker.connections.length; id++) {
      if (!allConnections && !isWorthListing(pass, id) && ++unfinished > MOST_UNFINISHED) continue;
      yield connectionReport(pass, index, id);
    }
  }
}

function* findingsOf(captures: readonly OpenedCapture[], t: Translate): Generator<FindingReport> {
  for (const [index, { pass }] of captures.entries()) {
    for (const finding of pass.findings) yield findingReport(finding, index, t);
  }
}
