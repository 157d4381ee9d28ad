import type { ProbeAnswer } from '../flows/segment';
import { type AnalyzerInput, type AnalyzerRun, type ConnectionDescriber, defineAnalyzer, type Finding } from './analyzer';
import type { Close } from './give-up';
import { findingsOfSeries } from './keep-alive-findings';
import { KeepAliveHosts } from './keep-alive-hosts';
import { hasDataSegments, isUneventful } from './keep-alive-plain';
import { KeepAliveProbes } from './keep-alive-probes';
import { describeKeepAlive } from './keep-alive-report';
import { closeOfVerdict, keepAliveVerdict } from './keep-alive-verdict';

const DIRECTIONS = [0, 1] as const;

export class KeepAliveRun implements AnalyzerRun {
  readonly probes: KeepAliveProbes;
  readonly describer: ConnectionDescriber = {
    field: 'keepAlive',
    describe: (connection, sink, { pricePerGb }) => describeKeepAlive(sink.list('keepAlive'), this.probes, connection, pricePerGb),
  };
  readonly #hosts: KeepAliveHosts;
  /** Of connections that an end gave up. */
  readonly #closes = new Map<number, Close>();
  readonly #findings: Finding[] = [];

  constructor(input: AnalyzerInput) {
    this.probes = new KeepAliveProbes(input);
    this.#hosts = new KeepAliveHosts(this.probes);
  }

  onProbe(connection: number, direction: 0 | 1, frame: number, payloadBytes: number, inferred: boolean, earlyAnswer: number): void {
    this.probes.add(connection, direction, frame, payloadBytes, inferred, earlyAnswer);
  }

  onProbeAnswer(connection: number, direction: 0 | 1, kind: ProbeAnswer, frame: number): void {
    this.probes.answer(connection, direction, kind, frame);
  }

  onLateAnswer(connection: number, direction: 0 | 1, frame: number): void {
    this.probes.lateAnswer(connection, direction, frame);
  }

  study(connection: number): void {
    for (const direction of DIRECTIONS) {
      const series = this.probes.seriesOf(connection, direction);
      if (series === undefined) continue;
      if (isUneventful(this.probes, series)) {
        this.#hosts.add(series, hasDataSegments(this.probes, series));
        continue;
      }
      const verdict = keepAliveVerdict(this.probes, series);
      const close = closeOfVerdict(this.probes, verdict);
      if (close !== null) this.#closes.set(connection, close);
      this.#findings.push(...findingsOfSeries(this.probes, verdict));
      this.#hosts.add(series, verdict.timing.dataSegments > 0);
    }
  }

  close(connection: number): Close | undefined {
    return this.#closes.get(connection);
  }

  finish(): Finding[] {
    return [...this.#findings, ...this.#hosts.finish()];
  }
}

export const keepAlive = defineAnalyzer({
  id: 'keep-alive',
  title: 'TCP keep-alive',
  findings: [
    'keepalive.peer-crashed',
    'keepalive.peer-rebooted',
    'keepalive.peer-unreachable',
    'keepalive.user-timeout',
    'keepalive.good-connection-killed',
    'keepalive.middlebox-timeout',
    'keepalive.probes-unanswered',
    'keepalive.outage-survived',
    'keepalive.answer-lost',
    'keepalive.idle-hoarding',
    'keepalive.exposed',
  ],
  create: (input) => new KeepAliveRun(input),
});
