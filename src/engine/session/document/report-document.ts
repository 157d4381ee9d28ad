/** What a report to hand on says, in order: what was found, then what it rests on. */
import { formatBytes, formatCount, formatDuration } from '../../../shared/base/quantity';
import { SEVERITIES, type Severity } from '../../../shared/contract/finding-rows';
import type { ProjectTarget } from '../../../shared/contract/project';
import type { CaptureReport } from '../../../shared/contract/report-capture';
import type { ListenerReport } from '../../../shared/contract/report-listener';
import type { Translate } from '../../../shared/locales/texts';
import type { Finding } from '../../analyzers/analyzer';
import { captureReport } from '../capture-report';
import { timeline } from '../capture-views';
import { connectionReport } from '../connection-report';
import { endsOf } from '../connection-rows';
import { findingReport } from '../finding-report';
import type { PlacedFinding } from '../keep-alive-between';
import type { OpenedCapture } from '../opened-capture';
import { capturePoints, placedFindings } from '../report-of-captures';
import type { Block, ReportDocument } from './blocks';
import { connectionBlocks } from './connection-blocks';
import { type DocumentContext, end, indexOf, type JudgedFinding, moment } from './document-context';
import { isMeant } from './document-scope';
import { findingBlocks } from './finding-blocks';
import { listenerBlocks } from './listener-blocks';
import type { SvgChart } from './svg-chart';

/** Connections described one by one: those that findings are about, the gravest first. */
const MOST_CONNECTIONS = 20;
const MOST_LISTENERS = 20;
const MOST_FINDINGS = 100;
const TIMELINE_BUCKETS = 200;

export function reportDocument(context: DocumentContext): ReportDocument {
  const { t, language } = context;
  const severities = Object.fromEntries(SEVERITIES.map((severity) => [severity, t(`ui.severity.${severity}`)])) as Record<Severity, string>;
  return { title: titleOf(context), language, severities, asTable: t('report.asTable'), blocks: blocksOf(context) };
}

function* blocksOf(context: DocumentContext): Generator<Block> {
  const { t, captures, scope } = context;
  const found = [...placedFindings(captures, capturePoints(captures))];
  const listed = found.filter(({ finding }) => isListed(finding, context));
  const placed = findingsInScope(found, context);
  const judged = placed.filter(({ dismissed }) => dismissed === null);
  const standing = judged.filter(({ finding }) => isListed(finding, context));
  const listeners = listenersInScope(context);
  yield { kind: 'heading', level: 1, text: titleOf(context) };
  if (placed.length === 0) yield { kind: 'paragraph', text: t('report.nothing') };
  else yield* summaryBlocks(standing, judged.length - standing.length, context);
  if (standing.length > 0) yield { kind: 'heading', level: 2, text: t('report.findings') };
  for (const [index, item] of standing.slice(0, MOST_FINDINGS).entries()) yield* findingBlocks(item, index, context);
  if (standing.length > MOST_FINDINGS)
    yield { kind: 'paragraph', text: t('report.moreFindings', { rest: formatCount(standing.length - MOST_FINDINGS) }) };
  yield* connectionsOf(standing, context);
  if (listeners.length > 0) yield { kind: 'heading', level: 2, text: t('report.listeners') };
  for (const listener of listeners.slice(0, MOST_LISTENERS)) yield* listenerBlocks(listener, context);
  yield* notesOf(context);
  yield* dismissedOf(placed, context);
  yield { kind: 'heading', level: 2, text: t('report.captures') };
  for (const [index, capture] of captures.entries()) {
    if (scope.kind === 'everything' || index === indexOf(scope.capture, context)) yield* captureBlocks(capture, index, listed, context);
  }
  yield { kind: 'paragraph', text: t('report.madeBy', { version: context.version }) };
}

function titleOf(context: DocumentContext): string {
  const { t, captures, scope } = context;
  const names = captures.map(({ bytes }) => bytes.name).join(', ');
  if (scope.kind === 'listener') return t('report.titleListener', { address: scope.address ?? '*', port: scope.port });
  if (scope.kind === 'connection') {
    const capture = captures[indexOf(scope.capture, context)];
    const ends = capture === undefined ? null : endsOf(capture.pass.tracker.connections, scope.connection);
    return t('report.titleConnection', {
      connection: scope.connection,
      client: end(ends?.client, ends?.clientPort, context),
      server: end(ends?.server, ends?.serverPort, context),
    });
  }
  return t('report.title', { names });
}

function findingsInScope(found: readonly PlacedFinding[], context: DocumentContext): JudgedFinding[] {
  const { captures, scope } = context;
  const placed = found.map(({ finding, capture }) => ({ finding, capture, dismissed: reasonOf(finding, capture, context) }));
  if (scope.kind === 'everything') return placed.sort((a, b) => SEVERITIES.indexOf(a.finding.severity) - SEVERITIES.indexOf(b.finding.severity));
  const own = placed.filter(({ capture }) => capture === indexOf(scope.capture, context));
  if (scope.kind === 'connection') return own.filter(({ finding }) => finding.connection === scope.connection);
  const ids = new Set(listenersInScope(context).map(({ id }) => id));
  const { pass } = captures[indexOf(scope.capture, context)] as OpenedCapture;
  return own.filter(({ finding }) => {
    if (finding.listener !== null) return ids.has(finding.listener);
    if (finding.connection === null) return false;
    const ends = endsOf(pass.tracker.connections, finding.connection);
    return isMeant(scope, ends.server, ends.serverPort);
  });
}

