/** One open workbench session: joins formats, flows and analyzers, and answers the engine contract. */
import type { CancelSignal } from '../../shared/base/cancellation';
import type { CaptureProgress } from '../../shared/contract/capture-methods';
import { AppError } from '../../shared/contract/errors';
import type { EngineContract } from '../../shared/contract/methods';
import type { Translate } from '../../shared/locales/texts';
import type { Handlers } from '../../shared/rpc/handlers';
import { VERDICT } from '../filter/column-test';
import { captureSummary, timeline } from './capture-views';
import { connectionFrames } from './connection-frames';
import { connectionHandlers } from './connection-handlers';
import { connectionReport } from './connection-report';
import { connectionRow, sortedConnections } from './connection-rows';
import { exportHandlers } from './export-handlers';
import { filterHandlers } from './filter-handlers';
import { FilterShelf, filteredRows } from './filtered-packets';
import { findingCounts, findingMarks, findingRow, sortedFindings } from './finding-rows';
import { BetweenCaptures } from './findings-between';
import { dissection } from './frame-dissection';
import { heartbeatDetail, sortedHeartbeats } from './heartbeat-views';
import type { SessionHost } from './host';
import { HostSessions } from './host-handlers';
import { httpDetail, sortedHttp } from './http-views';
import { inSlices } from './in-slices';
import { ioHandlers } from './io-chart';
import { sortedKeepAliveHosts } from './keep-alive-host-rows';
import { keepAliveForecast } from './keep-alive-simulation';
import { keepAliveDetail, keepAliveRows, sortedKeepAlives } from './keep-alive-views';
import { listenerHandlers } from './listener-handlers';
import { LiveCaptures } from './live-handlers';
import { OpenedCapture, type PassChoices } from './opened-capture';
import { packetRows } from './packet-rows';
import { QuietWork } from './quiet-work';
import { writeJsonReport, writeNdjsonReport } from './report-json';
import { type ReportChoices, reportSource } from './report-of-captures';
import { writeTextReport } from './report-text';
import { RowColours } from './row-colours';
import { orderKey, RowOrders } from './row-orders';
import { shownConnections } from './shown-connections';
import { statisticsHandlers } from './statistics-handlers';
import { streamHandlers } from './stream-handlers';
import { filtersAhead, viewsAhead } from './views-ahead';
import { writePackets } from './write-packets';

/** Progress is told at most this often. */
const PROGRESS_MS = 100;

export class Session {
  readonly handlers: Handlers<EngineContract>;
  readonly #host: SessionHost;
  readonly #hosts: HostSessions;
  readonly #captures = new Map<number, OpenedCapture>();
  readonly #between: BetweenCaptures;
  readonly #filters = new FilterShelf();
  readonly #colours = new RowColours();
  readonly #orders: RowOrders;
  readonly #quiet: QuietWork;
  /** Captures whose views are made ahead. */
  readonly #ahead = new WeakSet<OpenedCapture>();
  readonly #live: LiveCaptures;
  #nextId = 0;

