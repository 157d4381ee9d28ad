/** What the report writers need: each part once, in the order of the document. */
import type { KeepAliveHost } from '../../shared/contract/keep-alive-cost';
import type { CaptureReport, ConnectionReport, FindingReport } from '../../shared/contract/report';
import type { ListenerReport } from '../../shared/contract/report-listener';

/** Read once each, in this order. Made on the fly: a writer keeps no more than it shows, so the report's size has no limit in memory. */
export interface ReportSource {
  readonly version: string;
  readonly captures: Iterable<CaptureReport>;
  readonly connections: Iterable<ConnectionReport>;
  readonly listeners: Iterable<ListenerReport>;
  readonly keepAliveHosts: Iterable<KeepAliveHost>;
  readonly findings: Iterable<FindingReport>;
}
