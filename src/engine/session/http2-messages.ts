/** Requests and responses of an HTTP/2 connection, one a stream, told from its reassembled frames. */
import type { HttpMessage } from '../../shared/contract/http-rows';
import { directionOfRow } from '../flows/conversation';
import { clientDirection } from '../flows/roles';
import { http2 } from '../protocols/http2/http2';
import { FLAG, FRAME, FRAME_HEADER, type FrameHeader, type Http2Note, PREFACE, readFrameHeader } from '../protocols/http2/http2-conversation';
import type { FoundMessage } from '../protocols/message-divider';
import type { OpenedCapture } from './opened-capture';
import { segmentStream } from './segment-streams';

/** `frames`: of the connection, in order. Throws AppError `file-not-readable`. */
export function http2Messages(capture: OpenedCapture, connection: number, frames: Uint32Array): HttpMessage[] {
  const { packets, tracker } = capture.pass;
  const client = clientDirection(tracker.connections, connection);
  const list = new StreamMessages();
  for (const frame of frames) {
    const stream = segmentStream(capture, frame);
    if (stream === null) continue;
    const moment = { frame, timeMs: packets.timeMs(frame - 1), fromClient: directionOfRow(packets, frame - 1) === client };
    for (const { message } of stream.parts) {
      if (message.shownIn !== frame || !isFrame(message)) continue;
      const bytes = stream.bytesOf(message);
      if (bytes.length >= FRAME_HEADER && bytes[0] !== PREFACE.charCodeAt(0)) list.add(readFrameHeader(bytes, 0), headersOf(message), moment);
    }
  }
  return list.messages;
}

function isFrame({ protocol }: FoundMessage): boolean {
  return protocol === http2;
}

/** Header fields of the block that ends in the frame, as far as their compression could be undone. */
function headersOf({ note }: FoundMessage): ReadonlyMap<string, string> {
  return new Map((note as Http2Note | null)?.headers.map(({ name, value }) => [name, value]));
}

interface FrameMoment {
  readonly frame: number;
  readonly timeMs: number;
  readonly fromClient: boolean;
}

class StreamMessages {
  readonly messages: HttpMessage[] = [];
  /** Streams whose response has not ended. */
  readonly #open = new Set<number>();
  /** Places of responses in `messages`, by stream. */
  readonly #responses = new Map<number, number>();
  #lastOpened = 0;
  #quietSinceMs = Number.NaN;

  add({ type, flags, stream }: FrameHeader, headers: ReadonlyMap<string, string>, moment: FrameMoment): void {
    if (type === FRAME.headers) {
      if (!moment.fromClient) this.#answer(stream, headers, moment);
      else if (stream > this.#lastOpened) this.#ask(stream, headers, moment);
    }
    const endsResponse = !moment.fromClient && (type === FRAME.headers || type === FRAME.data) && (flags & FLAG.endStream) !== 0;
    if ((endsResponse || type === FRAME.rstStream) && this.#open.delete(stream)) this.#quietSinceMs = moment.timeMs;
  }

  #ask(stream: number, headers: ReadonlyMap<string, string>, { frame, timeMs }: FrameMoment): void {
    this.#lastOpened = stream;
    const idle = this.#open.size === 0 && !Number.isNaN(this.#quietSinceMs);
    const what = [headers.get(':method'), headers.get(':path')].filter((part) => part !== undefined);
    this.messages.push({
      kind: 'request',
      frame,
      timeMs,
      line: line(stream, what.join(' ')),
      idleMs: idle ? Math.max(0, timeMs - this.#quietSinceMs) : null,
    });
    this.#open.add(stream);
  }

  /** The server's first HEADERS on an open stream; later ones are trailers, in which gRPC tells how its call went. */
  #answer(stream: number, headers: ReadonlyMap<string, string>, { frame, timeMs }: FrameMoment): void {
    if (!this.#open.has(stream)) return;
    const place = this.#responses.get(stream);
    const grpc = headers.get('grpc-status');
    const told = [headers.get(':status'), grpc && `grpc-status ${grpc}`].filter((part) => part !== undefined).join(', ');
    if (place === undefined) {
      this.#responses.set(stream, this.messages.length);
      this.messages.push({ kind: 'response', frame, timeMs, line: line(stream, told), idleMs: null });
    } else if (grpc !== undefined) {
      const message = this.messages[place] as HttpMessage;
      this.messages[place] = { ...message, line: `${message.line}, ${told}` };
    }
  }
}

function line(stream: number, told: string): string {
  return told === '' ? `stream ${stream}` : `stream ${stream}: ${told}`;
}
