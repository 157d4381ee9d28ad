/** What the session answers about listeners, and about listeners that are only imagined. */
import type { EngineContract } from '../../shared/contract/methods';
import type { Translate } from '../../shared/locales/texts';
import type { Handlers } from '../../shared/rpc/handlers';
import { synAckBackoff } from '../models/syn-ack-backoff';
import { synBackoff } from '../models/syn-backoff';
import { inSlices } from './in-slices';
import { attemptColumns, listenerDetail, sortedAttempts } from './listener-detail';
import { attemptLadder } from './listener-ladder';
import { sortedListeners } from './listener-views';
import type { OpenedCapture } from './opened-capture';
import { capturedArrivals, capturedSettings, queueForecast } from './queue-simulation';
import { orderKey, type RowOrders } from './row-orders';
import type { FindShown } from './shown-connections';

type ListenerMethod = Extract<keyof EngineContract, `listeners.${string}` | 'simulate.queue' | 'simulate.backoff' | `simulate.captured${string}`>;

/** `captureOf` throws AppError `no-such-capture`; `textsIn` gives the texts of a language; `findShown` what a display filter leaves; `orders` are kept there. */
export function listenerHandlers(
  captureOf: (capture: number) => OpenedCapture,
  textsIn: (language: string) => Promise<Translate>,
  findShown: FindShown,
  orders: RowOrders,
): Pick<Handlers<EngineContract>, ListenerMethod> {
  return {
    'listeners.rows': async ({ capture, from, count, sort, descending, filter, ...limits }, { signal }) => {
      const opened = captureOf(capture);
      const shown = await findShown(opened, filter, limits, signal);
      const rows = await sortedListeners(opened, sort, descending, { ...limits, shown }, signal);
      return { total: rows.length, rows: rows.slice(from, from + count) };
    },
    'listeners.detail': async ({ capture, listener, language, ...span }, { signal }) => {
      const { pass, host } = captureOf(capture);
      const t = await textsIn(language);
      return await inSlices(listenerDetail(pass, capture, listener, span, t), host, signal);
    },
    'listeners.attempts': async ({ capture, listener, from, count, sort, descending, filter, ...limits }, { signal }) => {
      const opened = captureOf(capture);
      const { pass, host } = opened;
      const limit = { ...limits, shown: await findShown(opened, filter, limits, signal) };
      const key = orderKey(`attempts ${listener}`, capture, sort, descending, limit);
      const places = await orders.of(key, opened.version, () => sortedAttempts(pass, listener, sort, descending, limit), signal);
      return await inSlices(attemptColumns(pass, listener, places.length, places.subarray(from, from + count)), host, signal);
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
