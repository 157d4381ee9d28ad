/** The findings of a report as lines of text: they answer what the report is read for, and so stand above all tables. */
import { formatCount } from '../../shared/base/quantity';
import { SEVERITIES } from '../../shared/contract/finding-rows';
import type { FindingReport } from '../../shared/contract/report';
import type { Translate } from '../../shared/locales/texts';
import type { ListenerDigest } from './report-text-listeners';

/** Findings shown; the rest are counted. */
const MAX_FINDINGS = 50;
/** Frames named beside a finding. */
const MAX_FRAMES = 10;

/** Takes every finding once and keeps those that it shows, the gravest first: captures come one after the other, and the last may hold the gravest. */
export class FindingDigest {
  #total = 0;
  readonly #shown: readonly FindingReport[];

  constructor(findings: Iterable<FindingReport>) {
    const bySeverity = SEVERITIES.map((severity) => ({ severity, kept: [] as FindingReport[] }));
    for (const finding of findings) {
      this.#total++;
      const same = bySeverity.find(({ severity }) => severity === finding.severity);
      if (same !== undefined && same.kept.length < MAX_FINDINGS) same.kept.push(finding);
    }
    this.#shown = bySeverity.flatMap(({ kept }) => kept).slice(0, MAX_FINDINGS);
  }

  /** Of the findings shown, those about listeners: `CAPTURE:ID`. */
  get listeners(): ReadonlySet<string> {
    return new Set(this.#shown.filter(({ listener }) => listener !== null).map(({ capture, listener }) => `${capture}:${listener}`));
  }

  /** `listeners` names those that findings are about; `manyCaptures` says of each finding which capture it belongs to. */
  *lines(t: Translate, listeners: ListenerDigest, manyCaptures: boolean): Generator<string> {
    yield '';
    yield t(this.#total === 0 ? 'cli.report.noFindings' : 'cli.report.findings');
    for (const finding of this.#shown) {
      const { severity, title, code, detail, applicationSees, advice, frames } = finding;
      yield `  ${t(`cli.report.severity.${severity}`)}: ${title} (${code}) [${placeOf(finding, listeners, manyCaptures, t)}]`;
      if (detail !== '') yield `    ${detail}`;
      if (applicationSees !== null) yield `    ${t('cli.report.applicationSees', { seen: applicationSees })}`;
      if (advice !== '') yield `    ${t('cli.report.advice', { advice: proseOf(advice) })}`;
      if (frames.length > 0) yield `    ${t('cli.report.frames', { frames: frameList(frames) })}`;
    }
    if (this.#total > MAX_FINDINGS) yield `  ${t('cli.report.more', { rest: formatCount(this.#total - MAX_FINDINGS) })}`;
  }
}

/** What the finding is about, and how sure it is. */
function placeOf(
  { capture, connection, listener, confidence }: FindingReport,
  listeners: ListenerDigest,
  manyCaptures: boolean,
  t: Translate,
): string {
  const parts = [t('cli.report.confidence', { percent: Math.round(confidence * 100) })];
  const name = listener === null ? undefined : listeners.nameOf(capture, listener);
  if (name !== undefined) parts.unshift(t('cli.report.listenerName', { name }));
  if (connection !== null) parts.unshift(t('cli.report.connectionNumber', { id: manyCaptures ? `${capture}:${connection}` : connection }));
  else if (manyCaptures) parts.unshift(t('cli.report.captureNumber', { capture }));
  return parts.join(', ');
}

/** Without the snippets, which would bury the findings: the JSON report and the workbench have them. */
function proseOf(advice: string): string {
  return (advice.split('\n```')[0] as string).replaceAll('\n', ' ');
}

function frameList(frames: readonly number[]): string {
  const shown = frames.slice(0, MAX_FRAMES).join(', ');
  return frames.length > MAX_FRAMES ? `${shown}, …` : shown;
}
