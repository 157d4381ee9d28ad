/** A listener in a report: what became of the attempts to connect, and how full its queues were. */
import { formatCount, formatDuration } from '../../../shared/base/quantity';
import type { ListenerReport } from '../../../shared/contract/report-listener';
import type { OpenedCapture } from '../opened-capture';
import type { Block } from './blocks';
import { type DocumentContext, end, ofCapture } from './document-context';
import type { ChartSeries } from './svg-chart';

const MOST_ROWS = 60;
const OUTCOMES = ['complete', 'stalled', 'halfOpen', 'unanswered', 'refused', 'reset'] as const;

export function* listenerBlocks(listener: ListenerReport, context: DocumentContext): Generator<Block> {
  const { t, captures } = context;
  const where = ofCapture(captures[listener.capture] as OpenedCapture, context);
  const { outcomes, acceptQueue, synQueue, connectMs } = listener;
  yield {
    kind: 'heading',
    level: 3,
    text: t('report.listener', { end: end(listener.address, listener.port, context) }) + where,
    id: `listener-${listener.capture}-${listener.id}`,
  };
  yield {
    kind: 'facts',
    rows: [
      [t('report.verdict'), t(`report.verdictKind.${listener.verdict}`)],
      [t('report.confidence'), `${Math.round(listener.confidence * 100)} %`],
      [t('report.attempts'), formatCount(listener.attempts)],
      ...OUTCOMES.filter((outcome) => outcomes[outcome] > 0).map(
        (outcome) => [t(`report.attemptOutcome.${outcome}`), formatCount(outcomes[outcome])] as [string, string],
      ),
      [
        t('report.connectTime'),
        connectMs === null
          ? t('report.unknown')
          : t('report.medianMax', { median: formatDuration(connectMs.median), max: formatDuration(connectMs.max) }),
      ],
      [t('report.synQueuePeak'), formatCount(synQueue.peak)],
      [t('report.acceptQueuePeak'), t('report.bounds', { lower: acceptQueue.lowerBound, upper: acceptQueue.upperBound })],
    ],
  };
  const figure = queueFigure(listener, context);
  if (figure !== null) yield figure;
}

/** Null where neither queue ever held anything that the capture shows. */
function queueFigure({ acceptQueue, synQueue, capture }: ListenerReport, { t, captures }: DocumentContext): Block | null {
  const packets = (captures[capture] as OpenedCapture).pass.packets;
  const base = packets.baseSeconds + packets.baseNanoseconds / 1e9;
  const since = (time: string) => (Number(time) - base) * 1000;
  const series: ChartSeries[] = [
    { label: t('report.acceptUpper'), kind: 'steps', colour: 'c-red', points: acceptQueue.series.map(([time, , upper]) => [since(time), upper]) },
    { label: t('report.acceptLower'), kind: 'steps', colour: 'c-blue', points: acceptQueue.series.map(([time, lower]) => [since(time), lower]) },
    { label: t('report.halfOpen'), kind: 'steps', colour: 'c-orange', points: synQueue.series.map(([time, value]) => [since(time), value]) },
  ];
  const drawn = series.filter(({ points }) => points.some(([, value]) => value > 0));
  const all = drawn.flatMap(({ points }) => points);
  if (all.length < 2) return null;
  const title = t('report.queues');
  return {
    kind: 'figure',
    chart: {
      title,
      xLabel: t('report.sinceStart'),
      yLabel: t('report.connectionsWaiting'),
      x: {
        min: all.reduce((least, [x]) => Math.min(least, x), Number.POSITIVE_INFINITY),
        max: all.reduce((most, [x]) => Math.max(most, x), Number.NEGATIVE_INFINITY),
      },
      y: { kind: 'count', max: all.reduce((most, [, value]) => Math.max(most, value), 0) },
      series: drawn,
    },
    table: {
      caption: title,
      head: [t('report.sinceStart'), t('report.acceptLower'), t('report.acceptUpper')],
      rows: acceptQueue.series.slice(0, MOST_ROWS).map(([time, lower, upper]) => [formatDuration(since(time)), String(lower), String(upper)]),
      numbers: [0, 1, 2],
    },
  };
}
