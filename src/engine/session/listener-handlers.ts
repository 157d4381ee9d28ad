/** What the session answers about listeners, and about listeners that are only imagined. */
import type { EngineContract } from '../../shared/contract/methods';
import type { Translate } from '../../shared/locales/texts';
import type { Handlers } from '../../shared/rpc/handlers';
import { synAckBackoff } from '../models/syn-ack-backoff';
import { synBackoff } from '../models/syn-backoff';
import { attemptColumns, listenerDetail, sortedAttempts } from './listener-detail';
import { attemptLadder } from './listener-ladder';
import { sortedListeners } from './listener-views';
import type { OpenedCapture } from './opened-capture';
import { capturedArrivals, capturedSettings, queueForecast } from './queue-simulation';
import type { FindShown } from './shown-connections';

type ListenerMethod = Extract<keyof EngineContract, `listeners.${string}` | 'simulate.queue' | 'simulate.backoff' | `simulate.captured${string}`>;

/** `captureOf` throws AppError `no-such-capture`; `textsIn` gives the texts of a language; `findShown` what a display filter leaves. */
export function listenerHandlers(
  captureOf: (capture: number) => OpenedCapture,
  textsIn: (language: string) => Promise<Translate>,
  findShown: FindShown,
): Pick<Handlers<EngineContract>, ListenerMethod> {
  const attemptOrders = new LastOrder();
  return {
    'listeners.rows': async ({ capture, from, count, sort, descending, filter, ...limits }, { signal }) => {
      const opened = captureOf(capture);
      const shown = await findShown(opened, filter, limits, signal);
      const rows = await sortedListeners(opened, sort, descending, { ...limits, shown });
      return { total: rows.length, rows: rows.slice(from, from + count) };
    },
    'listeners.detail': async ({ capture, listener, language, ...span }) =>
      listenerDetail(captureOf(capture).pass, capture, listener, span, await textsIn(language)),
    'listeners.attempts': async ({ capture, listener, from, count, sort, descending, filter, ...limits }, { signal }) => {
      const opened = captureOf(capture);
      const { pass, state } = opened;
      const shown = await findShown(opened, filter, limits, signal);
      const key = JSON.stringify([capture, listener, sort, descending, limits, shown, state === 'reading' ? pass.packets.length : null]);
      const places = attemptOrders.of(key, () => sortedAttempts(pass, listener, sort, descending, { ...limits, shown }));
      return attemptColumns(pass, listener, places.length, places.subarray(from, from + count));
    },
    'listeners.attempt': ({ capture, listener, connection }) => attemptLadder(captureOf(capture).pass, listener, connection),
    'simulate.queue': async ({ language, points, ...scenario }) =>
      queueForecast(scenario, (capture) => captureOf(capture).pass, points, await textsIn(language)),
    'simulate.capturedSettings': ({ capture, listener }) => capturedSettings(captureOf(capture).pass, listener),
    'simulate.capturedArrivals': ({ capture, listener }) => {
      const { clientsMs, floodMs } = capturedArrivals(captureOf(capture).pass, listener);
      return { clientsMs: Float64Array.from(clientsMs), floodMs: Float64Array.from(floodMs) };
    },
    'simulate.backoff': ({ segment, retries, linear }) => {
      const { retransmissions, givenUp } = segment === 'syn' ? synBackoff(retries, linear) : synAckBackoff(retries);
      return { retransmissions: [...retransmissions], givenUp };
    },
  };
}

/** The order that was asked for last: windows of one table are asked for one after the other. */
class LastOrder {
  #key = '';
  #places: Uint32Array<ArrayBuffer> = new Uint32Array();

  of(key: string, make: () => Uint32Array<ArrayBuffer>): Uint32Array<ArrayBuffer> {
    if (key !== this.#key) {
      this.#places = make();
      this.#key = key;
    }
    return this.#places;
  }
}
