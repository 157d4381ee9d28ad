/** A connection in a report: what it is, how it ended, and its keep-alives and heartbeats over time. */
import { formatBytes, formatCount, formatDuration } from '../../../shared/base/quantity';
import type { ConnectionReport } from '../../../shared/contract/report';
import type { HeartbeatReport } from '../../../shared/contract/report-heartbeat';
import type { KeepAliveReport } from '../../../shared/contract/report-keep-alive';
import type { OpenedCapture } from '../opened-capture';
import { isUnanswered } from '../probe-answer';
import type { Block } from './blocks';
import { type DocumentContext, end, moment, ofCapture } from './document-context';
import type { ChartSeries } from './svg-chart';

/** Points drawn; the reader sees no more. */
const MOST_POINTS = 2000;
/** Rows of a chart's table: the first ones. */
const MOST_ROWS = 60;

export function* connectionBlocks(connection: ConnectionReport, capture: OpenedCapture, context: DocumentContext): Generator<Block> {
  const { t } = context;
  const { client, server } = connection;
  const ends = { connection: connection.id, client: end(client.address, client.port, context), server: end(server.address, server.port, context) };
  yield {
    kind: 'heading',
    level: 3,
    text: t('report.connectionEnds', ends) + ofCapture(capture, context),
    id: `connection-${connection.capture}-${connection.id}`,
  };
  yield { kind: 'facts', rows: facts(connection, capture, context) };
  for (const keepAlive of connection.keepAlive) yield* keepAliveBlocks(keepAlive, capture, context);
  for (const heartbeat of connection.heartbeats) yield* heartbeatBlocks(heartbeat, context);
}

function facts(connection: ConnectionReport, capture: OpenedCapture, context: DocumentContext): [string, string][] {
  const { t } = context;
  const { handshake, close, retransmissions } = connection;
  const durationMs = capture.pass.packets.timeMs(connection.lastFrame - 1) - capture.pass.packets.timeMs(connection.firstFrame - 1);
  const closed = t(`report.close.${close.kind}`, { by: close.by === null ? '' : t(`finding.end.${close.by}`), frame: close.frame ?? '' });
  return [
    [t('report.started'), moment(connection.firstTime, capture.reader.timeBase, context)],
    [t('report.duration'), formatDuration(durationMs)],
    [t('report.packets'), formatCount(connection.packets)],
    [t('report.bytes'), formatBytes(connection.bytes)],
    [t('report.handshake'), t(`report.handshakeState.${handshake.state}`)],
    [t('report.connectTime'), handshake.connectMs === null ? t('report.unknown') : formatDuration(handshake.connectMs)],
    [t('report.ended'), closed],
    [t('report.retransmissions'), `${retransmissions.client.length} + ${retransmissions.server.length}`],
  ];
}

