import type { ProbeAnswer } from '../flows/segment';
import { type AnalyzerInput, type AnalyzerRun, defineAnalyzer, type Finding } from './analyzer';
import { findingsOfSeries } from './keep-alive-findings';
import { KeepAliveHosts } from './keep-alive-hosts';
import { KeepAliveProbes } from './keep-alive-probes';
import { keepAliveReports } from './keep-alive-report';
import { keepAliveVerdict } from './keep-alive-verdict';

export class KeepAliveRun implements AnalyzerRun {
  readonly probes: KeepAliveProbes;

  constructor(input: AnalyzerInput) {
    this.probes = new KeepAliveProbes(input);
  }

  onProbe(connection: number, direction: 0 | 1, frame: number, payloadBytes: number, inferred: boolean): void {
    this.probes.add(connection, direction, frame, payloadBytes, inferred);
  }

  onProbeAnswer(connection: number, direction: 0 | 1, kind: ProbeAnswer, frame: number): void {
    this.probes.answer(connection, direction, kind, frame);
  }

  report(connection: number) {
    return { keepAlive: keepAliveReports(this.probes, connection) };
  }

  finish(): Finding[] {
    const hosts = new KeepAliveHosts(this.probes);
    const findings: Finding[] = [];
    for (const series of this.probes.series()) {
      const verdict = keepAliveVerdict(this.probes, series);
      findings.push(...findingsOfSeries(this.probes, verdict));
      hosts.add(verdict);
    }
    return [...findings, ...hosts.finish()];
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
