/** The lanes of many probing ends as one drawing on one time axis: what is exported. */
import type { KeepAliveRow } from '../../shared/contract/methods';
import { type TickTexts, ticksOf } from '../charts/time-ticks';
import { formatDuration, formatEndpoint, formatEnds } from '../theme/format';
import { STATES } from '../theme/state-marks';
import { LANE_PARTS, strokes } from './lane-strokes';
import { OUTCOME_STATES } from './outcome-states';

/** Lanes drawn at most: a taller picture is none that a program opens. */
export const MOST_LANES = 500;
const WIDTH = 1280;
const LABELS_WIDTH = 330;
const ROW = 22;
const AXIS = 28;
/** Half the width of a digit. */
const HALF_CHARACTER = 3.5;
/** Half of the 10 x 10 box in which marks are drawn. */
const HALF_MARK = 5;

interface Drawing {
  readonly rows: readonly KeepAliveRow[];
  readonly durationMs: number;
  /** Of ms since the capture's first packet. */
  readonly timeTicks: TickTexts;
  readonly colors: { readonly text: string; readonly line: string; readonly surface: string };
}

/** SVG of at most `MOST_LANES` rows: a label, its probes and what became of them, and how it ended. */
export function lanesSvg({ rows, durationMs, timeTicks, colors }: Drawing): string {
  const shown = rows.slice(0, MOST_LANES);
  const height = AXIS + shown.length * ROW;
  const x = (ms: number): number => LABELS_WIDTH + (Math.min(ms, durationMs) / (durationMs || 1)) * (WIDTH - LABELS_WIDTH - 12);
  const sight = { fromMs: 0, toMs: durationMs };
  const { values, stepMs } = ticksOf(sight, x(durationMs) - x(0), timeTicks, false);
  const ticks = values.map((ms) => {
    const at = x(ms);
    const text = timeTicks.text(ms, stepMs, sight);
    // What would stand across the picture's edge ends at the axis instead.
    const anchor = WIDTH - at < text.length * HALF_CHARACTER ? 'end' : 'middle';
    return `<path d="M${at} ${AXIS - 6}V${height}" stroke="${colors.line}"/><text x="${at}" y="14" text-anchor="${anchor}" fill="${colors.text}">${escaped(text)}</text>`;
  });
  const lanes = shown.map((row, i) => lane(row, AXIS + i * ROW, x, colors.text));
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${height}" font-family="sans-serif" font-size="12">`,
    `<rect width="100%" height="100%" fill="${colors.surface}"/>`,
    ...ticks,
    ...lanes,
    '</svg>',
  ].join('\n');
}

function lane(row: KeepAliveRow, top: number, x: (ms: number) => number, color: string): string {
  const scale = (x(Number.POSITIVE_INFINITY) - x(0)) / row.lane.length;
  const paths = LANE_PARTS.map(({ value, state, top: from, bottom }) => {
    const path = strokes(row.lane, value, from, bottom);
    return path && `<path d="${path}" fill="${STATES[state].color}"/>`;
  });
  const end = STATES[OUTCOME_STATES[row.outcome.kind]];
  const mark =
    row.outcomeMs === null
      ? ''
      : `<path transform="translate(${x(row.outcomeMs) - HALF_MARK} ${top + ROW / 2 - HALF_MARK})" d="${end.path}" fill="${end.color}"/>`;
  const name = `${row.connection}  ${formatEnds(row)}`;
  return `<text x="4" y="${top + 15}" fill="${color}">${escaped(name)}</text><g transform="translate(${x(0)} ${top}) scale(${scale} 1)">${paths.join('')}</g>${mark}`;
}

/** Rows of the CSV export: numbers in ms, empty where there is none. */
export function lanesCsv(rows: readonly KeepAliveRow[]): (string | number)[][] {
  const title =
    'connection,client,server,prober,probes,answered,median_interval_ms,idle_ms,interval_ms,count,confidence,peer,outcome,outcome_ms,lasted';
  return [
    title.split(','),
    ...rows.map(({ settings, ...row }) => [
      row.connection,
      formatEndpoint(row.client, row.clientPort),
      formatEndpoint(row.server, row.serverPort),
      row.prober,
      row.probes,
      row.answered,
      row.medianIntervalMs ?? '',
      settings.idleMs ?? '',
      settings.intervalMs ?? '',
      settings.count ?? '',
      settings.confidence,
      row.peerState,
      row.outcome.kind,
      row.outcomeMs ?? '',
      formatDuration(row.endMs - row.startMs),
    ]),
  ];
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
}
