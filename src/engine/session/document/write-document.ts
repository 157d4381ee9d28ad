import type { ReportDocumentFormat } from '../../../shared/contract/choices';
import type { FindingReport } from '../../../shared/contract/report';
import { NO_OPTIONS } from '../../analyzers/analyzer';
import { endsOf } from '../connection-rows';
import type { OpenedCapture } from '../opened-capture';
import { writeJsonReport } from '../report-json';
import { reportSource } from '../report-of-captures';
import type { ReportedConnection, ReportSource } from '../report-source';
import { utf8Chunks } from '../utf8-chunks';
import { type DocumentContext, indexOf } from './document-context';
import { checkScope, isMeant } from './document-scope';
import { reportDocument } from './report-document';
import { writeHtml } from './write-html';
import { writeMarkdown } from './write-markdown';

/**
 * A report to hand on as chunks of UTF-8, which are views of one buffer. Throws AppError `no-such-capture`, `no-such-connection` or `no-such-listener`
 * for a scope that is not there.
 */
export function writeDocument(format: ReportDocumentFormat, context: DocumentContext): Generator<Uint8Array<ArrayBuffer>> {
  checkScope(context);
  switch (format) {
    case 'html':
      return utf8Chunks(writeHtml(reportDocument(context)));
    case 'md':
      return utf8Chunks(writeMarkdown(reportDocument(context)));
    case 'json':
      return writeJsonReport(
        scoped(withPaths(reportSource(context.captures, context.version, { allConnections: false, ...NO_OPTIONS }, context.t), context), context),
      );
  }
}

function withPaths(source: ReportSource, { captures, annotations }: DocumentContext): ReportSource {
  const paths = captures.map(({ id }) => annotations.captures.find(({ capture }) => capture === id)?.path);
  return { ...source, captures: [...source.captures].map((capture, index) => ({ ...capture, path: paths[index] ?? capture.path })) };
}

/** `tcpulse.report/1` with what the scope is about and nothing else. */
function scoped(source: ReportSource, context: DocumentContext): ReportSource {
  const { scope } = context;
  if (scope.kind === 'everything') return source;
  const index = indexOf(scope.capture, context);
  const isOwn = (connection: ReportedConnection): boolean => {
    if (connection.capture !== index) return false;
    if (scope.kind === 'connection') return connection.id === scope.connection;
    const { server, serverPort } = endsOf((context.captures[index] as OpenedCapture).pass.tracker.connections, connection.id);
    return isMeant(scope, server, serverPort);
  };
  const connections = [...filter(source.connections, isOwn)];
  const listeners = [
    ...filter(
      source.listeners,
      ({ capture, outline }) => scope.kind === 'listener' && capture === index && isMeant(scope, outline.address, outline.port),
    ),
  ];
  const ids = new Set(connections.map(({ id }) => id));
  const listenerIds = new Set(listeners.map(({ outline }) => outline.id));
  const concerns = ({ capture, connection, listener }: FindingReport): boolean =>
    capture === index && ((connection !== null && ids.has(connection)) || (listener !== null && listenerIds.has(listener)));
  return { ...source, connections, listeners, keepAliveHosts: [], findings: filter(source.findings, concerns) };
}

function* filter<T>(items: Iterable<T>, keep: (item: T) => boolean): Generator<T> {
  for (const item of items) if (keep(item)) yield item;
}
