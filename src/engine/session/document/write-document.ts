import type { ReportDocumentFormat } from '../../../shared/contract/choices';
import type { ConnectionReport, FindingReport } from '../../../shared/contract/report';
import { NO_OPTIONS } from '../../analyzers/analyzer';
import { writeJsonReport } from '../report-json';
import { reportSource } from '../report-of-captures';
import type { ReportSource } from '../report-source';
import { utf8Chunks } from '../utf8-chunks';
import { type DocumentContext, indexOf } from './document-context';
import { reportDocument } from './report-document';
import { writeHtml } from './write-html';
import { writeMarkdown } from './write-markdown';

/** A report to hand on as chunks of UTF-8, which are views of one buffer. */
export function writeDocument(format: ReportDocumentFormat, context: DocumentContext): Generator<Uint8Array<ArrayBuffer>> {
  switch (format) {
    case 'html':
      return utf8Chunks(writeHtml(reportDocument(context)));
    case 'md':
      return utf8Chunks(writeMarkdown(reportDocument(context)));
    case 'json':
      return writeJsonReport(scoped(reportSource(context.captures, context.version, { allConnections: false, ...NO_OPTIONS }, context.t), context));
  }
}

/** `tcpulse.report/1` with what the scope is about and nothing else. */
function scoped(source: ReportSource, context: DocumentContext): ReportSource {
  const { scope } = context;
  if (scope.kind === 'everything') return source;
  const index = indexOf(scope.capture, context);
  const isOwn = (connection: ConnectionReport): boolean =>
    connection.capture === index &&
    (scope.kind === 'connection'
      ? connection.id === scope.connection
      : connection.server.port === scope.port && (scope.address === null || connection.server.address === scope.address));
  const connections = [...filter(source.connections, isOwn)];
  const listeners = [
    ...filter(
      source.listeners,
      (listener) =>
        scope.kind === 'listener' &&
        listener.capture === index &&
        listener.port === scope.port &&
        (scope.address === null || listener.address === scope.address),
    ),
  ];
  const ids = new Set(connections.map(({ id }) => id));
  const listenerIds = new Set(listeners.map(({ id }) => id));
  const concerns = ({ capture, connection, listener }: FindingReport): boolean =>
    capture === index && ((connection !== null && ids.has(connection)) || (listener !== null && listenerIds.has(listener)));
  return { ...source, connections, listeners, keepAliveHosts: [], findings: filter(source.findings, concerns) };
}

function* filter<T>(items: Iterable<T>, keep: (item: T) => boolean): Generator<T> {
  for (const item of items) if (keep(item)) yield item;
}
