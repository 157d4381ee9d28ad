/** Writers of the report `tcpulse.report/1` for programs: one JSON document, or one object a line. */
import { JsonSink } from '../../shared/base/json-sink';
import type { Report } from '../../shared/contract/report';
import type { ReportedConnection, ReportSource } from './report-source';

const SCHEMA: Report['schema'] = 'tcpulse.report/1';

/** The document's lists in their order, and the name of one item. */
const LISTS = [
  { list: 'captures', type: 'capture' },
  { list: 'connections', type: 'connection' },
  { list: 'listeners', type: 'listener' },
  { list: 'keepAliveHosts', type: 'keepAliveHost' },
  { list: 'findings', type: 'finding' },
] as const;

/** Of a chunk; what is longer by itself makes a longer one. */
const CHUNK_BYTES = 128 * 1024;
/** From here on a chunk has no room for most items. */
const FULL_BYTES = 124 * 1024;

/** Chunks of UTF-8, views of one buffer: each holds until the next is asked for. */
type Chunks = Generator<Uint8Array<ArrayBuffer>>;

/** The document; each connection, listener and finding stands on a line of its own. */
export function* writeJsonReport(source: ReportSource): Chunks {
  const sink = new JsonSink(CHUNK_BYTES);
  sink.literal('{"schema":');
  sink.value(SCHEMA);
  sink.literal(',\n"generator":');
  sink.value(generator(source));
  for (const { list } of LISTS) {
    sink.literal(`,\n"${list}":[`);
    let separator = '\n';
    for (const item of source[list]) {
      sink.literal(separator);
      sink.object();
      describe(item, sink);
      sink.endObject();
      separator = ',\n';
      if (sink.length > FULL_BYTES) yield sink.take();
    }
    sink.literal(']');
  }
  sink.literal('}\n');
  yield sink.take();
}

/** One object a line, `type` first: `report` (schema and generator), then every capture, connection, listener, host with keep-alives and finding. */
export function* writeNdjsonReport(source: ReportSource): Chunks {
  const sink = new JsonSink(CHUNK_BYTES);
  sink.value({ type: 'report', schema: SCHEMA, generator: generator(source) });
  sink.literal('\n');
  for (const { list, type } of LISTS) {
    for (const item of source[list]) {
      sink.object();
      sink.put('type', type);
      describe(item, sink);
      sink.endObject();
      sink.literal('\n');
      if (sink.length > FULL_BYTES) yield sink.take();
    }
  }
  if (sink.length > 0) yield sink.take();
}

function describe(item: ReportedConnection | object, sink: JsonSink): void {
  if ('describe' in item) item.describe(sink);
  else sink.fields(item);
}

function generator(source: ReportSource): Report['generator'] {
  return { name: 'tcpulse', version: source.version };
}