  constructor(host: SessionHost) {
    this.#host = host;
    this.#orders = new RowOrders(host);
    this.#between = new BetweenCaptures(host, this.#captures);
    this.#hosts = new HostSessions(host, this.#captures, translations);
    this.#live = new LiveCaptures(host, {
      open: (bytes, extra) => this.#open(bytes, { extra }),
      capture: (id) => this.#capture(id),
      shown: async (capture, filter) => {
        const found = await this.#filters.filtered(capture, filter);
        return (frame) => found.verdict(frame) === VERDICT.yes;
      },
      begun: (capture, options) => this.#hosts.captureBegun(capture, options),
    });
    this.#quiet = new QuietWork(host);
    this.handlers = this.#quiet.watched(this.#makeHandlers());
  }

  /** Cancels what runs and removes temporary files. */
  async dispose(): Promise<void> {
    this.#quiet.dispose();
    this.#hosts.dispose();
    await this.#live.dispose();
    await Promise.all([...this.#captures.values()].map((capture) => capture.close()));
    this.#captures.clear();
  }

  #makeHandlers(): Handlers<EngineContract> {
    const host = this.#host;
    const findShown = shownConnections(this.#filters);
    return {
      'workbench.describe': () => {
        this.#quiet.add(filtersAhead);
        return { version: host.version, root: host.root, samples: [...host.samples] };
      },
      'files.list': ({ path }) => host.listFiles(path),
      'captures.open': async ({ source, decodeAs, without }) => {
        const opened = await this.#open(await host.open(source), { without: without ?? [] });
        if (decodeAs) opened.rules.set(decodeAs.rules, decodeAs.heuristics);
        return opened.progress();
      },
      ...this.#live.handlers,
      'captures.list': () => [...this.#captures.values()].map((capture) => capture.progress()),
      'captures.progress': ({ capture }, { signal }) => this.#progress(this.#capture(capture), signal),
      'captures.cancel': ({ capture }) => {
        this.#capture(capture).cancel();
        return {};
      },
      'captures.close': async ({ capture }) => {
        const opened = this.#capture(capture);
        this.#captures.delete(capture);
        this.#between.forget(capture);
        this.#filters.forget(capture);
        this.#colours.forget(capture);
        const closed = await this.#live.closing(capture);
        await opened.close();
        closed();
        return {};
      },
      'captures.summary': ({ capture }) => captureSummary(this.#capture(capture)),
      'timeline.read': ({ capture, buckets, fromMs, toMs }) => {
        const opened = this.#capture(capture);
        this.#makeAhead(opened);
        return timeline(opened.pass, buckets, fromMs, toMs);
      },
      ...filterHandlers(
        (capture) => this.#capture(capture),
        this.#filters,
        (capture, id) => this.#framesOf(capture, id),
      ),
      ...ioHandlers((capture) => this.#capture(capture), this.#filters),
      ...statisticsHandlers((capture) => this.#capture(capture), this.#filters),
      ...streamHandlers((capture) => this.#capture(capture)),
      ...connectionHandlers((capture, connection) => this.#withConnection(capture, connection), this.#quiet),
      'packets.rows': async ({ capture, from, count, frames, connection, filter, colours }, { signal }) => {
        const opened = this.#capture(capture);
        if (filter !== null) {
          const found = await this.#filters.filtered(opened, filter);
          return await this.#colours.paint(opened, await filteredRows(opened, found, from, count, signal), colours);
        }
        const chosen = this.#chosenFrames(opened, frames, connection);
        const total = chosen?.length ?? opened.pass.packets.length;
        const window = chosen?.slice(from, from + count) ?? consecutive(from + 1, Math.min(count, Math.max(0, total - from)));
        return await this.#colours.paint(opened, packetRows(opened, window, total), colours);
      },
      'packets.dissect': ({ capture, frame }) => dissection(this.#capture(capture), frame),
      'packets.write': ({ capture, fields, format, filter }, { signal }) =>
        writePackets(this.#capture(capture), fields, format, filter, this.#filters, signal),
      'connections.rows': async ({ capture, from, count, sort, descending, filter, ...limits }, { signal }) => {
        const opened = this.#capture(capture);
        const { pass } = opened;
        const limit = { ...limits, shown: await findShown(opened, filter, limits, signal) };
        const key = orderKey('connections', capture, sort, descending, limit);
        const ids = await this.#orders.of(key, opened.version, () => sortedConnections(pass, sort, descending, limit), signal);
        return { total: ids.length, rows: Array.from(ids.subarray(from, from + count), (id) => connectionRow(pass, id)) };
      },
      'connections.read': ({ capture, connection }) => {
        const { pass } = this.#withConnection(capture, connection);
        return connectionReport(pass, capture, connection);
      },
      'keepAlive.rows': async ({ capture, from, count, sort, descending, filter, ...limits }, { signal }) => {
        const opened = this.#capture(capture);
        const { pass } = opened;
        const limit = { ...limits, shown: await findShown(opened, filter, limits, signal) };
        const key = orderKey('keepAlive', capture, sort, descending, limit);
        const ids = await this.#orders.of(key, opened.version, () => sortedKeepAlives(pass, sort, descending, limit), signal);
        return { total: ids.length, rows: await inSlices(keepAliveRows(pass, ids.subarray(from, from + count)), host, signal) };
      },
      'keepAlive.detail': ({ capture, connection, limit }) => keepAliveDetail(this.#withConnection(capture, connection), connection, limit),
      'keepAlive.hosts': async ({ capture, from, count, sort, descending, filter, ...limits }, { signal }) => {
        const opened = this.#capture(capture);
        const shown = await findShown(opened, filter, limits, signal);
        const rows = sortedKeepAliveHosts(opened.pass, capture, sort, descending, { ...limits, shown });
        return { total: rows.length, rows: rows.slice(from, from + count) };
      },
      'heartbeats.rows': async ({ capture, from, count, sort, descending, filter, ...limits }, { signal }) => {
        const opened = this.#capture(capture);
        const shown = await findShown(opened, filter, limits, signal);
        const rows = await sortedHeartbeats(opened, sort, descending, { ...limits, shown }, signal);
        return { total: rows.length, rows: rows.slice(from, from + count) };
      },
      'heartbeats.detail': ({ capture, heartbeat }) => heartbeatDetail(this.#capture(capture), heartbeat),
      'http.rows': async ({ capture, from, count, sort, descending, filter, ...limits }, { signal }) => {
        const opened = this.#capture(capture);
        const shown = await findShown(opened, filter, limits, signal);
        const found = () => inSlices(sortedHttp(opened.pass, sort, descending, { ...limits, shown }), host, signal);
        const rows = opened.state === 'reading' ? [] : await found();
        return { total: rows.length, rows: rows.slice(from, from + count) };
      },
      'http.detail': ({ capture, connection }) => httpDetail(this.#withConnection(capture, connection), connection),
      ...listenerHandlers((capture) => this.#capture(capture), translations, findShown, this.#orders),
      'simulate.keepAlive': async ({ language, ...scenario }) => keepAliveForecast(scenario, await translations(language)),
      'findings.rows': async ({ capture, from, count, sort, descending, language, filter, ...limits }, { signal }) => {
        const opened = this.#capture(capture);
        const { pass } = opened;
        const shown = await findShown(opened, filter, limits, signal);
        const ids = sortedFindings(pass, sort, descending, { ...limits, shown });
        const t = await translations(language);
        return { total: ids.length, rows: Array.from(ids.subarray(from, from + count), (id) => findingRow(pass, capture, id, t)) };
      },
      ...this.#hosts.handlers,
      'findings.compare': async (_, { signal }) => {
        await this.#between.compare(signal);
        return {};
      },
      'findings.counts': ({ capture }) => findingCounts(this.#capture(capture).pass),
      'findings.marks': ({ capture, limit }) => findingMarks(this.#capture(capture).pass, limit),
      'report.write': ({ captures, format, language, allConnections, pricePerGb }) =>
        this.#writeReport(captures, format, { allConnections, pricePerGb: pricePerGb ?? null }, language),
      ...exportHandlers({
        version: host.version,
        capture: (id) => this.#capture(id),
        translations,
        pause: () => host.pause(),
        now: () => host.now(),
      }),
    };
  }

  async #open(bytes: Awaited<ReturnType<SessionHost['open']>>, choices: PassChoices): Promise<OpenedCapture> {
    const id = this.#nextId++;
    try {
      const capture = await OpenedCapture.open(id, bytes, this.#host, choices);
      this.#captures.set(id, capture);
      this.#hosts.follow(capture);
      return capture;
    } catch (error) {
      await bytes.close();
      throw error;
    }
  }

  /** Only pages ask for a time line: commands that print a report need nothing ahead. */
  #makeAhead(capture: OpenedCapture): void {
    if (capture.state === 'reading' || this.#ahead.has(capture)) return;
    this.#ahead.add(capture);
    const isOpen = () => this.#captures.has(capture.id);
    this.#quiet.add(filtersAhead);
    for (const task of viewsAhead(capture, isOpen)) this.#quiet.add(task);
  }

  #capture(id: number): OpenedCapture {
    const capture = this.#captures.get(id);
    if (!capture) throw new AppError('no-such-capture', { capture: id });
    return capture;
  }

  #withConnection(capture: number, connection: number): OpenedCapture {
    const opened = this.#capture(capture);
    if (connection >= opened.pass.tracker.connections.length) throw new AppError('no-such-connection', { connection });
    return opened;
  }

  /** Frames asked for by number or by connection; null: all of them. */
  #chosenFrames(capture: OpenedCapture, frames: readonly number[] | null, connection: number | null): Uint32Array<ArrayBuffer> | null {
    const last = capture.pass.packets.length;
    if (frames !== null) return Uint32Array.from(frames.filter((frame) => frame <= last));
    return connection === null ? null : this.#framesOf(capture, connection);
  }

  #framesOf(capture: OpenedCapture, connection: number): Uint32Array<ArrayBuffer> {
    if (connection >= capture.pass.tracker.connections.length) throw new AppError('no-such-connection', { connection });
    return connectionFrames(capture.pass, connection);
  }

  async *#progress(capture: OpenedCapture, signal: CancelSignal): AsyncGenerator<CaptureProgress> {
    for (;;) {
      const progress = capture.progress();
      yield progress;
      if (progress.state !== 'reading' || signal.cancelled) return;
      await Promise.race([this.#host.sleep(PROGRESS_MS), ended(capture, signal)]);
    }
  }

  async *#writeReport(
    ids: readonly number[],
    format: 'json' | 'ndjson' | 'text',
    choices: ReportChoices,
    language: string,
  ): AsyncGenerator<Uint8Array<ArrayBuffer>> {
    const captures = ids.map((id) => this.#capture(id));
    const needsTexts = format === 'text' || captures.some(({ pass }) => pass.findings.length > 0);
    const t = needsTexts ? await translations(language) : noTexts;
    const source = reportSource(captures, this.#host.version, choices, t);
    if (format === 'json') yield* writeJsonReport(source);
    else if (format === 'ndjson') yield* writeNdjsonReport(source);
    else yield* writeTextReport(source, t);
  }
}

const translators = new Map<string, Translate>();

/** The texts of every language, loaded when they are needed. */
async function translations(language: string): Promise<Translate> {
  const known = translators.get(language);
  if (known) return known;
  const { t } = (await import('../../shared/locales/texts')).createTexts(language);
  translators.set(language, t);
  return t;
}

/** For a report without a word in it. */
function noTexts(key: string): string {
  return key;
}

/** Resolves when the pass over the capture ends, or the call is cancelled. */
function ended(capture: OpenedCapture, signal: CancelSignal): Promise<void> {
  return new Promise((resolve) => {
    const stopWatching = capture.watch(() => {
      if (capture.state !== 'reading') finish();
    });
    const takeBack = signal.onCancel(() => finish());
    function finish(): void {
      stopWatching();
      takeBack();
      resolve();
    }
    if (capture.state !== 'reading') finish();
  });
}

function consecutive(first: number, count: number): Uint32Array<ArrayBuffer> {
  return Uint32Array.from({ length: count }, (_, i) => first + i);
}
