import type { ProbeAnswer } from '../flows/segment';
import { type AnalyzerInput, type AnalyzerRun, defineAnalyzer } from './analyzer';
import { KeepAliveProbes } from './keep-alive-probes';
import { keepAliveReports } from './keep-alive-report';

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

  finish() {
    return [];
  }
}

export const keepAlive = defineAnalyzer({
  id: 'keep-alive',
  title: 'TCP keep-alive',
  findings: [],
  create: (input) => new KeepAliveRun(input),
});
