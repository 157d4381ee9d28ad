import type { CancelSignal } from '../base/cancellation';
import type { Contract, MethodSpec, StreamSpec } from '../contract/contract';
import { AppError, ERROR_CODES, type ErrorCode } from '../contract/errors';
import { decodeReply, EVERY_CALL, encodeFrame, FRAME, type ReplyFrame, type RequestFrame } from './frames';
import type { Client } from './handlers';
import { StreamBuffer } from './stream-buffer';
import type { Channel, Transport } from './transport';
import { validated } from './validation';

/** Items that may be on their way to a stream's reader. Chunks of a report are some 128 KiB: a MiB in flight. */
const STREAM_WINDOW_ITEMS = 8;

/** What waits for the replies of one call. */
interface Waiting {
  reply(frame: ReplyFrame): void;
  fail(error: AppError): void;
}

/**
 * Calls a contract over one channel of a transport. Every error is an AppError; when the transport is lost, whatever is open
 * and whatever is called later fails with `connection-lost`. When only the one who answers is gone, what is open fails with the reason told. A stream starts when it is iterated and stops when iteration does.
 */
export function createClient<C extends Contract>(contract: C, transport: Transport, channel: Channel): Client<C> {
  const connection = new Connection(transport, channel);
  const client: Record<string, unknown> = {};
  for (const [name, spec] of Object.entries(contract)) {
    client[name] =
      spec.kind === 'stream'
        ? (params: unknown, signal?: CancelSignal) => ({ [Symbol.asyncIterator]: () => iterate(connection, name, spec, params, signal) })
        : (params: unknown, signal?: CancelSignal) => call(connection, name, spec, params, signal);
  }
  return client as Client<C>;
}

class Connection {
  readonly #waiting = new Map<number, Waiting>();
  #nextId = 1;
  #lost = false;

  constructor(
    private readonly transport: Transport,
    private readonly channel: Channel,
  ) {
    transport.onMessage((bytes) => {
      const frame = decodeReply(channel, bytes);
      if (frame === null) return;
      if (frame[1] === EVERY_CALL) this.failAll(errorOf(frame));
      else this.#waiting.get(frame[1])?.reply(frame);
    });
    transport.onClose(() => {
      this.#lost = true;
      this.failAll(new AppError('connection-lost'));
    });
  }

  private failAll(error: AppError): void {
    const open = [...this.#waiting.values()];
    this.#waiting.clear();
    for (const waiting of open) waiting.fail(error);
  }

  /** Throws AppError `connection-lost`. */
  open(waiting: Waiting, name: string, params: unknown, credit: number): number {
    if (this.#lost) throw new AppError('connection-lost');
    const id = this.#nextId++;
    this.#waiting.set(id, waiting);
    this.send([FRAME.call, id, name, params, credit]);
    return id;
  }

  send(frame: RequestFrame): void {
    this.transport.send(encodeFrame(this.channel, frame));
  }

  finish(id: number): void {
    this.#waiting.delete(id);
  }

  /** Tells the server to stop; nothing more is awaited. */
  abandon(id: number): void {
    if (this.#waiting.delete(id)) this.send([FRAME.cancel, id]);
  }
}

async function call(connection: Connection, name: string, spec: MethodSpec, rawParams: unknown, signal?: CancelSignal): Promise<unknown> {
  const params = validated(spec.params, rawParams, 'invalid-params', name);
  if (signal?.cancelled) throw new AppError('cancelled');
  return await new Promise((resolve, reject) => {
    let release = (): void => {};
    const settle = (): void => {
      connection.finish(id);
      release();
    };
    const id = connection.open(
      {
        reply: (frame) => {
          settle();
          try {
            if (frame[0] !== FRAME.result) throw errorOf(frame);
            resolve(validated(spec.result, frame[2], 'invalid-result', name));
          } catch (error) {
            reject(error);
          }
        },
        fail: (error) => {
          release();
          reject(error);
        },
      },
      name,
      params,
      0,
    );
    const stopListening = signal?.onCancel(() => {
      connection.abandon(id);
      reject(new AppError('cancelled'));
    });
    release = stopListening ?? release;
  });
}

function iterate(connection: Connection, name: string, spec: StreamSpec, rawParams: unknown, signal?: CancelSignal): AsyncIterator<unknown> {
  let id = 0;
  const buffer = new StreamBuffer(STREAM_WINDOW_ITEMS, (items) => connection.send([FRAME.credit, id, items]));
  let stopListening = (): void => {};
  const stop = (error: AppError | null): void => {
    stopListening();
    buffer.end(error);
  };
  try {
    const params = validated(spec.params, rawParams, 'invalid-params', name);
    if (signal?.cancelled) throw new AppError('cancelled');
    id = connection.open({ reply: onReply, fail: stop }, name, params, STREAM_WINDOW_ITEMS);
    stopListening =
      signal?.onCancel(() => {
        connection.abandon(id);
        buffer.discard(new AppError('cancelled'));
      }) ?? stopListening;
  } catch (error) {
    stop(error as AppError);
  }

  function onReply(frame: ReplyFrame): void {
    if (frame[0] === FRAME.item) {
      try {
        buffer.push(validated(spec.item, frame[2], 'invalid-result', name));
      } catch (error) {
        connection.abandon(id);
        stop(error as AppError);
      }
      return;
    }
    connection.finish(id);
    stop(frame[0] === FRAME.end ? null : errorOf(frame));
  }

  return {
    next: () => buffer.next(),
    return: async () => {
      connection.abandon(id);
      stopListening();
      buffer.discard(null);
      return { done: true, value: undefined };
    },
  };
}

function errorOf(frame: ReplyFrame): AppError {
  if (frame[0] !== FRAME.error) return new AppError('internal', { detail: `reply of kind ${frame[0]} out of place` });
  const [, , code, data] = frame;
  return isErrorCode(code) ? new AppError(code, data) : new AppError('internal', { detail: code });
}

function isErrorCode(code: string): code is ErrorCode {
  return (ERROR_CODES as readonly string[]).includes(code);
}
