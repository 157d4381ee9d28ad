/** Reassembly for the dissection: made for a connection when one of its packets is looked at, kept while it is of use. */
import type { SegmentStream } from '../protocols/dissection';
import type { FoundMessage } from '../protocols/message-divider';
import { ConnectionStreams } from './connection-streams';
import type { OpenedCapture } from './opened-capture';
import { segmentPayload } from './segment-payload';

/** Parts of messages of all connections that are kept together: about 100 bytes each. A filter that looks at every packet of a long capture needs them again and again. */
const MOST_PARTS_KEPT = 1_000_000;

interface KeptStreams {
  /** State of the rules that the messages were told by. */
  version: number;
  /** By connection, the one used last at the end. */
  readonly connections: Map<number, ConnectionStreams>;
}

const kept = new WeakMap<OpenedCapture, KeptStreams>();

/** What the payload of a frame (1-based) holds; null when it belongs to no connection. Throws AppError `file-not-readable`. */
export function segmentStream(capture: OpenedCapture, frame: number): SegmentStream | null {
  const { packets, tracker } = capture.pass;
  const connection = packets.connection.get(frame - 1) - 1;
  if (connection < 0) return null;
  const original = tracker.originalOf(frame) ?? frame;
  const parts = streamsOf(capture, connection).partsOf(original);
  return parts && { frame: original, parts, bytesOf: (message) => messageBytes(capture, message) };
}

function streamsOf(capture: OpenedCapture, connection: number): ConnectionStreams {
  const { version } = capture.rules;
  let streams = kept.get(capture);
  if (streams?.version !== version) {
    streams = { version, connections: new Map() };
    kept.set(capture, streams);
  }
  const { connections } = streams;
  const known = connections.get(connection);
  if (known !== undefined) {
    connections.delete(connection);
    connections.set(connection, known);
    return known;
  }
  forgetOldest(connections);
  const made = new ConnectionStreams(capture, connection);
  connections.set(connection, made);
  return made;
}

function forgetOldest(connections: Map<number, ConnectionStreams>): void {
  let parts = 0;
  for (const one of connections.values()) parts += one.size;
  for (const [connection, one] of connections) {
    if (parts <= MOST_PARTS_KEPT || connections.size === 1) return;
    parts -= one.size;
    connections.delete(connection);
  }
}

function messageBytes(capture: OpenedCapture, { pieces }: FoundMessage): Uint8Array {
  const bytes = new Uint8Array(pieces.reduce((sum, { from, to }) => sum + to - from, 0));
  let at = 0;
  for (const { frame, from, to } of pieces) {
    bytes.set(segmentPayload(capture, frame).subarray(from, to), at);
    at += to - from;
  }
  return bytes;
}