function listenersInScope({ captures, scope }: DocumentContext): ListenerReport[] {
  if (scope.kind === 'connection') return [];
  const listeners = captures.flatMap(({ pass }, index) => [...pass.listenQueue.listeners(index)]);
  if (scope.kind === 'everything') return listeners.filter(({ verdict }) => verdict !== 'healthy' && verdict !== 'unknown');
  return listeners.filter(({ capture, address, port }) => captures[capture]?.id === scope.capture && isMeant(scope, address, port));
}

/** The reason that the user gave for dismissing a finding; null when it stands. */
function reasonOf(finding: Finding, capture: number, { annotations, captures }: DocumentContext): string | null {
  const id = annotations.captures.find((mapped) => mapped.capture === captures[capture]?.id)?.id;
  const dismissal = annotations.dismissed.find(
    ({ target }) =>
      target.kind === 'finding' &&
      target.capture === id &&
      target.code === finding.code &&
      target.connection === finding.connection &&
      target.frame === (finding.frames[0] ?? null),
  );
  return dismissal?.reason ?? null;
}

/** Whether the project wants it told: one of its severity and confidence. */
function isListed({ severity, confidence }: Finding, { annotations: { thresholds } }: DocumentContext): boolean {
  return SEVERITIES.indexOf(severity) <= SEVERITIES.indexOf(thresholds.severity) && confidence >= thresholds.minConfidence;
}

/** `below`: findings that are not listed. */
function* summaryBlocks(standing: readonly JudgedFinding[], below: number, { annotations, t }: DocumentContext): Generator<Block> {
  const counts = SEVERITIES.map((severity) => standing.filter(({ finding }) => finding.severity === severity).length);
  const [errors, warnings, infos] = counts.map((count) => count ?? 0);
  yield { kind: 'paragraph', text: t('report.counts', { errors, warnings, infos }) };
  if (below > 0) {
    const { minConfidence, severity } = annotations.thresholds;
    const percent = Math.round(minConfidence * 100);
    yield { kind: 'paragraph', text: t('report.below', { below: formatCount(below), percent, severity: t(`ui.severity.${severity}`) }) };
  }
  if (standing.length === 0) return;
  const items = standing.slice(0, MOST_FINDINGS).map(({ finding }, index) => ({
    text: findingTitle(finding, t),
    link: `finding-${index + 1}`,
    severity: finding.severity,
  }));
  yield { kind: 'list', label: t('report.inShort'), items };
}

function findingTitle(finding: Finding, t: Translate): string {
  return findingReport(finding, 0, t).title;
}

function* connectionsOf(standing: readonly JudgedFinding[], context: DocumentContext): Generator<Block> {
  const { scope, captures, t } = context;
  const wanted: (readonly [number, number])[] =
    scope.kind === 'connection'
      ? [[indexOf(scope.capture, context), scope.connection]]
      : [
          ...standing.flatMap(({ finding, capture }) => (finding.connection === null ? [] : [[capture, finding.connection] as const])),
          ...notedConnections(context),
        ];
  const unique = [...new Map(wanted.map((pair) => [pair.join(' '), pair])).values()].slice(0, MOST_CONNECTIONS);
  if (unique.length === 0) return;
  yield { kind: 'heading', level: 2, text: t('report.connections') };
  for (const [index, id] of unique) {
    const capture = captures[index] as OpenedCapture;
    yield* connectionBlocks(connectionReport(capture.pass, index, id), capture, context);
  }
}

/** What the user has noted something about is described, whether anything was found there or not. */
function notedConnections({ annotations, captures }: DocumentContext): (readonly [number, number])[] {
  return annotations.notes.flatMap(({ target }) => {
    if (target.kind !== 'connection') return [];
    const id = annotations.captures.find((mapped) => mapped.id === target.capture)?.capture;
    const index = captures.findIndex((capture) => capture.id === id);
    const known = index >= 0 && target.connection < (captures[index] as OpenedCapture).pass.tracker.connections.length;
    return known ? [[index, target.connection] as const] : [];
  });
}

function isInScope(target: ProjectTarget, { annotations, scope, captures }: DocumentContext): boolean {
  if (scope.kind === 'everything') return true;
  const capture = annotations.captures.find(({ id }) => id === target.capture)?.capture;
  if (capture !== scope.capture) return false;
  if (scope.kind === 'listener')
    return target.kind === 'listener' && target.port === scope.port && (scope.address === null || target.address === scope.address);
  if (target.kind === 'connection' || target.kind === 'finding') return target.connection === scope.connection;
  const packets = captures.find(({ id }) => id === capture)?.pass.packets;
  return (
    target.kind === 'packet' &&
    packets !== undefined &&
    target.frame <= packets.length &&
    packets.connection.get(target.frame - 1) === scope.connection + 1
  );
}

