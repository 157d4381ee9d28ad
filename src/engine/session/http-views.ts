/** HTTP connections of a capture for the workbench: rows in windows, and one with its messages. Listed when the last packet is in. */
import { AppError } from '../../shared/contract/errors';
import type { HttpDetail, HttpMessage, HttpRow, HttpSort } from '../../shared/contract/http-rows';
import { PACKET_MARK } from '../../shared/contract/packet-marks';
import { HTTP2_PREFACE, httpMessageKind } from '../analyzers/http-head';
import { directionOfRow } from '../flows/conversation';
import { endOfDirection } from '../flows/roles';
import { type CapturePass, httpRunOf } from './capture-pass';
import { connectionFrames } from './connection-frames';
import { type ConnectionFilter, connectionTest, endsOf, overlaps } from './connection-rows';
import { http2Messages } from './http2-messages';
import { JointWork, type SlicedWork } from './in-slices';
import type { OpenedCapture } from './opened-capture';
import { segmentPayload } from './segment-payload';

/** Segments whose bytes are read back for the messages of one connection. */
const MOST_SEGMENTS = 20_000;
/** Of HTTP/2, whose frames are put together and their headers decompressed. */
const MOST_HTTP2_SEGMENTS = 5000;
const MOST_LINE_BYTES = 200;
const NO_MESSAGE = PACKET_MARK.retransmission | PACKET_MARK.outOfOrder | PACKET_MARK.keepAlive | PACKET_MARK.duplicate;

/** By capture, made once it is read. */
const indexes = new WeakMap<CapturePass, JointWork<readonly HttpRow[]>>();

/** Connections between two places where the work may be interrupted. */
const CONNECTIONS_A_STEP = 256;

/** To be asked for when the last packet is in. */
export function* httpIndex(pass: CapturePass): SlicedWork<readonly HttpRow[]> {
  const index = indexes.get(pass) ?? new JointWork(() => allRows(pass));
  indexes.set(pass, index);
  return yield* index.join();
}

function* allRows(pass: CapturePass): SlicedWork<readonly HttpRow[]> {
  const found: HttpRow[] = [];
  for (let connection = 0; connection < pass.tracker.connections.length; connection++) {
    if (connection % CONNECTIONS_A_STEP === 0) yield;
    const row = httpRow(pass, connection);
    if (row !== null) found.push(row);
  }
  return found;
}

function httpRow(pass: CapturePass, connection: number): HttpRow | null {
  const http = httpRunOf(pass)?.report(connection) ?? null;
  const { connections } = pass.tracker;
  return (
    http && {
      ...http,
      connection,
      ...endsOf(connections, connection),
      startMs: pass.packets.timeMs(connections.firstFrame(connection) - 1),
      endMs: pass.packets.timeMs(connections.lastFrame(connection) - 1),
      firstFrame: connections.firstFrame(connection),
    }
  );
}

export function* sortedHttp(pass: CapturePass, sort: HttpSort, descending: boolean, filter: ConnectionFilter): SlicedWork<HttpRow[]> {
  const isWanted = connectionTest(pass, filter);
  const rows = (yield* httpIndex(pass))
    .filter((row) => isWanted(row.connection) && overlaps(filter, row.startMs, row.endMs))
    .sort((a, b) => (a[sort] ?? -1) - (b[sort] ?? -1) || a.connection - b.connection);
  return descending ? rows.reverse() : rows;
}

/** Throws AppError `no-http` where the connection carries none. */
export function httpDetail(capture: OpenedCapture, connection: number): HttpDetail {
  const { pass } = capture;
  const http = httpRow(pass, connection);
  if (http === null) throw new AppError('no-http', { connection });
  const { packets } = pass;
  const frames = connectionFrames(pass, connection);
  const data = frames.filter((frame) => {
    const marks = packets.marks.get(frame - 1);
    return (marks & PACKET_MARK.data) !== 0 && (marks & NO_MESSAGE) === 0;
  });
  const isHttp2 = http.version === '2';
  const read = data.subarray(0, isHttp2 ? MOST_HTTP2_SEGMENTS : MOST_SEGMENTS);
  const messages = messagesIn(capture, read);
  return {
    http,
    messages: isHttp2 ? [...messages, ...http2Messages(capture, connection, read)] : messages,
    truncated: data.length > read.length,
    close: closeOf(pass, connection, frames),
  };
}

/** Those of HTTP/1: on a connection of HTTP/2, what came before its preface. */
function messagesIn(capture: OpenedCapture, frames: Uint32Array): HttpMessage[] {
  const { packets } = capture.pass;
  const messages: HttpMessage[] = [];
  let unanswered = 0;
  let responseMs = Number.NaN;
  for (const frame of frames) {
    const payload = segmentPayload(capture, frame);
    const kind = httpMessageKind(payload, 0, payload.length);
    if (kind === null) continue;
    const line = firstLine(payload);
    if (line === HTTP2_PREFACE) break;
    const timeMs = packets.timeMs(frame - 1);
    const idle = kind === 'request' && unanswered === 0 && !Number.isNaN(responseMs);
    messages.push({ kind, frame, timeMs, line, idleMs: idle ? Math.max(0, timeMs - responseMs) : null });
    if (kind === 'request') unanswered++;
    else {
      unanswered = Math.max(0, unanswered - 1);
      responseMs = timeMs;
    }
  }
  return messages;
}

function firstLine(payload: Uint8Array): string {
  let line = '';
  for (let i = 0; i < Math.min(payload.length, MOST_LINE_BYTES); i++) {
    const byte = payload[i] as number;
    if (byte === 13 || byte === 10) break;
    line += byte >= 32 && byte < 127 ? String.fromCharCode(byte) : '.';
  }
  return line;
}

function closeOf(pass: CapturePass, connection: number, frames: Uint32Array): HttpDetail['close'] {
  const { packets, tracker } = pass;
  const frame = frames.find((candidate) => (packets.marks.get(candidate - 1) & (PACKET_MARK.fin | PACKET_MARK.rst)) !== 0);
  if (frame === undefined) return null;
  const row = frame - 1;
  return {
    kind: (packets.marks.get(row) & PACKET_MARK.rst) === 0 ? 'closed' : 'reset',
    frame,
    timeMs: packets.timeMs(row),
    by: endOfDirection(tracker.connections, connection, directionOfRow(packets, row)),
  };
}
