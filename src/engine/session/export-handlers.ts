/** What leaves the workbench, and the comparison of captures: the session's answers to the export contract. */
import type { Comparison, ComparisonStep } from '../../shared/contract/comparison';
import type { ExportContract } from '../../shared/contract/export-methods';
import type { Translate } from '../../shared/locales/texts';
import type { Handlers } from '../../shared/rpc/handlers';
import type { OpenedCapture } from './opened-capture';
import { writeCapture } from './write-capture';

/** What of a session these handlers use. */
export interface ExportingSession {
  readonly version: string;
  /** Throws AppError `no-such-capture`. */
  capture(id: number): OpenedCapture;
  translations(language: string): Promise<Translate>;
  /** Lets other work of the thread run. */
  pause(): Promise<void>;
  /** Of a clock that only goes forward, in ms. */
  now(): number;
}

export function exportHandlers(session: ExportingSession): Handlers<ExportContract> {
  return {
    'report.document': async function* ({ captures, format, scope, annotations, language, timeZone }) {
      const { writeDocument } = await import('./document/write-document');
      const t = await session.translations(language);
      const opened = captures.map((id) => session.capture(id));
      yield* writeDocument(format, { captures: opened, scope, annotations, version: session.version, language, timeZone, t });
    },
    'bundle.write': async function* ({ project, captures, options, key }) {
      const { writeBundle } = await import('./write-bundle');
      const opened = captures.map(({ capture, id }) => ({ id, opened: session.capture(capture) }));
      yield* writeBundle(project, opened, options, key, session.pause);
    },
    'captures.annotated': async function* ({ capture, comments }) {
      const opened = session.capture(capture);
      const byFrame = new Map<number, string[]>();
      for (const { frame, text } of comments) byFrame.set(frame, [...(byFrame.get(frame) ?? []), text]);
      for (const chunk of writeCapture(opened, { comments: byFrame, plain: false, frame: (frame) => opened.frameBytes(frame) })) {
        yield chunk;
        await session.pause();
      }
    },
    'captures.compare': async function* ({ first, second, seriesPoints }) {
      const { comparison } = await import('../project/compare-captures');
      const compared = [first, second].map((id) => {
        const { pass } = session.capture(id);
        return { packets: pass.packets, connections: pass.tracker.connections };
      });
      const [a, b] = compared as [(typeof compared)[number], (typeof compared)[number]];
      yield* inSlices(comparison(a, b, seriesPoints), session);
    },
  };
}

/** Longest work between two pauses. */
const SLICE_MS = 20;
/** Between two tellings of how far it is. */
const TELL_MS = 200;

/** Works step by step, letting other work of the thread run; a reader that stops reading stops the work. */
async function* inSlices(
  steps: Generator<number, Comparison>,
  { pause, now }: Pick<ExportingSession, 'pause' | 'now'>,
): AsyncGenerator<ComparisonStep> {
  let told = now();
  for (;;) {
    const end = now() + SLICE_MS;
    let step = steps.next();
    while (!step.done && now() < end) step = steps.next();
    if (step.done) {
      yield { kind: 'done', comparison: step.value };
      return;
    }
    if (now() - told >= TELL_MS) {
      told = now();
      yield { kind: 'progress', share: step.value };
    }
    await pause();
  }
}
