/** The streams of one HTTP/2 connection (RFC 9113 section 8.1): a request is a stream the client opens, its response the server's first HEADERS on it. */
import type { Segment } from '../flows/segment';
import type { HttpConnections } from './http-connections';
import { END_STREAM, HTTP2_FRAME, Http2FrameWalk } from './http2-frames';

/** Streams followed at once; what is opened beyond counts as a request without a response. */
const MOST_STREAMS = 4096;

export class Http2Streams {
  readonly #client: 0 | 1;
  readonly #walks: readonly [Http2FrameWalk, Http2FrameWalk];
  readonly #open = new Set<number>();
  /** Frames of the requests without a response, by stream. */
  readonly #unanswered = new Map<number, number>();
  #lastOpened = 0;

  /** `segment`: the first whose frames are known; `first`: sequence number of the first of them. */
  constructor(
    client: 0 | 1,
    segment: Segment,
    first: number,
    readonly connections: HttpConnections,
  ) {
    this.#client = client;
    const known = new Http2FrameWalk(first);
    const other = new Http2FrameWalk(null);
    this.#walks = segment.direction === 0 ? [known, other] : [other, known];
  }

  read(segment: Segment, bytes: Uint8Array, at: number, end: number): void {
    const { connection, frame, direction } = segment;
    this.#walks[direction].read(segment, bytes, at, end, (type, flags, stream) => {
      if (type === HTTP2_FRAME.goaway) this.connections.goaway(connection);
      else if (type === HTTP2_FRAME.rstStream) this.#end(connection, frame, stream);
      else if (type === HTTP2_FRAME.headers && direction === this.#client) this.#request(connection, frame, stream);
      else if (type === HTTP2_FRAME.headers) this.#response(connection, stream);
      if (direction !== this.#client && (flags & END_STREAM) !== 0 && (type === HTTP2_FRAME.headers || type === HTTP2_FRAME.data))
        this.#end(connection, frame, stream);
    });
  }

  /** HEADERS on a stream that was opened before are its trailers. */
  #request(connection: number, frame: number, stream: number): void {
    if (stream <= this.#lastOpened) return;
    this.#lastOpened = stream;
    this.connections.streamOpened(connection, frame, this.#open.size === 0);
    if (this.#open.size >= MOST_STREAMS) return;
    this.#open.add(stream);
    this.#unanswered.set(stream, frame);
  }

  #response(connection: number, stream: number): void {
    if (this.#unanswered.delete(stream)) this.connections.streamAnswered(connection, this.#firstUnanswered());
  }

  /** The server has said all, or an end gave the stream up. */
  #end(connection: number, frame: number, stream: number): void {
    if (!this.#open.delete(stream)) return;
    this.#unanswered.delete(stream);
    this.connections.streamEnded(connection, frame, this.#firstUnanswered());
  }

  /** Frame of the first request that waits for its response; 0 without one. */
  #firstUnanswered(): number {
    for (const frame of this.#unanswered.values()) return frame;
    return 0;
  }
}
