import { CancelSource } from '../base/cancellation';
import type { Contract, MethodSpec, StreamSpec } from '../contract/contract';
import { AppError } from '../contract/errors';
import { decodeRequest, encodeFrame, FRAME, type ReplyFrame, type RequestFrame } from './frames';
import type { CallContext, Handlers } from './handlers';
import type { Channel, Transport } from './transport';
import { validated } from './validation';

/** A client that grants more than this at once gets no more than this at once: its memory is its own affair, ours is not. */
const MAX_CREDIT_ITEMS = 64;

/** Calls one client may have open; a page has a dozen. */
const MAX_OPEN_CALLS = 1024;

type MethodHandler = (params: unknown, context: CallContext) => unknown;
type StreamHandler = (params: unknown, context: CallContext) => AsyncIterable<unknown>;

/** One call that has not been answered in full. */
class OpenCall {
  readonly cancellation = new CancelSource();
  credit = 0;
  #wake: (() => void) | null = null;

  grant(items: number): void {
    this.credit = Math.min(MAX_CREDIT_ITEMS, this.credit + items);
    this.wake();
  }

  cancel(): void {
    this.cancellation.cancel();
    this.wake();
  }

  /** Resolves when there is credit or the call was cancelled. */
  async creditOrCancel(): Promise<void> {
    while (this.credit === 0 && !this.cancellation.cancelled) {
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
  }

  private wake(): void {
    this.#wake?.();
    this.#wake = null;
  }
}

/** Methods and streams of a contract that few clients call: loaded when one of them is. */
export type LoadRest = () => Promise<Contract>;

/**
 * Answers a contract on one channel of a transport until the transport closes, which cancels what is open.
 * Params, results and items are validated; what handlers throw crosses as the code and data of an AppError, anything else as `internal`.
 */
export function serve<C extends Contract>(contract: C, handlers: Handlers<C>, transport: Transport, channel: Channel, loadRest?: LoadRest): void {
  const calls = new Map<number, OpenCall>();
  const reply = (frame: ReplyFrame): void => transport.send(encodeFrame(channel, frame));

  transport.onMessage((bytes) => {
    const frame = decodeRequest(channel, bytes);
    if (frame === null) return;
    const id = frame[1];
    switch (frame[0]) {
      case FRAME.call:
        void answer(frame);
        return;
      case FRAME.cancel:
        calls.get(id)?.cancel();
        return;
      case FRAME.credit:
        calls.get(id)?.grant(frame[2]);
    }
  });
  transport.onClose(() => {
    for (const call of calls.values()) call.cancel();
    calls.clear();
  });

  async function answer([, id, name, rawParams, credit]: Extract<RequestFrame, { readonly 0: typeof FRAME.call }>): Promise<void> {
    if (calls.has(id)) return;
    const call = new OpenCall();
    calls.set(id, call);
    try {
      if (calls.size > MAX_OPEN_CALLS) throw new AppError('invalid-params', { method: name, at: '', problem: 'too_many_calls' });
      const spec = ownSpec(contract, name) ?? ownSpec(await loadRest?.(), name);
      if (spec === undefined) throw new AppError('unknown-method', { method: name });
      const params = validated(spec.params, rawParams, 'invalid-params', name);
      const context: CallContext = { signal: call.cancellation };
      if (spec.kind === 'stream') {
        call.grant(credit);
        await sendItems(name, spec, id, call, (handlers[name] as StreamHandler)(params, context));
      } else {
        const result = await (handlers[name] as MethodHandler)(params, context);
        reply([FRAME.result, id, validated(spec.result, result, 'invalid-result', name)]);
      }
    } catch (error) {
      const { code, data } = toAppError(error, call);
      reply([FRAME.error, id, code, data]);
    } finally {
      calls.delete(id);
    }
  }

  /** The handler is asked for an item only when the client has room for it, so what a slow client misses can be merged by the handler. */
  async function sendItems(name: string, spec: StreamSpec, id: number, call: OpenCall, items: AsyncIterable<unknown>): Promise<void> {
    const iterator = items[Symbol.asyncIterator]();
    try {
      for (;;) {
        await call.creditOrCancel();
        if (call.cancellation.cancelled) throw new AppError('cancelled');
        const next = await iterator.next();
        if (next.done === true) break;
        if (call.cancellation.cancelled) throw new AppError('cancelled');
        call.credit--;
        reply([FRAME.item, id, validated(spec.item, next.value, 'invalid-result', name)]);
      }
    } catch (error) {
      await iterator.return?.();
      throw error;
    }
    reply([FRAME.end, id]);
  }
}

function ownSpec(contract: Contract | undefined, name: string): MethodSpec | StreamSpec | undefined {
  return contract !== undefined && Object.hasOwn(contract, name) ? contract[name] : undefined;
}

function toAppError(error: unknown, call: OpenCall): AppError {
  if (error instanceof AppError) return error;
  if (call.cancellation.cancelled) return new AppError('cancelled');
  return new AppError('internal', { detail: error instanceof Error ? `${error.name}: ${error.message}` : String(error) }, error);
}
