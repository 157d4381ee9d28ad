/** The report for people at a terminal: short whatever the size of the capture; `--json` has everything. */
import { printable } from '../../shared/base/printable';
import { formatCount } from '../../shared/base/quantity';
import type { FindingReport } from '../../shared/contract/report';
import type { Translate } from '../../shared/locales/texts';
import type { ReportSource } from './report-source';
import { captureLines } from './report-text-capture';
import { ConnectionDigest } from './report-text-connections';
import { hostLines } from './report-text-cost';
import { listenerLines } from './report-text-listeners';
import { utf8Chunks } from './utf8-chunks';

/** Findings shown; the rest are counted. */
const MAX_FINDINGS = 50;
/** Frames named beside a finding. */
const MAX_FRAMES = 10;

/** The report as UTF-8 chunks of text; the words are those of `t`. */
export function writeTextReport(source: ReportSource, t: Translate): Generator<Uint8Array<ArrayBuffer>> {
  return utf8Chunks(withLineEnds(reportLines(source, t)));
}

function* reportLines(source: ReportSource, t: Translate): Generator<string> {
  let captures = 0;
  for (const capture of source.captures) {
    if (captures > 0) yield '';
    yield* captureLines(capture, t);
    captures++;
  }
  const digest = new ConnectionDigest();
  for (const outline of source.outlines) digest.add(outline);
  for (const fate of source.unlisted) digest.countUnlisted(fate);
  yield* digest.lines(t, captures > 1);
  yield* listenerLines(source.listeners, t);
  yield* hostLines(source.keepAliveHosts, t);
  yield* findingLines(source.findings, t);
}

function* findingLines(findings: Iterable<FindingReport>, t: Translate): Generator<string> {
  let count = 0;
  for (const finding of findings) {
    if (count === 0) yield* ['', t('cli.report.findings')];
    count++;
    if (count > MAX_FINDINGS) continue;
    const connection = finding.connection === null ? '' : ` [${t('cli.report.connectionNumber', { id: finding.connection })}]`;
    yield `  ${t(`cli.report.severity.${finding.severity}`)}: ${finding.title} (${finding.code})${connection}`;
    if (finding.detail !== '') yield `    ${finding.detail}`;
    if (finding.advice !== '') yield `    ${t('cli.report.advice', { advice: proseOf(finding.advice) })}`;
    if (finding.frames.length > 0) yield `    ${t('cli.report.frames', { frames: frameList(finding.frames) })}`;
  }
  if (count > MAX_FINDINGS) yield `  ${t('cli.report.more', { rest: formatCount(count - MAX_FINDINGS) })}`;
}

/** Without the snippets, which would bury the findings: the JSON report and the workbench have them. */
function proseOf(advice: string): string {
  return (advice.split('\n```')[0] as string).replaceAll('\n', ' ');
}

function frameList(frames: readonly number[]): string {
  const shown = frames.slice(0, MAX_FRAMES).join(', ');
  return frames.length > MAX_FRAMES ? `${shown}, …` : shown;
}

function* withLineEnds(lines: Iterable<string>): Generator<string> {
  for (const line of lines) yield `${printable(line)}\n`;
}
