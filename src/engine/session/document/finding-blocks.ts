/** A finding as a colleague would write it down: what happened, to whom, what shows it, how sure that is, what else it could have been, what to do. */
import { adviceParts } from '../../../shared/base/advice-parts';
import { formatDuration } from '../../../shared/base/quantity';
import type { Translate } from '../../../shared/locales/texts';
import { endsOf } from '../connection-rows';
import { findingReport } from '../finding-report';
import type { OpenedCapture } from '../opened-capture';
import type { Block } from './blocks';
import { type DocumentContext, end, type JudgedFinding, ofCapture } from './document-context';

/** Frames named one by one. */
const MOST_FRAMES = 12;
/** Of those the first, with their times. */
const TIMED_FRAMES = 3;
/** Above this we would bet on it. */
const CERTAIN = 0.8;

export function* findingBlocks({ finding, capture }: JudgedFinding, index: number, context: DocumentContext): Generator<Block> {
  const { t, captures } = context;
  const opened = captures[capture] as OpenedCapture;
  const words = findingReport(finding, capture, t);
  yield { kind: 'heading', level: 3, text: words.title, id: `finding-${index + 1}`, severity: finding.severity };
  yield { kind: 'paragraph', label: t('report.whatHappened'), text: words.detail };
  yield { kind: 'paragraph', label: t('report.toWhom'), text: toWhom(finding.connection, opened, context) };
  yield { kind: 'paragraph', label: t('report.evidence'), text: evidence(finding.frames, opened, context) };
  yield {
    kind: 'paragraph',
    label: t('report.howSure'),
    text: t(finding.confidence > CERTAIN ? 'report.sure' : 'report.notSure', { percent: Math.round(finding.confidence * 100) }),
  };
  if (words.applicationSees !== null) yield { kind: 'paragraph', label: t('report.applicationSees'), text: words.applicationSees };
  if (words.ruledOut.length > 0) {
    const items = words.ruledOut.map((other) => ({ text: t('report.ruledOut', { ...other }) }));
    yield { kind: 'list', label: t('report.whatElse'), items };
  }
  yield* adviceBlocks(words.advice, t);
}

/** What to do in words, then how, for each system. */
function* adviceBlocks(advice: string, t: Translate): Generator<Block> {
  const parts = adviceParts(advice);
  const texts = parts.filter(({ kind }) => kind === 'text');
  const recipes = parts.filter(({ kind }) => kind === 'code');
  for (const [place, { text }] of texts.entries()) yield { kind: 'paragraph', text, ...(place === 0 && { label: t('report.whatToDo') }) };
  const names = recipes.map(({ title }) => title).filter((title) => title !== '');
  if (recipes.length > 0) yield { kind: 'recipes', label: t('report.recipes', { names: names.join(', ') }), items: recipes };
}

function toWhom(connection: number | null, capture: OpenedCapture, context: DocumentContext): string {
  const { t } = context;
  const where = ofCapture(capture, context);
  if (connection === null) return t('report.severalConnections') + where;
  const { client, clientPort, server, serverPort } = endsOf(capture.pass.tracker.connections, connection);
  return t('report.connectionEnds', { connection, client: end(client, clientPort, context), server: end(server, serverPort, context) }) + where;
}

function evidence(frames: readonly number[], { pass }: OpenedCapture, { t }: DocumentContext): string {
  if (frames.length === 0) return t('report.wholeCapture');
  const named = frames
    .slice(0, MOST_FRAMES)
    .map((frame, i) => (i < TIMED_FRAMES ? t('report.frameAt', { frame, time: formatDuration(pass.packets.timeMs(frame - 1)) }) : String(frame)));
  const rest = frames.length > MOST_FRAMES ? t('report.moreFrames', { rest: frames.length - MOST_FRAMES }) : '';
  return t('report.frameList', { frames: named.join(', ') }) + rest;
}
