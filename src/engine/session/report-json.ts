/** Writers of the report `tcpulse.report/1` for programs: one JSON document, or one object a line. */
import type { Report } from '../../shared/contract/report';
import type { ReportSource } from './report-source';
import { utf8Chunks } from './utf8-chunks';

const SCHEMA: Report['schema'] = 'tcpulse.report/1';

/** The document as UTF-8 chunks; each connection, listener and finding stands on a line of its own. */
export function writeJsonReport(source: ReportSource): Generator<Uint8Array<ArrayBuffer>> {
  return utf8Chunks(jsonPieces(source));
}

/** One object a line, `type` first: `report` (schema and generator), then every capture, connection, listener, host with keep-alives and finding. */
export function writeNdjsonReport(source: ReportSource): Generator<Uint8Array<ArrayBuffer>> {
  return utf8Chunks(ndjsonPieces(source));
}

function* jsonPieces(source: ReportSource): Generator<string> {
  yield `{"schema":${JSON.stringify(SCHEMA)},\n"generator":${JSON.stringify(generator(source))}`;
  yield* jsonArray('captures', source.captures);
  yield* jsonArray('connections', source.connections);
  yield* jsonArray('listeners', source.listeners);
  yield* jsonArray('keepAliveHosts', source.keepAliveHosts);
  yield* jsonArray('findings', source.findings);
  yield '}\n';
}

function* jsonArray(name: string, items: Iterable<unknown>): Generator<string> {
  yield `,\n"${name}":[`;
  let separator = '\n';
  for (const item of items) {
    yield separator + JSON.stringify(item);
    separator = ',\n';
  }
  yield ']';
}

function* ndjsonPieces(source: ReportSource): Generator<string> {
  yield `${JSON.stringify({ type: 'report', schema: SCHEMA, generator: generator(source) })}\n`;
  yield* ndjsonLines('capture', source.captures);
  yield* ndjsonLines('connection', source.connections);
  yield* ndjsonLines('listener', source.listeners);
  yield* ndjsonLines('keepAliveHost', source.keepAliveHosts);
  yield* ndjsonLines('finding', source.findings);
}

/** Puts `type` in front of the object's own text: cheaper than copying the object. */
function* ndjsonLines(type: string, items: Iterable<unknown>): Generator<string> {
  for (const item of items) yield `{"type":"${type}",${JSON.stringify(item).slice(1)}\n`;
}

function generator(source: ReportSource): Report['generator'] {
  return { name: 'tcpulse', version: source.version };
}