function* keepAliveBlocks(report: KeepAliveReport, { pass }: OpenedCapture, { t }: DocumentContext): Generator<Block> {
  const { probes, settings } = report;
  const prober = t(`finding.end.${report.prober}`);
  const lost = probes.filter(isUnanswered).length;
  const values = { idle: setting(settings.idleMs, t), interval: setting(settings.intervalMs, t), count: settings.count ?? t('report.unknown') };
  yield { kind: 'heading', level: 4, text: t('report.keepAlive', { prober }) };
  yield {
    kind: 'facts',
    rows: [
      [t('report.probes'), t('report.probesAnswered', { probes: formatCount(probes.length), lost: formatCount(lost) })],
      [t('report.settings'), t('report.settingValues', values)],
      [t('report.settingsSure'), `${Math.round(settings.confidence * 100)} %`],
      [t('report.peerState'), t(`report.peer.${report.peerState}`)],
      [t('report.outcome'), t(`report.outcomeKind.${report.outcome.kind}`)],
    ],
  };
  if (probes.length < 2) return;
  const times = probes.map(({ frame }) => pass.packets.timeMs(frame - 1));
  const gaps = times.map((time, i) => (i === 0 ? Number.NaN : time - (times[i - 1] as number)));
  const kinds = [
    { kind: 'ack', colour: 'c-blue', mark: 'dot' },
    { kind: 'none', colour: 'c-red', mark: 'cross' },
    { kind: 'rst', colour: 'c-orange', mark: 'square' },
    { kind: 'icmp', colour: 'c-green', mark: 'triangle' },
  ] as const;
  const series: ChartSeries[] = kinds.map(({ kind, colour, mark }) => ({
    label: t(`report.answer.${kind}`),
    kind: 'points',
    colour,
    mark,
    points: thin(probes.flatMap((probe, i) => (i > 0 && probe.answer.kind === kind ? [[times[i] as number, gaps[i] as number] as const] : []))),
  }));
  const title = t('report.probeIntervals', { prober });
  yield {
    kind: 'figure',
    chart: {
      title,
      xLabel: t('report.sinceStart'),
      yLabel: t('report.sinceProbe'),
      x: { min: times[0] as number, max: times.at(-1) as number },
      y: { kind: 'duration', max: gaps.reduce((most, gap) => (gap > most ? gap : most), 0) * 1.1 },
      series: series.filter(({ points }) => points.length > 0),
      ...(report.intervalMs === null
        ? {}
        : { references: [{ y: report.intervalMs.median, label: t('report.median', { value: formatDuration(report.intervalMs.median) }) }] }),
    },
    table: {
      caption: title,
      head: [t('report.frame'), t('report.sinceStart'), t('report.sinceProbe'), t('report.answered')],
      rows: probes
        .slice(0, MOST_ROWS)
        .map(({ frame, answer }, i) => [
          String(frame),
          formatDuration(times[i] as number),
          i === 0 ? '' : formatDuration(gaps[i] as number),
          t(`report.answer.${answer.kind}`) + (answer.latencyMs === null ? '' : ` (${formatDuration(answer.latencyMs)})`),
        ]),
      numbers: [0, 1, 2],
    },
  };
}

function setting(ms: number | null, t: DocumentContext['t']): string {
  return ms === null ? t('report.unknown') : formatDuration(ms);
}

function* heartbeatBlocks(report: HeartbeatReport, { t }: DocumentContext): Generator<Block> {
  const sender = t(`finding.end.${report.sender}`);
  yield { kind: 'heading', level: 4, text: t('report.heartbeat', { sender, protocol: protocolName(report, t) }) };
  yield {
    kind: 'facts',
    rows: [
      [t('report.beats'), formatCount(report.count)],
      [t('report.period'), t('report.periodValue', { period: formatDuration(report.periodMs), mad: formatDuration(report.madMs) })],
      [t('report.late'), formatCount(report.late.length)],
      [t('report.missed'), formatCount(report.missed.length)],
    ],
  };
  if (report.late.length === 0) return;
  yield {
    kind: 'table',
    table: {
      caption: t('report.lateBeats'),
      head: [t('report.frame'), t('report.expectedGap'), t('report.observedGap'), t('report.cause')],
      rows: report.late
        .slice(0, MOST_ROWS)
        .map(({ frame, expectedMs, observedMs, cause }) => [
          String(frame),
          formatDuration(expectedMs),
          formatDuration(observedMs),
          t(`report.beatCause.${cause}`),
        ]),
      numbers: [0, 1, 2],
    },
  };
}

function protocolName({ protocol, encrypted }: HeartbeatReport, t: DocumentContext['t']): string {
  const name = protocol === 'unknown' ? t('ui.heartbeats.unknownProtocol') : protocol.toUpperCase();
  return encrypted ? t('ui.heartbeats.encrypted', { protocol: name }) : name;
}

/** Every n-th of too many points, the last one always. */
function thin(points: readonly (readonly [number, number])[]): (readonly [number, number])[] {
  const step = Math.ceil(points.length / MOST_POINTS) || 1;
  return points.filter((_, i) => i % step === 0 || i === points.length - 1);
}
