import { printable } from '../../shared/base/printable';
import type { ReportDocumentFormat } from '../../shared/contract/choices';
import type { ReportScope } from '../../shared/contract/export-methods';
import { engineContract } from '../../shared/contract/methods';
import type { Project } from '../../shared/contract/project';
import type { Environment } from '../environment';
import { EXIT, type ExitStatus, UsageError } from '../exit-status';
import { isKnownZone } from '../export-arguments';
import { checkPaths, withEngine } from '../open-captures';
import { type OpenedInput, openInput } from '../open-input';
import { handOut } from '../write-out';

export interface ReportOptions {
  readonly format?: ReportDocumentFormat;
  /** Path of the file to write; standard output when absent or `-`. */
  readonly out?: string;
  readonly connection?: number;
  /** `ADDRESS:PORT`, `[ADDRESS]:PORT` or `PORT`. */
  readonly listener?: { readonly address: string | null; readonly port: number };
  readonly capture?: number;
  readonly timeZone?: string;
}

/** `tcpulse report FILE…|PROJECT`: a report to hand on. */
export async function report(environment: Environment, paths: readonly string[], options: ReportOptions): Promise<ExitStatus> {
  checkPaths(paths, environment);
  const { t } = environment.texts;
  if (options.capture !== undefined && options.connection === undefined && options.listener === undefined)
    throw new UsageError(t('export.usage.captureAlone'));
  return await withEngine(environment, engineContract, async (engine) => {
    const input = await openInput(engine, environment, paths, options.out);
    if (input.status === EXIT.unreadable) return input.status;
    const document = engine.client['report.document'](
      {
        captures: input.captures.map(({ capture }) => capture),
        format: options.format ?? formatOf(options.out),
        scope: scopeOf(options, input, environment),
        annotations: input.annotations,
        language: environment.texts.language,
        timeZone: options.timeZone ?? zoneOf(input.project, environment),
      },
      environment.signal,
    );
    await handOut(options.out, document, environment);
    return input.status;
  });
}

/** The machine's where the project names none, or one that is not known here: a message tells that. */
function zoneOf({ timeZone }: Project, { messages, texts }: Environment): string {
  if (timeZone !== null && isKnownZone(timeZone)) return timeZone;
  const own = Intl.DateTimeFormat().resolvedOptions().timeZone;
  if (timeZone !== null) messages.write(`tcpulse: ${printable(texts.t('export.unknownZone', { zone: timeZone, own }))}\n`);
  return own;
}

/** As the file's name says; HTML where it does not. */
function formatOf(out: string | undefined): ReportDocumentFormat {
  if (out?.endsWith('.md') || out?.endsWith('.markdown')) return 'md';
  return out?.endsWith('.json') ? 'json' : 'html';
}

function scopeOf({ connection, listener, capture = 0 }: ReportOptions, input: OpenedInput, { texts }: Environment): ReportScope {
  const id = input.captures[capture]?.capture;
  if (connection === undefined && listener === undefined) return { kind: 'everything' };
  if (id === undefined) throw new UsageError(texts.t('export.usage.noCapture', { capture }));
  if (listener !== undefined) return { kind: 'listener', capture: id, ...listener };
  return { kind: 'connection', capture: id, connection: connection as number };
}
