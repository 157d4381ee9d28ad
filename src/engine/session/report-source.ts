/** What the report writers need: each part once. */
import type { ObjectSink } from '../../shared/base/object-sink';
import type { KeepAliveHost } from '../../shared/contract/keep-alive-cost';
import type { ConnectionReport, End, FindingReport } from '../../shared/contract/report';
import type { CaptureReport } from '../../shared/contract/report-capture';
import type { HeartbeatOutline } from '../analyzers/heartbeat';
import type { HttpOutline } from '../analyzers/http-reuse';
import type { ReportedListener } from '../analyzers/listen-queue-report';

/** A connection whose report is told field by field. */
export interface ReportedConnection {
  readonly capture: number;
  readonly id: number;
  describe(sink: ObjectSink<ConnectionReport>): void;
}

/** How a connection began and ended. */
export type ConnectionFate = Pick<ConnectionOutline, 'handshake' | 'close'>;

/** What tells whether a connection is worth a line, and the connection itself, made when it is. */
export interface ConnectionOutline {
  readonly packets: number;
  readonly bytes: number;
  readonly handshake: ConnectionReport['handshake']['state'];
  readonly close: ConnectionReport['close']['kind'];
  readonly retransmissions: number;
  readonly probingEnds: readonly ProbingOutline[];
  /** As many as the report's, in their order. */
  readonly heartbeats: readonly HeartbeatOutline[];
  /** Null where no HTTP was seen. */
  readonly http: HttpOutline | null;
  readonly report: () => ConnectionReport;
}

export interface ProbingOutline {
  readonly prober: End;
  readonly probes: number;
  readonly unanswered: number;
  readonly bytesPerHour: number | null;
}

/** Read once each, in any order. Made on the fly: a writer keeps no more than it shows, so the report's size has no limit in memory. */
export interface ReportSource {
  readonly version: string;
  readonly captures: Iterable<CaptureReport>;
  /** The connections as wholes, or as outlines: a writer reads one of the two. */
  readonly connections: Iterable<ReportedConnection>;
  readonly outlines: Iterable<ConnectionOutline>;
  /** Those that are not among them: attempts of a flood, of which their listeners tell. */
  readonly unlisted: Iterable<ConnectionFate>;
  readonly listeners: Iterable<ReportedListener>;
  readonly keepAliveHosts: Iterable<KeepAliveHost>;
  readonly findings: Iterable<FindingReport>;
}
