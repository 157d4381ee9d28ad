/** The report for people at a terminal: what was found, then what it rests on; short whatever the size of the capture: `--json` has everything. */
import { printable } from '../../shared/base/printable';
import type { Translate } from '../../shared/locales/texts';
import type { ReportSource } from './report-source';
import { captureLines } from './report-text-capture';
import { ConnectionDigest } from './report-text-connections';
import { hostLines } from './report-text-cost';
import { FindingDigest } from './report-text-findings';
import { ListenerDigest } from './report-text-listeners';
import { utf8Chunks } from './utf8-chunks';

/** The report as UTF-8 chunks of text; the words are those of `t`. */
export function writeTextReport(source: ReportSource, t: Translate): Generator<Uint8Array<ArrayBuffer>> {
  return utf8Chunks(withLineEnds(reportLines(source, t)));
}

function* reportLines(source: ReportSource, t: Translate): Generator<string> {
  const captures = [...source.captures];
  const many = captures.length > 1;
  for (const [index, capture] of captures.entries()) {
    if (index > 0) yield '';
    yield* captureLines(capture, many ? index : null, t);
  }
  const findings = new FindingDigest(source.findings);
  const listeners = new ListenerDigest(source.listeners, findings.listeners);
  yield* findings.lines(t, listeners, many);
  const connections = new ConnectionDigest();
  for (const outline of source.outlines) connections.add(outline);
  for (const fate of source.unlisted) connections.countUnlisted(fate);
  yield* connections.lines(t, many);
  yield* listeners.lines(t);
  yield* hostLines(source.keepAliveHosts, t);
}

function* withLineEnds(lines: Iterable<string>): Generator<string> {
  for (const line of lines) yield `${printable(line)}\n`;
}