function* notesOf(context: DocumentContext): Generator<Block> {
  const { annotations, t } = context;
  const inScope = annotations.notes.filter(({ target }) => isInScope(target, context));
  if (inScope.length === 0) return;
  yield { kind: 'heading', level: 2, text: t('report.notes') };
  for (const note of inScope) {
    yield { kind: 'heading', level: 4, text: targetText(note.target, context) };
    yield { kind: 'note', text: note.text };
  }
}

function targetText(target: ProjectTarget, { annotations, captures, t }: DocumentContext): string {
  const id = annotations.captures.find((mapped) => mapped.id === target.capture)?.capture;
  const capture = captures.find((opened) => opened.id === id)?.bytes.name ?? target.capture;
  return t(`report.target.${target.kind}`, { ...target, capture });
}

function* dismissedOf(placed: readonly JudgedFinding[], { t }: DocumentContext): Generator<Block> {
  const dismissed = placed.filter((item) => item.dismissed !== null);
  if (dismissed.length === 0) return;
  const rows = dismissed.map(({ finding, dismissed: reason }) => [findingTitle(finding, t), finding.frames.slice(0, 5).join(', '), reason ?? '']);
  yield { kind: 'heading', level: 2, text: t('report.dismissed') };
  yield {
    kind: 'table',
    table: { caption: t('report.dismissedCaption'), head: [t('report.finding'), t('report.frames'), t('report.reason')], rows },
  };
}

function* captureBlocks(capture: OpenedCapture, index: number, found: readonly PlacedFinding[], context: DocumentContext): Generator<Block> {
  const { t } = context;
  const report = captureReport(capture);
  yield { kind: 'heading', level: 3, text: t('report.capture', { index, name: capture.bytes.name }) };
  yield { kind: 'facts', rows: captureFacts(report, capture, context) };
  if (report.issues.length > 0) {
    const rows = report.issues
      .slice(0, 20)
      .map(({ code, frame, offset, detail }) => [t(`issue.${code}`, { frame: frame ?? '-', offset, detail }), String(offset)]);
    yield { kind: 'table', table: { caption: t('report.issues'), head: [t('report.issue'), t('report.offset')], rows, numbers: [1] } };
  }
  if (report.packets > 1) {
    const own = found.filter((placed) => placed.capture === index).map(({ finding }) => finding);
    yield timelineFigure(capture, own, context);
  }
}

function captureFacts(report: CaptureReport, { pass }: OpenedCapture, context: DocumentContext): [string, string][] {
  const { t } = context;
  const durationMs = pass.packets.length === 0 ? 0 : pass.packets.timeMs(pass.packets.length - 1);
  const dropped = report.interfaces.reduce<number | null>((sum, item) => (item.dropped === null ? sum : (sum ?? 0) + item.dropped), null);
  return [
    [t('report.format'), report.format],
    [t('report.size'), formatBytes(report.bytes)],
    [t('report.packets'), formatCount(report.packets)],
    [t('report.connectionCount'), formatCount(pass.tracker.connections.length)],
    [t('report.first'), report.firstTime === null ? t('report.unknown') : moment(report.firstTime, report.timeBase, context)],
    [t('report.duration'), formatDuration(durationMs)],
    [t('report.dropped'), dropped === null ? t('report.unknown') : formatCount(dropped)],
  ];
}

function timelineFigure({ pass }: OpenedCapture, findings: readonly Finding[], { t }: DocumentContext): Block {
  const { packets, bucketMs } = timeline(pass, TIMELINE_BUCKETS, null, null);
  const perSecond = 1000 / bucketMs;
  const points = Array.from(packets, (count, i) => [i * bucketMs, count * perSecond] as const);
  const endMs = bucketMs * packets.length;
  const colours = { error: 'c-red', warning: 'c-orange', info: 'c-blue' } as const;
  const chart: SvgChart = {
    title: t('report.timeline'),
    xLabel: t('report.sinceStart'),
    yLabel: t('report.packetsPerSecond'),
    x: { min: 0, max: endMs },
    y: { kind: 'count', max: points.reduce((most, [, value]) => Math.max(most, value), 0) },
    series: [{ label: t('report.packets'), kind: 'bars', colour: 'c-grey', points }],
    moments: findings
      .filter(({ frames }) => frames.length > 0)
      .slice(0, MOST_FINDINGS)
      .map((finding) => ({
        x: pass.packets.timeMs((finding.frames[0] as number) - 1),
        label: findingTitle(finding, t),
        colour: colours[finding.severity],
      })),
  };
  const coarse = timeline(pass, 20, null, null);
  const rows = Array.from(coarse.packets, (count, i) => [
    formatDuration(i * coarse.bucketMs),
    formatCount(count),
    formatBytes(coarse.bytes[i] as number),
  ]);
  return {
    kind: 'figure',
    chart,
    table: { caption: t('report.timeline'), head: [t('report.from'), t('report.packets'), t('report.bytes')], rows, numbers: [1, 2] },
  };
}
