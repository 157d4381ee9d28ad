/** The listeners of a report as a table of the text report: the most telling first, those with nothing to tell counted only. */
import { formatCount } from '../../shared/base/quantity';
import type { Translate } from '../../shared/locales/texts';
import type { ListenerOutline, ReportedListener } from '../analyzers/listen-queue-report';
import { endText } from './connection-rows';
import { verdictPlace } from './listener-gravity';
import { left, MAX_ROWS, right, section } from './report-text-section';
import { TopList } from './top-list';

/** Verdicts are further apart than any number of attempts. */
const VERDICT_APART = 1e9;

const COLUMNS = [
  left('listener'),
  left('verdict'),
  right('confidence'),
  right('attempts'),
  left('outcomes'),
  right('halfOpenPeak'),
  right('acceptQueue'),
  right('synAgain'),
  right('synRate'),
];

/** Takes every listener once and keeps the few that it shows, and the names that were asked for. */
export class ListenerDigest {
  readonly #telling = new TopList<ListenerOutline>(MAX_ROWS, ({ verdict, attempts }) => attempts - verdictPlace(verdict) * VERDICT_APART);
  readonly #names = new Map<string, string>();

  /** `wanted`: `CAPTURE:ID` of the listeners whose names are asked for. */
  constructor(listeners: Iterable<Pick<ReportedListener, 'capture' | 'outline'>>, wanted: ReadonlySet<string>) {
    for (const { capture, outline } of listeners) {
      this.#telling.add(outline);
      const key = `${capture}:${outline.id}`;
      if (wanted.has(key)) this.#names.set(key, endText(outline.address, outline.port));
    }
  }

  /** Address and port of a wanted listener; undefined for others. */
  nameOf(capture: number, listener: number): string | undefined {
    return this.#names.get(`${capture}:${listener}`);
  }

  *lines(t: Translate): Generator<string> {
    yield* section(t, 'listeners', this.#telling, COLUMNS, (listener) => cells(listener, t));
  }
}

function cells(listener: ListenerOutline, t: Translate): string[] {
  const { address, port, verdict, confidence, attempts, outcomes, synQueue, acceptQueue, synRatePeak } = listener;
  return [
    endText(address, port),
    t(`cli.report.verdict.${verdict}`),
    `${Math.round(confidence * 100)} %`,
    formatCount(attempts),
    outcomesText(outcomes, t),
    formatCount(synQueue.peak),
    `${formatCount(acceptQueue.lowerBound)} … ${formatCount(acceptQueue.upperBound)}`,
    `${formatCount(listener.synRetransmissions)} / ${formatCount(listener.synAckRetransmissions)}`,
    formatCount(synRatePeak),
  ];
}

/** Those that occurred, the most frequent first. */
function outcomesText(outcomes: ListenerOutline['outcomes'], t: Translate): string {
  return Object.entries(outcomes)
    .filter(([, count]) => count > 0)
    .sort(([, a], [, b]) => b - a)
    .map(([outcome, count]) => `${t(`cli.report.outcome.${outcome}`)} ${formatCount(count)}`)
    .join(', ');
}
