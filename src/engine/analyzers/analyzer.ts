/** What an analyzer is: one file that exports one `defineAnalyzer({...})`, listed in `index.ts`. */
import type { ObjectSink } from '../../shared/base/object-sink';
import type { ConnectionReport, FindingReport } from '../../shared/contract/report';
import type { ConnectionTable } from '../flows/connection-table';
import type { DeliveryFailures } from '../flows/delivery-failures';
import type { FlowListener } from '../flows/segment';
import type { PacketTable } from '../store/packet-table';

export interface AnalyzerInput {
  readonly packets: PacketTable;
  readonly connections: ConnectionTable;
  readonly failures: DeliveryFailures;
  /** Digits after the point that the source's time stamps hold; known once its first interface is. */
  readonly timeDigits: () => number;
  /** What a person said that a connection carries, by the name that reports use; null: nothing. */
  readonly chosenProtocol?: (connection: number) => string | null;
  /** Bytes of all packets so far, as they were on the wire. */
  readonly trafficBytes: () => number;
}

/** An alternative that the evidence excludes: its words are `finding.ruledOut.<reason>`. */
export interface RuledOut {
  readonly reason: string;
  readonly data?: Readonly<Record<string, unknown>>;
}

/**
 * A finding as code, evidence and data; its words are looked up in the locales: `finding.<code>` (`title`, `detail`, `advice`), and what the
 * applications saw under `finding.sees`. A duration (`...Ms`) or byte count (`...Bytes`) in `data` is shown with its unit.
 */
export type Finding = Omit<FindingReport, 'capture' | 'title' | 'detail' | 'advice' | 'applicationSees' | 'ruledOut'> & {
  readonly ruledOut: readonly RuledOut[];
  /** Key below `finding.sees`. */
  readonly applicationSees: string | null;
  /** `detail` and `advice` of another wording than the code's own: key below `finding.<code>`. */
  readonly wording?: string;
};

/** What the user told for the report. */
export interface ReportOptions {
  /** Price of a GB on a metered link; null: not metered. */
  readonly pricePerGb: number | null;
}

export const NO_OPTIONS: ReportOptions = { pricePerGb: null };

/** Tells one field of a connection's report. */
export interface ConnectionDescriber {
  readonly field: 'keepAlive' | 'heartbeats' | 'http';
  describe(connection: number, sink: ObjectSink<ConnectionReport>, options: ReportOptions): void;
}

/** Follows one capture. `on...` only store: they neither allocate nor format on the common path. */
export interface AnalyzerRun extends FlowListener {
  /** This analyzer's field of a connection's report; those that only make findings have none. */
  readonly describer?: ConnectionDescriber;
  /** How the connection ended, where an end gave up waiting for the other: undefined where none did. Known after `finish`. */
  close?(connection: number): ConnectionReport['close'] | undefined;
  /** Called for every connection after the last packet, for all analyzers one connection at a time: its packets are fetched from memory once. */
  study?(connection: number): void;
  /** Called once after that. */
  finish(): readonly Finding[];
}

export interface Analyzer<R extends AnalyzerRun = AnalyzerRun> {
  readonly id: string;
  readonly title: string;
  /** Codes that its findings may carry. */
  readonly findings: readonly string[];
  readonly create: (input: AnalyzerInput) => R;
}

export function defineAnalyzer<R extends AnalyzerRun>(analyzer: Analyzer<R>): Analyzer<R> {
  return analyzer;
}
