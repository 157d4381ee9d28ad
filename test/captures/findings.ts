/** Findings of scripted conversations. */
import type { Finding } from '../../src/engine/analyzers/analyzer';
import { findingReport } from '../../src/engine/session/finding-report';
import type { FindingReport } from '../../src/shared/contract/report';
import { createTexts } from '../../src/shared/locales/texts';
import { follow, type Outcome, type ScriptedSegment } from './conversation';

export interface Found extends Outcome {
  readonly findings: readonly Finding[];
  readonly codes: readonly string[];
  readonly reports: readonly FindingReport[];
}

/** Runs a script to its end. */
export function find(script: readonly ScriptedSegment[]): Found {
  const outcome = follow(script);
  outcome.pass.finish();
  const { findings } = outcome.pass;
  const { t } = createTexts('en');
  return { ...outcome, findings, codes: findings.map(({ code }) => code), reports: findings.map((finding) => findingReport(finding, 0, t)) };
}

export const client = (ms: number, flags: string, more: Partial<ScriptedSegment> = {}): ScriptedSegment => ({ ms, from: 'client', flags, ...more });
export const server = (ms: number, flags: string, more: Partial<ScriptedSegment> = {}): ScriptedSegment => ({ ms, from: 'server', flags, ...more });

/** A keep-alive probe of the server, which has sent nothing yet, and its answer. */
export const probe = (ms: number): ScriptedSegment => server(ms, '.', { seq: 0, ack: 1 });
export const answer = (ms: number): ScriptedSegment => client(ms, '.', { seq: 1, ack: 1 });
export const probed = (ms: number): ScriptedSegment[] => [probe(ms), answer(ms + 1)];
/** The reset by which the server gives up. */
export const giveUp = (ms: number): ScriptedSegment => server(ms, 'R.', { seq: 1, ack: 1 });
